"""Pages of an API list: `page` from 1, `page_size` from 1 to 100."""

from typing import Any

from django.core.paginator import Paginator
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request


class Pages(PageNumberPagination):
    """Count, links and results. A number that cannot be used is an error, not another page."""

    page_size = 25
    max_page_size = 100
    page_size_query_param = "page_size"
    page_query_description = "A page number, from 1."
    page_size_query_description = "How many results a page has: 1 to 100, 25 if not said."

    def get_page_size(self, request: Request) -> int:
        """Return how many results a page has; ValidationError naming `page_size`."""
        return self._number(request, "page_size", self.page_size, self.max_page_size)

    def get_page_number(self, request: Request, paginator: Paginator[Any]) -> int:
        """Return the page asked for; ValidationError naming `page`, NotFound past the end."""
        number = self._number(request, "page", 1, None)
        if number > paginator.num_pages:
            raise NotFound(f"page: there are {paginator.num_pages}.")
        return number

    def _number(self, request: Request, name: str, default: int, most: int | None) -> int:
        """Read a whole number from 1 to `most` out of the query."""
        text = request.query_params.get(name, str(default))
        # `isdecimal` alone would let other scripts' digits through, which links then repeat.
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
        if number < 1 or (most is not None and number > most):
            limit = f"from 1 to {most}" if most else "from 1"
            raise ValidationError({name: [f"Give a whole number {limit}."]})
        return number
