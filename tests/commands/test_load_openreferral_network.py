"""A feed of another server is read whole, politely and within limits, or not at all."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError

from resources.listings.openreferral.feeds import Feed, FeedError, Limits
from resources.listings.openreferral.network import fetch_feed
from resources.listings.watch.visiting import Visitor, agent_of
from resources.management.commands import load_openreferral as command
from resources.models import Service
from tests.commands.feed_records import Json, load, made_id, page, service, uk_record
from tests.hostile import FIRST, SECOND, Behaviour, Outside, an_internet, moved
from tests.hostile import page as answered

FEED = "http://feed.example/api"
ROOT: Json = {"version": "HSDS-UK-3.0", "profile": "https://p.example", "openapi_url": FEED}
FEW = Limits(answer=200_000, total=400_000, records=20, pages=4, seconds=60.0, answer_seconds=1.0)


@pytest.fixture
def outside() -> Iterator[Outside]:
    with an_internet() as made:
        yield made


def said(content: Any, kind: str = "application/json; charset=utf-8") -> Behaviour:
    text = content if isinstance(content, str) else json.dumps(content)
    return answered(text, kind=kind)


def path_of(number: int) -> str:
    return f"/api/services?page={number}&per_page=100&full=true"


def fetched(outside: Outside, address: str = FEED, limits: Limits = FEW) -> Feed:
    visitor = Visitor(outside.network, agent_of("us@directory.example"), 0.0, lambda _seconds: None)
    return fetch_feed(address, visitor, time.monotonic, limits)


def refused(outside: Outside, address: str = FEED, limits: Limits = FEW) -> str:
    with pytest.raises(FeedError) as error:
        fetched(outside, address, limits)
    return str(error.value)


def names(feed: Feed) -> list[str]:
    return [record.content["name"] for record in feed.records]


def test_a_feed_is_read_page_by_page_from_its_root(outside: Outside) -> None:
    first, second = page([uk_record(1)], 1, 2), page([uk_record(2)], 2, 2)
    paths = {"/api": said(ROOT), path_of(1): said(first), path_of(2): said(second)}
    site = outside.site("feed.example", FIRST, paths)
    assert names(fetched(outside)) == ["Listening 1", "Listening 2"]
    assert site.asked == ["/api", path_of(1), path_of(2)]
    agent = "User-Agent: LinkCheck/1.0 (us@directory.example)"
    assert all(agent in head for head in site.heads)
    assert all("Cookie" not in head and "Referer" not in head for head in site.heads)


def test_a_list_can_be_named_by_itself_with_its_own_question(outside: Outside) -> None:
    asked = "/api/services?taxonomy_id=7&page=1&per_page=100&full=true"
    whole = said(page([uk_record(1)]))
    outside.site("feed.example", FIRST, {"/api/services?taxonomy_id=7": whole, asked: whole})
    assert names(fetched(outside, f"{FEED}/services?taxonomy_id=7")) == ["Listening 1"]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-ndjson"])
def test_a_file_of_lines_or_an_array_is_a_feed(outside: Outside, kind: str) -> None:
    lines = "\n".join(json.dumps(uk_record(number)) for number in (1, 2))
    paths = {"/a.json": said([uk_record(3)], kind), "/lines": said(lines, kind)}
    outside.site("feed.example", FIRST, paths)
    assert names(fetched(outside, "http://feed.example/a.json")) == ["Listening 3"]
    assert names(fetched(outside, "http://feed.example/lines")) == ["Listening 1", "Listening 2"]


def test_a_record_that_a_list_says_little_of_is_asked_for_by_itself(outside: Outside) -> None:
    short = [{"id": made_id(f"service {number}"), "name": "x"} for number in (1, 2)]
    one = f"/api/services/{made_id('service 1')}"
    paths = {"/api": said(ROOT), path_of(1): said(page(short)), one: said(uk_record(1))}
    outside.site("feed.example", FIRST, paths)
    found = fetched(outside).records
    assert found[0].content["name"] == "Listening 1"
    # The second is not there; it is told and costs the first nothing.
    assert found[1].wrong == ("record", "it cannot be read: It answers 404")


def test_an_id_leads_to_no_other_path(outside: Outside) -> None:
    paths = {"/api": said(ROOT), path_of(1): said(page([{"id": "../../a?b#c", "name": "x"}]))}
    site = outside.site("feed.example", FIRST, paths)
    fetched(outside)
    assert site.asked[-1].startswith("/api/services/%")
    assert "?" not in site.asked[-1]


def test_a_server_that_is_down_is_not_asked_for_every_record(outside: Outside) -> None:
    short = [{"id": f"{number}", "name": "x"} for number in range(20)]
    site = outside.site("feed.example", FIRST, {"/api": said(ROOT), path_of(1): said(page(short))})
    assert refused(outside) == "5 records cannot be read: It answers 404."
    assert len(site.asked) == 7


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://10.0.0.1/api", "http://localhost/", "http://169.254.169.254/",
     "http://[::1]/", "http://inside.example/", "http://feed.example:8000/"],
)  # fmt: skip
def test_an_address_that_is_not_public_is_not_asked(outside: Outside, address: str) -> None:
    outside.names["inside.example"] = ["10.0.0.5"]
    outside.names["feed.example"] = [FIRST]
    assert refused(outside, address).startswith("It cannot be read: ")
    assert outside.connected == []


@pytest.mark.parametrize("to", ["http://127.0.0.1/", "http://inside.example/", "//[::1]/api"])
def test_a_redirect_to_such_an_address_is_not_followed(outside: Outside, to: str) -> None:
    outside.names["inside.example"] = ["10.0.0.5"]
    outside.site("feed.example", FIRST, {"/api": said(ROOT), path_of(1): moved(to)})
    assert refused(outside) == "Page 1 cannot be read: an address that is not public."
    assert set(outside.connected) == {FIRST}


def test_a_redirect_to_a_public_address_is_followed_unless_it_is_forbidden_there(
    outside: Outside,
) -> None:
    outside.site("feed.example", FIRST, {"/api": moved("http://other.example/feed")})
    other = outside.site("other.example", SECOND, {"/feed": said([uk_record(1)])})
    assert names(fetched(outside)) == ["Listening 1"]
    other.paths["/robots.txt"] = said("User-agent: *\nDisallow: /feed", "text/plain")
    assert refused(outside) == "It cannot be read: it leads to other.example, which forbids it."


def test_what_the_rules_of_a_site_forbid_is_not_read(outside: Outside) -> None:
    rules = said("User-agent: *\nDisallow: /api/services", "text/plain")
    outside.site("feed.example", FIRST, {"/robots.txt": rules, "/api": said(ROOT)})
    assert refused(outside) == "Page 1 cannot be read: robots.txt."


def endless(line: socket.socket, _path: str) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    for _part in range(100):
        line.sendall(b'"aaaaaaaaa",' * 1_000)


def slow(line: socket.socket, _path: str) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    for _part in range(30):
        line.sendall(b" ")
        time.sleep(0.1)


def test_a_body_without_end_or_a_slow_one_is_no_feed(outside: Outside) -> None:
    outside.site("feed.example", FIRST, {"/endless": endless, "/slow": slow})
    assert refused(outside, "http://feed.example/endless") == "An answer is larger than 0 MB."
    began = time.monotonic()
    assert refused(outside, "http://feed.example/slow") == "It cannot be read: too slow."
    assert time.monotonic() - began < 2.5


def test_a_feed_of_too_many_pages_records_or_bytes_is_not_taken(outside: Outside) -> None:
    paths = {"/api": said(ROOT)}
    for number in range(1, 6):
        paths[path_of(number)] = said({"contents": [uk_record(number)], "last_page": False})
    outside.site("feed.example", FIRST, paths)
    assert refused(outside) == "It has more than 4 pages."
    few = Limits(records=2, pages=9)
    assert refused(outside, limits=few) == "It has more than 2 records."
    small = Limits(total=3_000, pages=9)
    assert refused(outside, limits=small) == "It is larger than 0 MB."
    no_time = Limits(seconds=0.0)
    assert refused(outside, limits=no_time) == "It took longer than 0 seconds."


def test_a_server_that_knows_no_pages_is_not_asked_for_ever(outside: Outside) -> None:
    same = said({"contents": [uk_record(1)], "last_page": False})
    site = outside.site(
        "feed.example", FIRST, {"/api": said(ROOT), path_of(1): same, path_of(2): same}
    )
    assert refused(outside) == "Page 2 is the same as one before."
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (said("<html></html>", "text/html"), "it is text/html"),
        (said("{'a': 1}"), "It is not JSON"),
        (said("7"), "no list of services"),
        (said('{"contents": 7}'), "Page 1 cannot be read: It answers 404."),
        (answered("", status="503 Busy"), "It answers 503."),
        (answered("", status="403 No"), "403"),
    ],
)
def test_an_answer_that_is_no_feed_is_said_to_be_none(
    outside: Outside, answer: Behaviour, why: str
) -> None:
    outside.site("feed.example", FIRST, {"/api": answer})
    assert why in refused(outside)


def test_a_page_that_breaks_off_in_the_middle_takes_nothing(outside: Outside) -> None:
    paths = {"/api": said(ROOT), path_of(1): said(page([uk_record(1)], 1, 3))}
    outside.site("feed.example", FIRST, paths)
    assert refused(outside) == "Page 2 cannot be read: It answers 404."


@pytest.mark.django_db
def test_the_command_reads_another_server_and_says_whom_to_write_to(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path
) -> None:
    settings.CONTACT_EMAIL = ""
    with pytest.raises(CommandError, match="Set CONTACT_EMAIL"):
        load(FEED)
    settings.CONTACT_EMAIL = "us@directory.example"
    monkeypatch.setattr(command, "Network", lambda: outside.network)
    monkeypatch.setattr(command, "PAUSE", 0.0)
    with pytest.raises(CommandError, match=r"no such host\. Nothing was written\."):
        load("http://nowhere.invalid/")
    paths = {"/api": said(ROOT), path_of(1): said(page([uk_record(1)]))}
    outside.site("feed.example", FIRST, paths)
    load(FEED, commit=True)
    assert {check.source_url for check in service().verifications.all()} == {FEED}
    # The same record in a file is from somebody else.
    file = tmp_path / "feed.json"
    file.write_text(json.dumps([uk_record(1, name="Taken")]), encoding="utf-8")
    assert "id: a listing that this feed has not made has it" in load(file)
    assert "1 to leave" in load(FEED, commit=True)
    assert Service.objects.count() == 1
