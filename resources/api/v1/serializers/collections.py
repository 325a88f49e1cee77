"""Lists made for a post."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from resources.models import Collection, CollectionEntry


class EntrySerializer(serializers.ModelSerializer[CollectionEntry]):
    """A service in a collection, by id, with the sentence about it."""

    service = serializers.UUIDField(source="service_id")

    class Meta:
        model = CollectionEntry
        fields = ("service", "note")


class CollectionSerializer(serializers.ModelSerializer[Collection]):
    """A list made for a post, in its own order."""

    entries = serializers.SerializerMethodField()

    class Meta:
        model = Collection
        fields = ("id", "slug", "title", "intro", "post_url", "entries", "last_modified")

    def get_entries(self, collection: Collection) -> list[dict[str, Any]]:
        """Return the entries whose service is published."""
        published: set[UUID] = self.context["published"]
        shown = [entry for entry in collection.entries.all() if entry.service_id in published]
        return list(EntrySerializer(shown, many=True).data)
