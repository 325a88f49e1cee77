"""The API: read only, JSON only, no key, and the same question as the pages."""

from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404, QueryDict
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.utils import translate_validation
from rest_framework import mixins, viewsets
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from resources.api.v1.asked import (
    INCLUDED,
    ORDERS,
    Chosen,
    ids,
    keep_fields,
    names,
    one_of,
    refuse_blank,
    refuse_many,
    refuse_unknown,
)
from resources.api.v1.pagination import Pages, ServicePages
from resources.api.v1.problems import BY_NAME, MEDIA_TYPE, problem
from resources.api.v1.serializers import (
    CollectionSerializer,
    OrganizationSerializer,
    RegionSerializer,
    RemovedSerializer,
    ServiceDetailSerializer,
    ServiceSerializer,
    ServiceWithPartsSerializer,
    TermSerializer,
    parts_with,
)
from resources.clock import this_minute
from resources.filters import RemovedFilter, ServiceFilter
from resources.models import Collection as PostList
from resources.models import Organization, Region, Service, TaxonomyTerm, public_key
from resources.models.organization import OrganizationQuerySet
from resources.search import current_index


class OpenList(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """A list. A parameter that is not understood is an error, not passed over."""

    http_method_names = ("get", "head", "options")
    pagination_class: type[Pages] | None = Pages
    # For the description of the API: what each action gives, in a line, and in which shapes, where
    # it has more than one.
    summaries: ClassVar[Mapping[str, str]] = {}
    answers: ClassVar[Mapping[str, Any]] = {}
    # The fields that a program named; without any it is given all.
    wanted: frozenset[str] = frozenset()

    @classmethod
    def get_extra_actions(cls) -> list[Any]:
        """There are none. To look for them would load what makes the description of the API."""
        return []

    def known_parameters(self) -> Iterable[str]:
        """The names that this request may use in its query."""
        if self.action != "list":
            return ("fields",)
        paged = ("page", "page_size") if self.pagination_class else ()
        filterset: Any = getattr(self, "filterset_class", None)
        return ("fields", *paged, *(filterset.base_filters if filterset else ()))

    def known_fields(self) -> Collection[str]:
        """The fields of a record that can be named."""
        shape: Any = self.get_serializer_class()()
        return list(shape.fields)

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        """Leave out the fields that nobody asked for, where a program named some."""
        final: Response = super().finalize_response(request, response, *args, **kwargs)
        if final.status_code == HTTPStatus.OK and self.wanted:
            keep_fields(final, self.wanted)
        return final

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse unknown parameters before anything is asked of the database."""
        super().initial(request, *args, **kwargs)
        if self.action not in {"list", "retrieve"}:
            return  # a write is refused as a write, whatever its query says
        refuse_unknown(request.query_params, set(self.known_parameters()))
        refuse_blank(request.query_params)
        refuse_many(request.query_params)
        if "fields" in request.query_params:
            self.wanted = names(request.query_params, "fields", self.known_fields())


class OpenData(mixins.RetrieveModelMixin, OpenList):
    """A list and its rows."""


class AtThisMoment(DjangoFilterBackend):
    """Hands the query to `ServiceFilter`, strictly, and tells it the time."""

    def get_filterset_kwargs(self, request: Request, queryset: Any, view: Any) -> dict[str, Any]:
        """Add the moment to what the filter set is made with."""
        made: dict[str, Any] = super().get_filterset_kwargs(request, queryset, view)
        return {**made, "moment": this_minute()}

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """Return what the question finds, to be cut into pages; ValidationError naming a value."""
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            raise translate_validation(filterset.errors)
        only = ids(request.query_params)
        order = one_of(request.query_params, "ordering", ORDERS)
        included = view.included
        if only is None and not order and not included:
            return filterset.results
        return Chosen(filterset.results, only, order, is_whole=bool(included))


class ServiceViewSet(OpenData):
    """Published services. The most local come first when an area is asked for."""

    summaries = {
        "list": "Services, by area and kind of help",
        "retrieve": "One service, with everything that is known of it",
    }
    answers = {"retrieve": {200: ServiceDetailSerializer, 410: RemovedSerializer}}
    queryset = Service.objects.none()
    pagination_class = ServicePages
    filter_backends = (AtThisMoment,)
    filterset_class = ServiceFilter

    def get_object(self) -> Service:
        """Return the service of an address with all that is known of it; Http404 if not public."""
        key = public_key("id", self.kwargs["pk"])
        service = current_index().whole(key) if key else None
        if service is None:
            raise Http404
        return service

    def known_parameters(self) -> Iterable[str]:
        """A list can also be cut by id, put into another order, and told with more parts."""
        own = ("id", "include", "ordering") if self.action == "list" else ()
        return (*super().known_parameters(), *own)

    def known_fields(self) -> Collection[str]:
        """Any field of a whole record: where a list lacks it, its part is included."""
        return list(ServiceDetailSerializer().fields)

    @property
    def included(self) -> frozenset[str]:
        """The parts of whole records that are asked for beside what a list tells."""
        given = self.request.query_params if self.request else QueryDict()
        asked = names(given, "include", INCLUDED)
        return asked | parts_with(self.wanted)

    def get_serializer_class(self) -> type[ServiceSerializer]:
        """A row in a list says less than the row itself, unless more is asked for."""
        if self.action != "list":
            return ServiceDetailSerializer
        return ServiceWithPartsSerializer if self.included else ServiceSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        """Tell the shape the time, as some facts are known for a while only, and what is asked."""
        more = {"moment": this_minute(), "included": self.included}
        return {**super().get_serializer_context(), **more}

    def filter_queryset(self, queryset: Any) -> Any:
        """Filters are for the list alone."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A service that was public once and is no longer is answered 410.

        The problem then holds what `/api/v1/removed/` says about it, and nothing else.
        """
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            removal = get_object_or_404(Service.objects.removed(), pk=kwargs["pk"])
            told = problem(BY_NAME["removed"], **RemovedSerializer(removal).data)
            return Response(told, status=410, content_type=MEDIA_TYPE)


class RemovedViewSet(OpenList):
    """Services that were public once and are no longer: delete your copies of them.

    The oldest removal comes first, so that what is removed while you read the pages stands at the
    end and moves nothing. A service that is published again is no longer listed here, and stands in
    the list of services. A service by itself answers 410 with what is told here.
    """

    summaries = {"list": "Services that were taken away"}
    queryset = Service.objects.none()
    serializer_class = RemovedSerializer
    filter_backends = (DjangoFilterBackend,)
    filterset_class = RemovedFilter

    def get_queryset(self) -> Any:
        return Service.objects.removed()


class OrganizationViewSet(OpenData):
    """Organisations with at least one published service."""

    summaries = {
        "list": "Organisations that run a published service",
        "retrieve": "One organisation",
    }
    queryset = Organization.objects.none()
    serializer_class = OrganizationSerializer

    def get_queryset(self) -> OrganizationQuerySet:
        return Organization.objects.published().for_listing()


class RegionViewSet(OpenData):
    """Every area that can be asked for, from the country down to the districts."""

    summaries = {"list": "Areas of the country", "retrieve": "One area, by its GSS code"}
    queryset = Region.objects.all()
    serializer_class = RegionSerializer


class TermViewSet(OpenData):
    """The terms of every taxonomy, in the curators' order."""

    summaries = {"list": "Kinds of help, topics and audiences", "retrieve": "One term"}
    queryset = TaxonomyTerm.objects.select_related("taxonomy").order_by(
        "taxonomy__slug", "position", "slug"
    )
    serializer_class = TermSerializer


class CollectionViewSet(OpenData):
    """Short lists in a kind order."""

    summaries = {"list": "Lists made for a post", "retrieve": "One list, by its slug"}
    queryset = PostList.objects.none()
    serializer_class = CollectionSerializer
    lookup_field = "slug"

    def get_queryset(self) -> Any:
        return PostList.objects.published().prefetch_related("entries").order_by("slug")

    def get_serializer_context(self) -> dict[str, Any]:
        """Tell the shape which services are published, in one query for every list."""
        published = Service.objects.published().filter(collection_entries__isnull=False)
        return {
            **super().get_serializer_context(),
            "published": set(published.values_list("pk", flat=True)),
        }
