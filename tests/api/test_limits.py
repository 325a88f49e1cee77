"""A program that asks too often is told to wait, and nobody learns whose program it is."""

from functools import partial

import pytest
from django.conf import LazySettings
from django.test import Client

from directory.limits import DAY, MINUTE, MOST_KEYS, Allowance
from tests.api.problems import problem

ADDRESS = "203.0.113.7"
REGIONS = "/api/v1/regions/E12000003/"


@pytest.fixture
def three_a_minute(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Client:
    settings.API_REQUESTS_A_MINUTE = 3
    # The minute does not end while the test asks.
    monkeypatch.setattr("directory.programs.Allowance", partial(Allowance, clock=lambda: 20.0))
    return Client()


def test_a_hundred_requests_in_a_burst_are_answered(db: None, client: Client) -> None:
    assert {client.get(REGIONS).status_code for _ in range(100)} == {200}


def test_a_program_reads_how_much_is_left_to_it(db: None, client: Client) -> None:
    first, second = client.get(REGIONS), client.get(REGIONS)
    assert first["RateLimit-Policy"] == second["RateLimit-Policy"] == '"minute";q=3000;w=60'
    assert first["RateLimit"].startswith('"minute";r=2999;t=')
    assert second["RateLimit"].startswith('"minute";r=2998;t=')
    assert "Retry-After" not in second


def test_who_asks_too_often_is_told_how_long_to_wait(db: None, three_a_minute: Client) -> None:
    for _ in range(3):
        assert three_a_minute.get(REGIONS).status_code == 200
    refused = three_a_minute.get(REGIONS)
    assert refused.status_code == 429
    assert problem(refused)["type"].endswith("#too-many")
    assert refused["Retry-After"] == "40"
    assert refused["RateLimit"] == '"minute";r=0;t=40'
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in refused["Access-Control-Expose-Headers"]
    assert refused["Cache-Control"] == "no-store"


def test_each_address_has_an_allowance_of_its_own(db: None, three_a_minute: Client) -> None:
    for _ in range(4):
        three_a_minute.get(REGIONS)
    assert three_a_minute.get(REGIONS, REMOTE_ADDR=ADDRESS).status_code == 200


def test_errors_are_counted_and_say_so_too(db: None, three_a_minute: Client) -> None:
    missing = three_a_minute.get("/api/v1/nothing/")
    assert missing.status_code == 404
    assert missing["RateLimit"] == '"minute";r=2;t=40'


def test_what_has_not_changed_says_what_is_left_as_well(db: None, client: Client) -> None:
    tag = client.get(REGIONS)["ETag"]
    same = client.get(REGIONS, headers={"if-none-match": tag})
    assert same.status_code == 304
    assert not same.content
    assert same["RateLimit"].startswith('"minute";r=2998;')
    assert same["ETag"] == tag
    assert "ETag" in same["Access-Control-Expose-Headers"]
    assert 'rel="license"' in same["Link"]


def test_a_person_who_reads_pages_is_never_refused(db: None, three_a_minute: Client) -> None:
    for _ in range(5):
        three_a_minute.get(REGIONS)
    for address in ("/", "/safety/", "/api/v1/docs/"):
        page = three_a_minute.get(address)
        assert page.status_code == 200
        assert "RateLimit" not in page
        assert "RateLimit-Policy" not in page


def test_a_new_minute_gives_the_whole_allowance_again() -> None:
    now = [0.0]
    allowance = Allowance(2, clock=lambda: now[0])
    assert [allowance.take(ADDRESS).is_within for _ in range(3)] == [True, True, False]
    now[0] = MINUTE - 1
    assert not allowance.take(ADDRESS).is_within
    assert allowance.take(ADDRESS).seconds == 1
    now[0] = MINUTE
    assert allowance.take(ADDRESS).left == 1


def test_no_address_is_kept_and_its_digest_means_nothing_on_the_next_day() -> None:
    now = [0.0]
    allowance = Allowance(2, clock=lambda: now[0])
    allowance.take(ADDRESS)
    today, kept = set(allowance._counts), repr(vars(allowance))
    now[0] = DAY
    allowance.take(ADDRESS)
    assert ADDRESS not in kept
    assert today
    assert not today & set(allowance._counts)
    other = Allowance(2, clock=lambda: now[0])
    other.take(ADDRESS)
    assert not set(other._counts) & set(allowance._counts)


def test_a_flood_of_addresses_takes_no_more_memory() -> None:
    allowance = Allowance(5, clock=lambda: 0.0)
    for number in range(MOST_KEYS + 10):
        allowance.take(str(number))
    assert len(allowance._counts) <= MOST_KEYS + 1
    assert not allowance.take("another").is_within
    assert allowance.take("0").is_within
