"""Which requests may be answered with what is kept, and under which name.

Everything that an answer depends on is in the name. A request with anything else in it, a parameter
that is not known or a header that asks for another answer, is passed on to Django.
"""

from typing import Final
from urllib.parse import parse_qsl

from django.conf import settings
from django.middleware.gzip import re_accepts_gzip

from directory.middleware import accepts_brotli
from directory.serving.environ import Scope
from directory.serving.kept import Key
from resources.filters import ServiceFilter

# Headers with which something else than the whole page is asked for.
CHANGING: Final = frozenset(
    {
        "range",
        "if-range",
        "if-match",
        "if-none-match",
        "if-modified-since",
        "if-unmodified-since",
        "sec-purpose",
        "purpose",
    }
)
# The parameters of lists, without those that hold words of a person, or the place of one.
KNOWN: Final = frozenset(ServiceFilter.base_filters) - {"words", "near", "reading"} | {"page"}
# Answers to searches, and the staff: nothing of them is kept.
NEVER: Final = ("/r/", "/find", "/health/", "/" + settings.STAFF_PATH)
LONGEST: Final = 300


def key_of(scope: Scope) -> Key | None:
    """Return the name of a question; None where its answer is not kept."""
    query = scope.query_string
    if scope.method != "GET" or len(scope.path) + len(query) > LONGEST:
        return None
    if scope.path.startswith(NEVER) or not CHANGING.isdisjoint(scope.headers.keys()):
        return None
    if query and not all(name in KNOWN for name, _ in parse_qsl(query, keep_blank_values=True)):
        return None
    get = scope.headers.get
    accepted = get("accept-encoding", "")
    coding = f"{accepts_brotli(accepted)} {bool(re_accepts_gzip.search(accepted))}"
    return (scope.path, query, get("host", ""), get("x-forwarded-proto", ""), scope.scheme, coding)
