"""How we know what we say: dates as exact as they are known, and old ones told as old."""

from datetime import date
from typing import Any

import pytest

from resources.choices import DatePrecision
from resources.models import ContactRoute, Service, Verification
from resources.models.facts import CONTACT, present_digest
from resources.presenters.checked import (
    SOURCE_KINDS,
    checked,
    date_words,
    route_checked,
    route_date_words,
    sources,
)

TODAY = date(2026, 11, 24)
FRESH, OLD = date(2026, 10, 3), date(2025, 10, 3)


@pytest.mark.parametrize(
    ("day", "precision", "words"),
    [
        (FRESH, DatePrecision.DAY, "3 October 2026"),
        (FRESH, DatePrecision.MONTH, "October 2026"),
        (FRESH, DatePrecision.YEAR, "2026"),
        (date(2018, 1, 1), DatePrecision.ABOUT, "about 2018"),
        (None, "", "date not known"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(
    day: date | None, precision: str, words: str
) -> None:
    assert date_words(day, precision) == words


@pytest.mark.parametrize(
    ("day", "confirmed", "words", "old"),
    [
        (
            FRESH,
            False,
            "From public sources, last checked 3 October 2026. Not yet confirmed with the service.",
            False,
        ),
        (
            OLD,
            False,
            "From public sources, not checked since 3 October 2025."
            " Not yet confirmed with the service.",
            True,
        ),
        (
            None,
            False,
            "From public sources, date not known. Not yet confirmed with the service.",
            True,
        ),
        (FRESH, True, "Checked with the service on 3 October 2026.", False),
        (OLD, True, "Not checked with the service since 3 October 2025.", True),
    ],
)
def test_a_listing_says_when_and_how_it_was_checked(
    day: date | None, confirmed: bool, words: str, old: bool
) -> None:
    said = checked(day, "day" if day else "", TODAY, confirmed=confirmed)
    assert (said.words, said.is_confirmed, said.is_old) == (words, confirmed, old)


@pytest.mark.parametrize(
    ("day", "confirmed", "words"),
    [
        (FRESH, False, "Checked 3 October 2026"),
        (FRESH, True, "Confirmed with the service 3 October 2026"),
        (OLD, False, "Not checked since 3 October 2025"),
        (OLD, True, "Not checked since 3 October 2025"),
        (None, False, "Date of check not known"),
        (None, True, "Date of check not known"),
    ],
)
def test_one_way_of_contact_says_when_it_was_checked(
    day: date | None, confirmed: bool, words: str
) -> None:
    said = route_date_words(day, "day" if day else "", TODAY, confirmed=confirmed)
    assert said == words


def a_check(day: date | None, **values: Any) -> Verification:
    """Return a check of a number, as it is now, that no database knows."""
    route = ContactRoute(channel="phone", value="0808 801 0331")
    service: Any = Service()
    service._prefetched_objects_cache = {"contacts": [route]}
    digest = present_digest(service, CONTACT, route.pk)
    return Verification(
        service=service,
        contact_route_id=route.pk,
        **{"fact": CONTACT}
        | {"digest": digest, "method": "public_source", "checked_on": day}
        | values,
    )


def test_a_way_of_contact_that_is_not_checked_as_it_is_now_is_called_so() -> None:
    assert route_date_words(None, None, TODAY) == "Not checked yet"
    said = checked(None, None, TODAY, confirmed=False)
    assert said.words == "Not checked yet. Not yet confirmed with the service."
    assert (said.is_confirmed, said.is_old) == (False, True)


def test_a_route_is_judged_by_its_newest_dated_check() -> None:
    old, undated = a_check(OLD, method="phone", precision="day"), a_check(None, method="phone")
    new = a_check(FRESH, precision="month")
    assert route_checked([new, old, undated], TODAY) == "Checked October 2026"
    assert route_checked([old, undated], TODAY) == "Not checked since 3 October 2025"
    assert route_checked([undated], TODAY) == "Date of check not known"
    assert route_checked([], TODAY) == "Not checked yet"


@pytest.mark.parametrize("method", ["phone", "office_line", "email"])
def test_a_route_is_confirmed_when_its_newest_check_asked_the_service(method: str) -> None:
    check = a_check(FRESH, method=method, precision="day")
    assert route_checked([check], TODAY) == "Confirmed with the service 3 October 2026"


@pytest.mark.parametrize("changed", [{"digest": "0" * 64}, {"digest": ""}, {"fact": "hours"}])
def test_a_check_of_another_value_or_fact_says_nothing_about_a_route(
    changed: dict[str, str],
) -> None:
    check = a_check(FRESH, method="phone", precision="day", **changed)
    assert route_checked([check], TODAY) == "Not checked yet"


def test_a_source_that_states_two_contacts_is_named_once() -> None:
    first, second = (
        Verification(
            fields="number and hours",
            source_kind="council",
            source_url="https://www.rotherham.gov.uk/help",
            checked_on=FRESH,
            precision="day",
        )
        for _ in range(2)
    )
    (source,) = sources([first, second])
    assert (source.facts, source.kind) == ("number and hours", "a council's page")
    assert (source.date, source.host) == ("3 October 2026", "www.rotherham.gov.uk")
    assert source.url == "https://www.rotherham.gov.uk/help"


def test_a_source_without_an_address_or_of_a_new_kind_is_still_named() -> None:
    (source,) = sources([Verification(fields="number", source_kind="billboard")])
    assert (source.kind, source.date) == ("another page", "date not known")
    assert (source.url, source.host) == ("", "")


@pytest.mark.django_db
@pytest.mark.usefixtures("shipped")
def test_every_kind_of_source_in_the_shipped_listings_has_words() -> None:
    kinds = set(Verification.objects.order_by().values_list("source_kind", flat=True).distinct())
    assert kinds <= set(SOURCE_KINDS)
