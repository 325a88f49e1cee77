"""The addresses that are asked most, answered on the loop of events from what is in memory.

What Django answers passes through some twenty layers, most of which are there for the staff, and
through another thread: several times as long as it takes to join what is kept. So Django answers
the first question to a kind of page, and what its answer says of itself that does not follow from
the content is learnt from it. From then on only the content is made, by the functions that Django's
own views call.

Django lets nobody ask a database on a loop of events: what is not in memory ends the attempt, and
Django answers as ever. (docs/adr/0048-direct-answers.md)
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final, NamedTuple, cast
from uuid import UUID

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from directory.middleware import API_PREFIX, CompressOpenPages, log_request
from directory.programs import allowance, link_of, tag_of
from directory.serving.environ import Scope, client_of, environ_of
from directory.serving.kept import Answer
from directory.serving.questions import is_plain
from resources.api.v1.direct import list_of_records, record_of
from resources.page_language import one_language
from resources.search import answering_from, index_of
from resources.validators import ALPHABET, CODE_LENGTH
from resources.views.pages import known_page, list_of

# Headers that follow from the content, or belong to one answer.
OF_CONTENT: Final = frozenset(
    {"content-length", "content-encoding", "etag", "link", "ratelimit", "ratelimit-policy"}
)
# Sites and kinds of pages of which is known what they say of themselves.
MOST_LEARNT: Final = 64


class Content(NamedTuple):
    """What is told, and where a list goes on, as the header `Link` says it."""

    content: bytes
    link: str = ""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What Django says with every answer of a kind, and how it calls the site."""

    headers: tuple[tuple[str, str], ...]
    site: str


@dataclass(frozen=True, slots=True)
class Question:
    """One request: its kind, what its path names, its query, and who was asked by whom."""

    kind: "Kind"
    path: str
    name: str
    query: str
    origin: tuple[str, str, str]
    accepted: str
    client: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Pages of one route, which begin with a path and go on with a name."""

    route: str
    start: str
    name: re.Pattern[str]
    make: Callable[[Question, str], Content | None]


def _list_page(question: Question, site: str) -> Content:
    return Content(list_of(QueryDict(question.query), lambda path: site + path).encode())


def _service_page(question: Question, _site: str) -> Content | None:
    page = None if question.query else known_page(question.name)
    return None if page is None else Content(page)


def _records(question: Question, site: str) -> Content | None:
    asked = f"?{question.query}" if question.query else ""
    told = list_of_records(QueryDict(question.query), f"{site}{question.path}{asked}", site)
    return None if told is None else Content(*told)


def _record(question: Question, site: str) -> Content | None:
    told = None if question.query else record_of(UUID(question.name), site)
    return None if told is None else Content(told)


def _kinds() -> tuple[Kind, ...]:
    nothing = re.compile("")
    pages, records = reverse("service-list"), reverse("api-service-list")
    return (
        Kind("service-list", pages, nothing, _list_page),
        Kind(
            "service-detail", pages, re.compile(f"([{ALPHABET}]{{{CODE_LENGTH}}})/"), _service_page
        ),
        Kind("api-service-list", records, nothing, _records),
        Kind(
            "api-service-detail",
            records,
            re.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/"),
            _record,
        ),
    )


class DirectAnswers:
    """Answers without Django, as far as it was seen how Django answers."""

    def __init__(self) -> None:
        self._kinds = _kinds()
        self._learnt: dict[tuple[str, ...], Learnt] = {}
        self._compress = CompressOpenPages(lambda _request: HttpResponse())

    def question(self, scope: Scope, query: str | None) -> Question | None:
        """Return what a request asks; None where Django has to be asked.

        `query` are its parameters in order, where they were put into one.
        """
        path = scope.path
        for kind in self._kinds:
            if not path.startswith(kind.start):
                continue
            named = kind.name.fullmatch(path, len(kind.start))
            if named is not None and is_plain(scope):
                return Question(
                    kind,
                    path,
                    named[1] if named.re.groups else "",
                    scope.query_string if query is None else query,
                    _origin(scope),
                    scope.headers.get("accept-encoding", ""),
                    client_of(scope),
                )
        return None

    def answer(self, question: Question, revision: int) -> Answer | None:
        """Answer from memory, at a data revision that was read just now; None where Django has to.

        Nothing is compressed yet.
        """
        kind = question.kind
        learnt = self._learnt.get((kind.route, *question.origin))
        index = index_of(revision)
        if learnt is None or index is None:
            return None
        started = time.monotonic()
        try:
            with answering_from(index), one_language():
                told = kind.make(question, learnt.site)
        except Exception:
            # Whatever it is, Django meets it too, and says what is wrong.
            return None
        # What is too short to be compressed says less of itself.
        if told is None or len(told.content) < self._compress.shortest:
            return None
        headers = [*learnt.headers, ("content-length", str(len(told.content)))]
        if question.path.startswith(API_PREFIX):
            taken = allowance().take(question.client)
            if not taken.is_within:
                return None
            headers += ((name.lower(), value) for name, value in taken.headers.items())
            headers.append(("etag", tag_of(told.content)))
            headers.append(("link", link_of(question.path, told.link)))
        log_request("GET", kind.route, HTTPStatus.OK, (time.monotonic() - started) * 1000)
        return Answer(HTTPStatus.OK, headers, told.content, kind.route)

    def compressed(self, question: Question, answer: Answer) -> Answer:
        """Return an answer as the request takes it: not on the loop, as this takes longest."""
        request = HttpRequest()
        request.path = question.path
        request.META["HTTP_ACCEPT_ENCODING"] = question.accepted
        response = HttpResponse(answer.content, headers=dict(answer.headers))
        small = cast("HttpResponse", self._compress.process_response(request, response))
        headers = [(name.lower(), value) for name, value in small.items()]
        return replace(answer, headers=headers, content=small.content)

    def learn(self, scope: Scope, answer: Answer) -> None:
        """Look at an answer of Django, if it is a whole one of a kind that is known here."""
        routes = {kind.route for kind in self._kinds}
        if answer.status != HTTPStatus.OK or answer.route not in routes:
            return
        key = (answer.route, *_origin(scope))
        if key in self._learnt or "vary" not in dict(answer.headers):
            return
        if len(self._learnt) >= MOST_LEARNT:
            self._learnt.clear()
        # Django has taken the host for one of ours: it gave an answer.
        site = WSGIRequest(environ_of(scope, b"")).build_absolute_uri("/").rstrip("/")
        headers = tuple(one for one in answer.headers if one[0] not in OF_CONTENT)
        self._learnt[key] = Learnt(headers, site)


def _origin(scope: Scope) -> tuple[str, str, str]:
    """Return what the address of the site follows from."""
    get = scope.headers.get
    return get("host", ""), get("x-forwarded-proto", ""), scope.scheme
