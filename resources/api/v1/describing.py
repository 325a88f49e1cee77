"""What the description of the API for programs says of each view.

The generator is loaded with the first request for the description: few ever ask for it.
"""

from typing import Any

from drf_spectacular.openapi import AutoSchema


class Described(AutoSchema):
    """Reads what a view says of itself: `in_schema`, `summaries` and `answers` of its actions."""

    def is_excluded(self) -> bool:
        return not getattr(self.view, "in_schema", True)

    def get_summary(self) -> str | None:
        summary: str | None = getattr(self.view, "summaries", {}).get(self._action)
        return summary

    def get_response_serializers(self) -> Any:
        shapes = getattr(self.view, "answers", {}).get(self._action)
        return super().get_response_serializers() if shapes is None else shapes

    @property
    def _action(self) -> str:
        return getattr(self.view, "action", "")
