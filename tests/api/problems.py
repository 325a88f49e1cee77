"""Reading an error of the API, which has one shape whoever refuses (RFC 9457)."""

from collections import defaultdict
from typing import Any

from resources.api.v1.problems import BY_NAME, MEDIA_TYPE

PARTS = {"type", "title", "status", "detail", "errors"}


def problem(response: Any) -> dict[str, Any]:
    """Return an error, after a look at its shape."""
    assert response["Content-Type"] == MEDIA_TYPE
    told: dict[str, Any] = response.json()
    assert set(told) >= PARTS
    docs, _, name = told["type"].partition("#")
    kind = BY_NAME[name]
    assert docs == "/api/v1/docs/"
    assert (told["title"], told["status"]) == (kind.title, response.status_code)
    assert told["detail"]
    return told


def mistakes(response: Any) -> dict[str, list[str]]:
    """Return what is wrong about each parameter of a request that was refused."""
    found = defaultdict(list)
    for error in problem(response)["errors"]:
        assert set(error) == {"parameter", "detail"}
        found[error["parameter"]].append(error["detail"])
    return dict(found)
