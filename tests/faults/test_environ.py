"""What Django is told of a request: the bytes that were sent, each header by its own name."""

import pytest
from django.core.handlers.wsgi import WSGIRequest

from directory.serving.environ import environ_of
from directory.serving.rehearsing import Scope


def test_a_header_with_an_underscore_is_not_taken_for_the_one_that_a_proxy_sets() -> None:
    """A proxy that takes `X-Forwarded-Proto` out lets `X_Forwarded_Proto` through."""
    sent = {
        "host": "x",
        "x_forwarded_proto": "https",
        "x-forwarded-for": "1",
        "x_forwarded_for": "2",
    }
    environ = environ_of(Scope("GET", "/", sent, scheme="http"), b"")
    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_X_FORWARDED_FOR"] == "1"
    assert not WSGIRequest(environ).is_secure()


@pytest.mark.parametrize("text", ["مدد", "ą", "中", "\U0001f600"])
def test_an_address_that_is_not_escaped_is_read_as_it_was_typed(text: str) -> None:
    scope = Scope("GET", f"/in/{text}/", {"host": "x"}, query_string=f"typed={text}")
    request = WSGIRequest(environ_of(scope, b""))
    assert (request.path, request.GET["typed"]) == (f"/in/{text}/", text)
