"""The description of the API for programs. What makes it is loaded with the first request."""

from typing import Any

from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.request import Request

from resources.api.v1.asked import refuse_unknown


class SchemaView(SpectacularJSONAPIView):
    """The description of the API for programs, as OpenAPI 3.1."""

    in_schema = False

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Answer as every address of the API does: a parameter that nobody knows is an error."""
        refuse_unknown(request.query_params, set())
        described: Any = super()
        return described.get(request, *args, **kwargs)
