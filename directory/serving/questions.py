"""Which requests may be answered with what is kept, and under which name.

Everything that an answer depends on is in the name. A request with anything else in it, a parameter
that is not known or a header that asks for another answer, is passed on to Django. What is the same
question in another order, or spelt with other escapes, has one name: Django is asked as it says.
"""

import re
from functools import lru_cache
from operator import itemgetter
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.middleware.gzip import re_accepts_gzip

from directory.middleware import accepts_brotli
from directory.serving.environ import Scope
from directory.serving.kept import Key
from resources.filters import LINKED

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
# Without a range `If-Range` means nothing (RFC 9110, section 13.1.5).
CHANGING_ALONE: Final = CHANGING - {"if-range"}
# Answers to searches, links to providers, and the staff: nothing of them is kept. Nor are files of
# all services, which are made while they are sent.
NEVER: Final = (
    *("/r/", "/find", "/confirm/", "/health/", "/" + settings.STAFF_PATH),
    "/api/v1/bulk/",
)
LONGEST: Final = 300
# A query that links repeat letter by letter, whoever writes them.
PLAIN: Final = re.compile(r"[\w.,~%&=+-]*", re.ASCII)


def key_of(scope: Scope) -> Key | None:
    """Return the name of a question; None where its answer is not kept."""
    # Each is made anew whenever it is asked for.
    path, asked, headers = scope.path, scope.query_string, scope.headers
    if scope.method != "GET" or len(path) + len(asked) > LONGEST:
        return None
    if path.startswith(NEVER) or not CHANGING.isdisjoint(headers.keys()):
        return None
    query = sorted_parameters(asked)
    if query is None:
        return None
    get = headers.get
    coding = _coding(get("accept-encoding", ""))
    return (path, query, get("host", ""), get("x-forwarded-proto", ""), scope.scheme, coding)


def is_plain(scope: Scope) -> bool:
    """Tell whether the whole of an open page is asked for, with nothing unusual in the query."""
    query = scope.query_string
    if scope.method != "GET" or len(query) > LONGEST:
        return False
    if not CHANGING_ALONE.isdisjoint(scope.headers.keys()):
        return False
    return PLAIN.fullmatch(query) is not None and _known(query) is not None


def parameters_of(key: Key) -> str:
    """Return the parameters that a name tells, as Django is asked for them."""
    return key[1]


def sorted_parameters(query: str) -> str | None:
    """Return parameters by their names, in one spelling; None where one is not known.

    The values of one parameter stay in their order: a page may tell them in it.
    """
    pairs = _known(query)
    return None if pairs is None else urlencode(sorted(pairs, key=itemgetter(0)))


# Every browser of one make offers the same.
@lru_cache(maxsize=64)
def _coding(accepted: str) -> str:
    """Return how an answer may be coded: browsers that take the same are given the same bytes."""
    return f"{accepts_brotli(accepted)} {bool(re_accepts_gzip.search(accepted))}"


def _known(query: str) -> list[tuple[str, str]] | None:
    """Return the parameters of a query with their values; None where one is not known."""
    if not query:
        return []
    pairs = parse_qsl(query, keep_blank_values=True)
    return pairs if LINKED.issuperset(name for name, _value in pairs) else None
