"""What is answered past Django is what Django would have said, and nothing that has gone."""

import asyncio
import gzip
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import brotli
import pytest
from django.conf import LazySettings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.utils import timezone

from directory.serving import direct
from directory.serving.asking import Application
from directory.serving.direct import DirectAnswers
from directory.serving.environ import environ_of
from directory.serving.kept import Answer
from resources.curation import workflow
from resources.models import DataRevision, Service
from resources.search import current_index, reset_index
from tests.factories import UserFactory
from tests.faults.test_kept_answers import Headers, Protocol, Scope

Found = TypeVar("Found")
LISTS = "/services/"
RECORDS = "/api/v1/services/"
QUERIES = [
    "",
    "page=2",
    "page=9999",
    "page=x",
    "region=rotherham",
    "region=E12000003&type=counselling",
    "type=counselling&region=wales&page=2",
    "region=united-kingdom&open=now",
    "audience=men",
    "region=rotherham&region=leeds",
    "region=nowhere",
    "region=",
    "page_size=7&page=2",
    "page=0",
]
CODINGS = ["", "gzip", "br, gzip"]
# What belongs to one request, or is told with other words by chance.
OF_ONE = {"ratelimit"}


@dataclass
class Site:
    """An application of this process, whose own thread sees the rows of a test."""

    application: Application
    asked_of_django: list[str] = field(default_factory=list)

    def _django(self, environ: dict[str, Any], start: Any) -> Any:
        self.asked_of_django.append(environ["PATH_INFO"])
        return HANDLER[0](environ, start)

    async def current(self) -> int:
        return await self.in_thread(DataRevision.objects.current)

    async def in_thread(self, work: Callable[..., Found], *given: Any) -> Found:
        return await self.application._in_reading(work, *given)

    def run(self, work: Callable[[], Awaitable[Found]]) -> Found:
        async def whole() -> Found:
            return await work()

        return asyncio.run(whole())

    def ask(self, *scopes: Scope) -> list["Told"]:
        async def all_of_them() -> list[Told]:
            told = []
            for scope in scopes:
                protocol = Told()
                await self.application.__rsgi__(scope, protocol)
                told.append(protocol)
            return told

        return self.run(all_of_them)

    async def by_django(self, scope: Scope) -> Answer:
        return await self.in_thread(self.application._answer, environ_of(scope, b""))

    async def directly(self, scope: Scope) -> Answer | None:
        answers = self.application._direct
        question = answers.question(scope, None)
        if question is None:
            return None
        told = answers.answer(question, await self.current())
        if told is None or not question.accepted:
            return told
        return answers.compressed(question, told)


class Told(Protocol):
    """An answer as it was sent."""

    status = 0
    headers: dict[str, str]

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.content = status, dict(headers), body


HANDLER: list[WSGIHandler] = []


def _share(opened: dict[str, Any]) -> None:
    for alias, connection in opened.items():
        connections[alias] = connection


