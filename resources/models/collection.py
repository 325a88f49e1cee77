"""Named lists made for a post: the page, the embed and the API answer of one article."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.models.constraints import leads_to_a_page, not_blank
from resources.models.importing import ImportedModel


class CollectionQuerySet(models.QuerySet["Collection"]):
    """The queries about collections."""

    def published(self) -> "CollectionQuerySet":
        return self.filter(is_published=True)


class Collection(ImportedModel):
    """A short list in a kind order, at a neutral address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        max_length=60,
        unique=True,
        help_text=_("Stands in page addresses, so it must not say what the list is about."),
    )
    title = models.CharField(max_length=120)
    intro = models.TextField()
    post_url = models.URLField(
        max_length=300, blank=True, help_text=_("The article that links here.")
    )
    is_published = models.BooleanField(default=False)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ("title", "id")
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [not_blank("title"), not_blank("intro"), leads_to_a_page("post_url")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("collection-detail", args=[self.slug])


class CollectionEntry(models.Model):
    """One service in a collection, with a sentence of its own."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="entries")
    service = models.ForeignKey(
        "Service", on_delete=models.CASCADE, related_name="collection_entries"
    )
    position = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(
                fields=("collection", "service"), name="resources_collectionentry_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}"
