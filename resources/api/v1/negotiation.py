"""The form of an answer: always the one that a view gives, whatever the caller accepts."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request


class AlwaysTheFirst(BaseContentNegotiation):
    """A partner's program that forgets to ask for JSON still gets its data, not an error."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Read only: there is nothing to parse."""
        return parsers[0] if parsers else None

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type
