"""Areas of a country, and which of them a service serves.

Regions form a tree: United Kingdom, nation, region, district. `path` holds the codes from the root
down ("K02000001/E92000001/E12000003/E08000018"): a served area that lies on Rotherham's path, or on
whose path Rotherham lies, serves Rotherham.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.choices import RegionLevel
from resources.models.constraints import not_blank, one_of


class Region(models.Model):
    """One area, known by its GSS code."""

    code = models.CharField(max_length=9, primary_key=True, help_text=_("GSS code"))
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=20, choices=RegionLevel)
    depth = models.PositiveSmallIntegerField(help_text=_("0 is a country, 3 is a district."))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=60, db_index=True)

    class Meta:
        ordering = ("depth", "name", "code")
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            one_of("level", RegionLevel),
            not_blank("name"),
            models.CheckConstraint(
                condition=Q(path__endswith=models.F("code")),
                name="resources_region_path_ends_here",
                violation_error_message="path: it has to end with the region's own code.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lineage(self) -> list[str]:
        """The codes from the root down to this region, its own last."""
        return self.path.split("/")


class ServiceArea(models.Model):
    """That a service serves a region, or a part of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("Service", on_delete=models.CASCADE, related_name="areas")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="service_areas")
    is_partial = models.BooleanField(
        default=False, help_text=_("Only a part of the region; which part is said in words.")
    )

    class Meta:
        ordering = ("region__depth", "region__name")
        verbose_name = _("area served")
        verbose_name_plural = _("areas served")
        constraints = [
            models.UniqueConstraint(
                fields=("service", "region"), name="resources_servicearea_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}"