@pytest.fixture
def site(
    shipped_once: None, db: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    now, local = timezone.localtime(), timezone.localtime
    # Both answers are of one minute, however long they take.
    monkeypatch.setattr(timezone, "localtime", lambda *of: local(*of) if of else now)
    settings.ALLOWED_HOSTS = ["here.example", "there.example"]
    HANDLER[:] = [WSGIHandler()]
    # No row is in memory yet.
    reset_index()
    shared = {one.alias: one for one in connections.all()}
    made = Site(Application(lambda *_given: ()))
    made.application._django_app = made._django
    made.application._revision = made  # type: ignore[assignment]  # it stands for the reader
    for one in shared.values():
        one.inc_thread_sharing()
    made.application._reading = ThreadPoolExecutor(1, initializer=_share, initargs=(shared,))
    try:
        yield made
    finally:
        made.application._reading.shutdown()
        for one in shared.values():
            one.dec_thread_sharing()


def asking(address: str, host: str = "here.example", **headers: str) -> Scope:
    path, _, query = address.partition("?")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Scope(path, query, headers=Headers({"host": host, **named}))


def first() -> Service:
    return Service.objects.published().order_by("pk")[0]


def addresses(kinds: tuple[str, ...] = (LISTS, RECORDS)) -> list[str]:
    lists = [f"{kind}?{query}".rstrip("?") for kind in kinds for query in QUERIES]
    rows = Service.objects.published().order_by("pk")[:4]
    pages = [f"{LISTS}{row.code}/" for row in rows]
    return [*lists, *pages, *(f"{RECORDS}{row.pk}/" for row in rows)]


def whole(headers: dict[str, str], content: bytes) -> bytes:
    coding = headers.get("content-encoding")
    if coding == "gzip":
        return gzip.decompress(content)
    return brotli.decompress(content) if coding == "br" else content


def said(answer: Answer) -> dict[str, str]:
    """Return what an answer says of itself; gzip pads each answer by chance (BREACH)."""
    headers = {name: value for name, value in answer.headers if name not in OF_ONE}
    if headers.get("content-encoding") == "gzip":
        del headers["content-length"]
    return headers


@pytest.mark.parametrize("coding", CODINGS)
def test_each_answer_says_what_django_says(site: Site, coding: str) -> None:
    asked = [asking(address, accept_encoding=coding) for address in addresses()]

    async def compare() -> int:
        compared = 0
        for scope in asked:
            expected = await site.by_django(scope)
            site.application._direct.learn(scope, expected)
            found = await site.directly(scope)
            if found is None:
                continue
            compared += 1
            where = f"{scope.path}?{scope.query_string}"
            assert found.status == expected.status, where
            assert said(found) == said(expected), where
            contents = [whole(dict(one.headers), one.content) for one in (found, expected)]
            assert contents[0] == contents[1], where
        return compared

    # All but the mistakes of the API, and an empty list of it.
    assert site.run(compare) >= len(asked) - 6


def test_django_answers_the_first_question_to_a_kind_and_nobody_asks_it_again(site: Site) -> None:
    codes = [row.code for row in Service.objects.published().order_by("pk")[:2]]
    asked = [f"{LISTS}{code}/" for code in (*codes, *codes)]
    told = site.ask(*(asking(address, if_range="none") for address in asked))
    assert [one.status for one in told] == [200] * 4
    # Each page was not in memory when it was asked for first.
    assert site.asked_of_django == asked[:2]
    assert told[2].content == told[0].content


def test_what_was_answered_directly_is_kept_as_well(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.serving.asking.time.time", lambda: 60_000)
    lists = [asking(f"{LISTS}?page={number}") for number in (1, 2, 2)]
    told = site.ask(*lists)
    assert len(site.asked_of_django) == 2  # the rows of the second page were not in memory
    before = len(site.application._kept._answers)
    site.ask(asking(LISTS))
    assert len(site.application._kept._answers) == before + 1
    assert told[1].content == told[2].content


def test_many_who_ask_for_the_same_at_once_wait_for_one_that_is_compressed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.serving.asking.time.time", lambda: 60_000)
    site.ask(asking(LISTS))
    answers, compressed = site.application._direct, []
    compress = answers.compressed

    def counted(question: direct.Question, answer: Answer) -> Answer:
        compressed.append(question.path)
        return compress(question, answer)

    monkeypatch.setattr(answers, "compressed", counted)
    scope = asking(LISTS, accept_encoding="br")

    async def together() -> list[bytes]:
        told = [Told() for _ in range(20)]
        await asyncio.gather(*(site.application.__rsgi__(scope, one) for one in told))
        return [one.content for one in told]

    assert len(set(site.run(together))) == 1
    assert compressed == [LISTS]
    assert len(site.asked_of_django) == 1


@pytest.mark.proves("SAFETY 2.3")
@pytest.mark.parametrize("path", [LISTS, RECORDS])
@pytest.mark.parametrize(
    "query", ["words=help", "near=53.4,-1.3", "reading=as-typed", "made_up=1", "region=%0a<b>", "é"]
)
def test_what_a_person_typed_and_what_is_not_known_is_left_to_django(
    site: Site, path: str, query: str
) -> None:
    assert site.application._direct.question(asking(f"{path}?{query}"), None) is None


@pytest.mark.parametrize(
    "scope",
    [
        Scope(LISTS, method="HEAD"),
        Scope(LISTS, method="POST"),
        Scope(LISTS, headers=Headers({"range": "bytes=0-9", "if-range": "x"})),
        Scope(LISTS, headers=Headers({"if-none-match": '"x"'})),
        Scope(LISTS, headers=Headers({"sec-purpose": "prefetch"})),
        Scope(LISTS, "region=" + "a" * 400),
        Scope("/services/bcd/"),
        Scope("/services/bcdfgh/mistake/"),
        Scope(RECORDS + "1/"),
        Scope("/staff/"),
        Scope("/"),
    ],
    ids=lambda scope: f"{scope.method} {scope.path} {scope.headers}"[:50],
)
def test_other_requests_are_left_to_django(scope: Scope) -> None:
    assert DirectAnswers().question(scope, None) is None


@pytest.mark.parametrize("address", ["{code}/?page=2", "?page=2"], ids=["page", "list"])
def test_a_page_of_one_service_takes_no_question(site: Site, address: str) -> None:
    code = first().code
    scope = asking(LISTS + address.format(code=code), if_range="none")
    site.ask(*[asking(f"{LISTS}{code}/"), scope, scope])
    assert site.asked_of_django.count(f"{LISTS}{code}/") == (3 if "code" in address else 1)


def test_a_listing_that_was_withdrawn_is_gone_from_every_answer(site: Site) -> None:
    service = first()
    asked = [f"{LISTS}{service.code}/", f"{RECORDS}{service.pk}/"]
    scopes = [asking(address, if_range="none") for address in asked]
    assert [one.status for one in site.ask(*scopes, *scopes)] == [200] * 4
    workflow.withdraw(service, UserFactory.make(is_superuser=True), timezone.localtime(), "closed")
    told = site.ask(*scopes, *scopes)
    assert [one.status for one in told] == [410] * 4
    lists = site.ask(*[asking(f"{RECORDS}?page_size=500", if_range="none")] * 3)
    for one in lists:
        assert str(service.pk) not in {row["id"] for row in json.loads(one.content)["results"]}


def test_a_row_that_is_not_in_memory_is_fetched_by_django(site: Site) -> None:
    scope = asking(LISTS, if_range="none")
    site.ask(scope, scope)
    assert site.asked_of_django == [LISTS]
    current_index().rows._held.clear()
    assert site.ask(scope)[0].status == 200
    assert site.asked_of_django == [LISTS] * 2
    site.ask(scope)
    assert site.asked_of_django == [LISTS] * 2


def test_a_fault_in_an_answer_is_told_by_django(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = asking(LISTS, if_range="none")
    site.ask(scope, scope)

    def broken(*_given: object) -> None:
        raise RuntimeError("no list")

    monkeypatch.setattr(direct, "list_of", broken)
    assert site.ask(scope)[0].status == 200
    assert len(site.asked_of_django) == 2


def test_a_host_that_is_not_ours_teaches_nothing(site: Site) -> None:
    strange = asking(LISTS, host="evil.example", if_range="none")
    assert {one.status for one in site.ask(strange, strange)} == {400}
    assert not site.application._direct._learnt


def test_each_site_is_called_by_its_own_name(site: Site) -> None:
    pk = first().pk
    for host in ("here.example", "there.example"):
        scope = asking(f"{RECORDS}{pk}/", host=host, if_range="none")
        told = site.ask(scope, scope)
        urls = {json.loads(one.content)["page_url"].partition("/services/")[0] for one in told}
        assert urls == {f"http://{host}"}
    assert len(site.asked_of_django) == 2


def test_sites_that_were_learnt_take_no_more_room_than_they_may() -> None:
    answers = DirectAnswers()
    told = Answer(200, [("vary", "Accept-Encoding")], b"", "service-list")
    for number in range(direct.MOST_LEARNT + 3):
        answers.learn(Scope(headers=Headers(host=f"127.0.0.1:{number + 1}")), told)
    assert len(answers._learnt) == 3


def test_an_answer_that_says_nothing_of_compression_teaches_nothing() -> None:
    answers = DirectAnswers()
    answers.learn(asking(LISTS), Answer(200, [("content-type", "text/html")], b"", "service-list"))
    answers.learn(asking(LISTS), Answer(200, [("vary", "Accept-Encoding")], b"", "safety"))
    answers.learn(asking(LISTS), Answer(404, [("vary", "Accept-Encoding")], b"", "service-list"))
    assert not answers._learnt


def test_a_program_is_counted_once_for_each_question(site: Site, settings: LazySettings) -> None:
    settings.API_REQUESTS_A_MINUTE = 5
    HANDLER[:] = [WSGIHandler()]
    told = site.ask(*[asking(f"{RECORDS}?page_size=5", if_range="none")] * 7)
    left = [re.findall(r"r=(\d+)", one.headers["ratelimit"])[0] for one in told]
    assert left == ["4", "3", "2", "1", "0", "0", "0"]
    assert [one.status for one in told] == [200] * 5 + [429] * 2
    assert len(site.asked_of_django) == 3  # the first, and two that were refused


def test_an_answer_too_short_to_be_compressed_is_django_s(site: Site) -> None:
    scope = asking(f"{RECORDS}?region=rotherham&type=pets&audience=men&topic=fgm", if_range="none")
    told = site.ask(asking(RECORDS, if_range="none"), scope, scope)
    assert json.loads(told[1].content)["count"] == 0
    assert len(site.asked_of_django) == 3
    assert "vary" not in told[2].headers
