"""What services refer to: areas, terms, organisations."""

from typing import ClassVar

from rest_framework import serializers

from resources.api.v1.serializers.shapes import DirectSerializer
from resources.models import Organization, OrganizationIdentifier, Region, TaxonomyTerm


class RegionSerializer(serializers.ModelSerializer[Region]):
    """An area, by its GSS code."""

    class Meta:
        model = Region
        extra_kwargs: ClassVar = {"parent": {"required": True}}
        fields = ("code", "slug", "name", "level", "parent")


class TermSerializer(serializers.ModelSerializer[TaxonomyTerm]):
    """A term. `uri` names it on every copy of the directory."""

    taxonomy = serializers.CharField(source="taxonomy.slug")
    synonyms = serializers.ListField(child=serializers.CharField())
    uri = serializers.CharField(read_only=True)

    class Meta:
        model = TaxonomyTerm
        extra_kwargs: ClassVar = {"parent": {"required": True}}
        fields = (
            "id",
            "taxonomy",
            "slug",
            "code",
            "name",
            "description",
            "synonyms",
            "parent",
            "uri",
        )


class IdentifierSerializer(DirectSerializer[OrganizationIdentifier]):
    """A number under which a register knows an organisation."""

    class Meta:
        model = OrganizationIdentifier
        fields = ("scheme", "identifier")


class OrganizationSerializer(DirectSerializer[Organization]):
    """An organisation with at least one published service."""

    identifiers = IdentifierSerializer(many=True)

    class Meta:
        model = Organization
        fields = (
            "id",
            "code",
            "slug",
            "name",
            "alternate_name",
            "description",
            "website",
            "email",
            "identifiers",
            "last_modified",
        )


class OrganizationNameSerializer(DirectSerializer[Organization]):
    """Enough to name an organisation and to ask for more."""

    class Meta:
        model = Organization
        fields = ("id", "name")
