"""Organisations, and the registers that know them."""

import uuid
from typing import Final, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.choices import IdentifierScheme, Publication
from resources.models.constraints import leads_to_a_page, matches, not_blank, one_of
from resources.models.importing import ImportedModel
from resources.models.suppression import named_texts, refuse_suppressed
from resources.validators import CODE_LENGTH, CODE_PATTERN, new_code

NAMES: Final = ("name", "alternate_name")
LINKS: Final = ("website", "email")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """The queries about organisations."""

    def published(self) -> Self:
        """Organisations with at least one published service; never a broker."""
        return self.filter(is_broker=False, services__publication=Publication.PUBLISHED).distinct()

    def for_listing(self) -> Self:
        """With everything a list or a page shows, in a fixed number of queries."""
        return self.prefetch_related("identifiers").order_by("name", "id")


class Organization(ImportedModel):
    """A charity, company or public body that runs services."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    website = models.URLField(max_length=300, blank=True)
    email = models.EmailField(blank=True, help_text=_("A role's address, never a person's."))
    is_broker = models.BooleanField(
        default=False,
        help_text=_("Sells people's details on or refers for a fee. Can never be published."),
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            not_blank("name"),
            leads_to_a_page("website"),
            matches("code", CODE_PATTERN, "six characters of the code alphabet."),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a name, a website or an e-mail address that must not come back."""
        refuse_suppressed(named_texts(self, NAMES, LINKS))

    def get_absolute_url(self) -> str:
        return reverse("organization-detail", args=[self.code])


class OrganizationIdentifier(models.Model):
    """A number under which a register knows an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="identifiers"
    )
    scheme = models.CharField(max_length=12, choices=IdentifierScheme)
    identifier = models.CharField(max_length=40)

    class Meta:
        ordering = ("scheme", "identifier")
        verbose_name = _("register number")
        verbose_name_plural = _("register numbers")
        constraints = [
            one_of("scheme", IdentifierScheme),
            not_blank("identifier"),
            models.UniqueConstraint(
                fields=("organization", "scheme", "identifier"),
                name="resources_organizationidentifier_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.identifier}"
