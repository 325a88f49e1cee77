"""Addresses, views, filters and serializers of the naive twin."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.urls import include, path
from django.views.generic import DetailView
from django_filters.views import FilterView
from rest_framework import routers, serializers, viewsets

from tests.benchmark.naive.models import Area, Contact, Hours, Organization, Region, Service, Term


def published() -> QuerySet[Service]:
    rows = Service.objects.filter(publication="published").select_related("organization")
    return rows.prefetch_related("terms", "regions", "contacts__hours")


class ServiceFilter(django_filters.FilterSet):
    """The filters of the page and of the API."""

    region = django_filters.ModelChoiceFilter(field_name="regions", queryset=Region.objects.all())
    type = django_filters.ModelMultipleChoiceFilter(
        field_name="terms__slug", to_field_name="slug", queryset=Term.objects.all()
    )
    words = django_filters.CharFilter(method="with_words")

    class Meta:
        model = Service
        fields: ClassVar = ["region", "type", "words"]

    def with_words(self, rows: QuerySet[Service], _name: str, value: str) -> QuerySet[Service]:
        wanted = Q()
        for word in value.split():
            wanted |= Q(name__icontains=word) | Q(summary__icontains=word)
            wanted |= Q(description__icontains=word) | Q(terms__name__icontains=word)
        return rows.filter(wanted).distinct()


class ServiceList(FilterView):
    """The list, ten on a page."""

    filterset_class = ServiceFilter
    template_name = "list.html"
    paginate_by = 10

    def get_queryset(self) -> QuerySet[Service]:
        return published()


class ServicePage(DetailView):
    """One service."""

    template_name = "detail.html"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self) -> QuerySet[Service]:
        return published()


def serializer(model: Any, names: list[str], **nested: Any) -> type[serializers.ModelSerializer]:
    meta = type("Meta", (), {"model": model, "fields": [*names, *nested]})
    return type(model.__name__, (serializers.ModelSerializer,), {"Meta": meta, **nested})


HoursData = serializer(Hours, ["byday", "opens_at", "closes_at"])
ServiceData = serializer(
    Service,
    ["id", "name", "summary", "description", "url", "cost"],
    organization=serializer(Organization, ["id", "name", "website"])(),
    terms=serializer(Term, ["slug", "name"])(many=True),
    regions=serializer(Region, ["code", "name"])(many=True),
    contacts=serializer(Contact, ["channel", "value", "label"], hours=HoursData(many=True))(
        many=True
    ),
)


class ServiceApi(viewsets.ReadOnlyModelViewSet):
    """The same as data."""

    serializer_class = ServiceData
    filterset_class = ServiceFilter

    def get_queryset(self) -> QuerySet[Service]:
        return published()


router = routers.DefaultRouter()
router.register("services", ServiceApi, basename="service")
urlpatterns = [
    path("services/", ServiceList.as_view()),
    path("services/<slug:code>/", ServicePage.as_view(), name="detail"),
    path("api/v1/", include(router.urls)),
]
__all__ = ["Area", "urlpatterns"]
