"""Our own terms: kind of help, topic, audience, and who it is led by."""

import uuid
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.models.constraints import matches, not_blank
from resources.validators import TERM_CODE_LENGTH, TERM_CODE_PATTERN


class Taxonomy(models.Model):
    """One list of terms: `type`, `topic`, `audience` or `by-and-for`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ("slug",)
        verbose_name = _("taxonomy")
        verbose_name_plural = _("taxonomies")
        constraints = [not_blank("name")]

    def __str__(self) -> str:
        return self.name

    @property
    def uri(self) -> str:
        """A name for this list that stays the same on every copy of the directory."""
        return self.id.urn


class TermInUseError(Exception):
    """Somebody tried to delete a term that services carry: it would vanish from their pages."""


class TaxonomyTermQuerySet(models.QuerySet["TaxonomyTerm"]):
    """The queries about terms."""

    def in_use(self) -> Self:
        """Terms that a service carries, in whatever state it is."""
        return self.filter(services__isnull=False).distinct()

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse all of them when one is in use."""
        if self.in_use().exists():
            raise TermInUseError("A term that services carry is not deleted.")
        return super().delete()

    def to_show(self) -> Self:
        """With their taxonomies, and without the words that people type for them.

        Only the search needs those, and they take longer to read than the rest of the row.
        """
        return self.select_related("taxonomy").defer("synonyms")


class TaxonomyTerm(models.Model):
    """One term. Links from posts use the slug; our own pages use the neutral code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="terms")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(
        max_length=TERM_CODE_LENGTH,
        unique=True,
        help_text=_("Stands in page addresses, so it says nothing."),
    )
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True, help_text=_("What it is, in plain words."))
    synonyms = models.JSONField(default=list, blank=True, help_text=_("Words that people type."))
    position = models.PositiveSmallIntegerField(default=0)

    objects = models.Manager.from_queryset(TaxonomyTermQuerySet)()

    class Meta:
        ordering = ("taxonomy", "position", "slug")
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            not_blank("name"),
            matches("code", TERM_CODE_PATTERN, "three characters of the code alphabet."),
        ]

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse for a term that services carry."""
        if TaxonomyTerm.objects.filter(pk=self.pk).in_use().exists():
            raise TermInUseError("A term that services carry is not deleted.")
        return super().delete(*args, **kwargs)

    @property
    def uri(self) -> str:
        """A name for this term that stays the same on every copy of the directory."""
        return self.id.urn
