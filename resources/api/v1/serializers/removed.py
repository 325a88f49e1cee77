"""What the API says of a listing that was removed."""

from datetime import date
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from resources.choices import TombstoneReason


class RemovedSerializer(serializers.Serializer[dict[str, Any]]):
    """A removal: no name, no address and no text, as these may be what had to go."""

    id = serializers.UUIDField(help_text="The id that the service had.")
    reason = serializers.ChoiceField(choices=TombstoneReason.choices)
    reason_text = serializers.SerializerMethodField(help_text="The reason in words.")
    removed_on = serializers.SerializerMethodField(
        help_text="The day on which this was last told, in the country's own time."
    )
    merged_into = serializers.UUIDField(
        allow_null=True, help_text="The id of the service that it is now a part of."
    )

    def get_reason_text(self, removal: dict[str, Any]) -> str:
        return str(TombstoneReason(removal["reason"]).label)

    def get_removed_on(self, removal: dict[str, Any]) -> date:
        """Return the day; when in the day a curator worked is nobody's business."""
        return timezone.localdate(removal["removed_at"])
