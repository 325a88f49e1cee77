"""What feeds say badly is cleaned or left out, and named; of a place no street is ever kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from resources.choices import AddressVisibility
from resources.listings.openreferral.words import FILE
from resources.models import Location, Service, TaxonomyTerm
from resources.regions import find_region
from tests.commands.feed_records import Json, loaded, made_id, place, service, term, uk_record

# What is read from a text is asked of no database.
pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def hours(**changes: Any) -> list[Json]:
    row = {"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"} | changes
    return [{name: value for name, value in row.items() if value is not None}]


@pytest.mark.parametrize(
    ("low", "high", "kept"),
    [
        (-1, -1, (None, None)),
        (0, 999, (None, None)),
        ("", " ", (None, None)),
        (None, "NaN", (None, None)),
        ("18", "25.0", (18, 25)),
        (16.5, 120, (16, 120)),
        (30, 20, (None, None)),
    ],
)
def test_an_age_is_one_or_is_not_said(
    tmp_path: Path, low: object, high: object, kept: tuple[int | None, int | None]
) -> None:
    loaded(tmp_path, uk_record(minimum_age=low, maximum_age=high))
    assert (service().minimum_age, service().maximum_age) == kept


def test_a_text_is_plain_whatever_it_was(tmp_path: Path) -> None:
    html = (
        "<p>We&nbsp;listen.</p><script>alert(1)</script>&lt;b&gt;Free&lt;/b&gt;\u202e "
        "<a href='tel:01134960101'>Ring</a> <!-- unseen --> us &amp; talk."
    )
    printed = loaded(tmp_path, uk_record(name="<b>Talk</b>  now", description=html))
    assert service().name == "Talk now"
    assert service().summary == "We listen. Free Ring us & talk."
    assert "    description: markup was taken out" in printed


def test_a_long_text_is_shortened_at_a_sentence_and_kept_whole(tmp_path: Path) -> None:
    sentence = "We listen to everybody who comes to us, on the phone and in a room."
    loaded(tmp_path, uk_record(description=" ".join([sentence] * 8)))
    assert service().summary == " ".join([sentence] * 3)
    assert service().description == " ".join([sentence] * 8)
    loaded(tmp_path, uk_record(2, description="word " * 3_000))
    assert len(service(2).description) <= 5_000
    assert service(2).summary.endswith("word\u2026")


@pytest.mark.parametrize(
    ("row", "byday", "opens", "closes"),
    [
        (hours(freq="DAILY", byday=None), "MO,TU,WE,TH,FR,SA,SU", "09:00", "17:00"),
        (hours(freq=None, byday="Monday, Tue"), "MO,TU", "09:00", "17:00"),
        (hours(freq="", byday="TU;MO"), "MO,TU", "09:00", "17:00"),
        (hours(opens_at="09:00:00Z", closes_at="17:30+01:00"), "MO", "09:00", "17:30"),
        (hours(opens_at="9:00am", closes_at="5.30 pm"), "MO", "09:00", "17:30"),
        (hours(opens_at="18:00", closes_at="24:00"), "MO", "18:00", "00:00"),
        (hours(opens_at="00:00", closes_at="23:59"), "MO", "00:00", "00:00"),
        (hours(interval=1), "MO", "09:00", "17:00"),
    ],
)
def test_hours_that_mean_a_week_are_read(
    tmp_path: Path, row: list[Json], byday: str, opens: str, closes: str
) -> None:
    loaded(tmp_path, uk_record(schedules=row))
    period = service().schedules.get()
    assert (period.byday, f"{period.opens_at:%H:%M}", f"{period.closes_at:%H:%M}") == (
        byday,
        opens,
        closes,
    )


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (hours(opens_at="25:00"), "opens_at '25:00' is no time of day"),
        (hours(closes_at="17:75"), "closes_at '17:75' is no time of day"),
        (hours(opens_at="24:00"), "opens_at '24:00' is no time of day"),
        (hours(closes_at=None), "closes_at '' is no time of day"),
        (hours(opens_at="09:00-05:00"), "opens_at '09:00-05:00' is no time of day"),
        (hours(freq="MONTHLY", byday="2MO"), "freq 'MONTHLY' is not every week"),
        (hours(interval=2), "interval '2' is not every week"),
        (hours(bymonthday="1,15"), "bymonthday is not every week"),
        (hours(byday="Blursday"), "it says no day of the week"),
    ],
)
def test_hours_that_do_not_are_left_out_and_named(
    tmp_path: Path, row: list[Json], why: str
) -> None:
    good = hours(byday="FR")
    printed = loaded(tmp_path, uk_record(schedules=row + good))
    assert f"    schedules.0: {why}, and the period was left out" in printed
    assert [period.byday for period in service().schedules.all()] == ["FR"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0113 496 0101", "0113 496 0101"),
        ("(0113) 496-0101", "0113 496 0101"),
        ("+44 (0)113 496 0101", "0113 496 0101"),
        ("tel:+441134960101", "+441134960101"),
        ("116 123", "116 123"),
        ("+353 1 234 5678", "+353 1 234 5678"),
    ],
)
def test_a_number_is_one_that_can_be_dialled(tmp_path: Path, typed: str, value: str) -> None:
    loaded(tmp_path, uk_record(email=None, phones=[{"number": typed}]))
    assert [route.value for route in service().contacts.all()] == [value]


@pytest.mark.parametrize(
    "typed",
    [
        "0113 496 0101 / 0113 496 0102",
        "0113 496 0101 or 0102",
        "ring us",
        "0800 HELP US",
        "12",
        "+",
    ],
)
def test_a_number_that_is_not_one_is_left_out_and_named(tmp_path: Path, typed: str) -> None:
    printed = loaded(tmp_path, uk_record(email=None, phones=[{"number": typed}]))
    assert f"    phones.number: {typed!r} is not one number, and was left out" in printed
    assert not service().contacts.exists()


def test_numbers_of_places_and_contacts_count_once_and_fax_does_not(tmp_path: Path) -> None:
    visit = place()
    visit["location"]["phones"] = [{"number": "0113 496 0102", "extension": "12"}]
    contacts = [{"id": made_id("c"), "phones": [{"number": "+44 113 496 0101"}]}]
    phones = [
        {"number": "0113 496 0101", "description": "Office"},
        {"number": "0113 496 0103", "type": "fax"},
        {"number": "07700 900101", "type": "text"},
    ]
    printed = loaded(
        tmp_path,
        uk_record(email=None, phones=phones, contacts=contacts, service_at_locations=[visit]),
    )
    assert [(one.channel, one.value, one.label, one.note) for one in service().contacts.all()] == [
        ("phone", "0113 496 0101", "Office", ""),
        ("text", "07700 900101", "", ""),
        ("phone", "0113 496 0102", "", "Extension 12."),
    ]
    assert "'fax' is none of ours, and the number was left out" in printed


def test_the_mailbox_of_a_person_is_never_taken(tmp_path: Path) -> None:
    contacts = [
        {"id": made_id("c"), "name": "Asha Khan", "email": "office@listening.example.org"},
        {"id": made_id("d"), "title": "Manager", "email": "asha.khan@listening.example.org"},
        {"id": made_id("e"), "email": "leeds.team@listening.example.org"},
    ]
    printed = loaded(
        tmp_path,
        uk_record(email="x at y", assurer_email="asha@c.example.org", phones=None,
                  contacts=contacts),
    )  # fmt: skip
    assert [one.value for one in service().contacts.all()] == ["leeds.team@listening.example.org"]
    assert "    email: it may be a person's, and was left out" in printed
    assert "    email: 'x at y' is no e-mail address, and was left out" in printed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.example.org/help", "https://www.example.org/help"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("https://user:secret@example.org/", ""),
        ("http://192.168.0.1/", ""),
        ("http://localhost/", ""),
        ("see our site", ""),
    ],
)
def test_a_link_leads_to_a_public_name(tmp_path: Path, typed: str, kept: str) -> None:
    loaded(tmp_path, uk_record(url=typed))
    assert service().url == kept


def test_an_address_is_kept_as_a_town_and_an_area_alone(tmp_path: Path) -> None:
    printed = loaded(
        tmp_path,
        uk_record(
            description="We listen. Come to 12 Albion Street, near the bus. Or write to LS1 5AA.",
            service_at_locations=[place()],
        ),
    )
    stored = Location.objects.get()
    assert stored.address_visibility == AddressVisibility.AREA_ONLY
    assert (stored.city, stored.region and stored.region.slug) == ("Leeds", "leeds")
    kept = (stored.name, stored.address_1, stored.address_2, stored.postcode, stored.latitude)
    assert kept == ("", "", "", "", None)
    assert service().summary == "We listen."
    assert "    addresses: kept as a town or an area; a street was not taken" in printed
    assert "    description: a sentence with an address was taken out" in printed
    everything = str(list(Service.objects.values()) + list(Location.objects.values())) + printed
    assert not any(text in everything for text in ("Albion", "LS1 5AA", "53.79"))


def test_a_name_that_is_an_address_is_refused(tmp_path: Path) -> None:
    printed = loaded(tmp_path, uk_record(name="Help at 12 Albion Street"))
    assert f"refuse {made_id('service 1')}: name: it holds an address" in printed


def test_an_address_is_taken_out_of_every_text(tmp_path: Path) -> None:
    phones = [{"number": "0113 496 0101", "description": "The office at 12 Albion Street"}]
    loaded(
        tmp_path,
        uk_record(
            phones=phones,
            fees="Pay at LS1 5AA.",
            wait_time="Ask. We are at 12 Albion Street.",
            eligibility_description="For women. They come to LS1 5AA.",
            alternate_name="Albion Street 12",
            service_at_locations=[place(address_1="Albion Street 12")],
        ),
    )
    there = service()
    assert [route.label for route in there.contacts.all()] == ["", ""]
    assert (there.fees_description, there.alternate_name) == ("", "")
    assert there.eligibility_description == "For women."
    assert there.curator_note == "What the feed says beside:\nwait_time: Ask."


@pytest.mark.parametrize("city", ["Rose House, 3 Mill Lane", "Rose Cottage", "", "Flat 2 Leeds"])
def test_a_street_in_the_field_of_the_town_is_not_kept(tmp_path: Path, city: str) -> None:
    loaded(tmp_path, uk_record(service_at_locations=[place(city=city)]))
    stored = Location.objects.get()
    assert (stored.city, stored.region and stored.region.slug) == ("", "leeds")


def test_of_a_refuge_nothing_of_its_place_is_kept(tmp_path: Path) -> None:
    visit = place(address_1="1 Hidden Way")
    by_name = uk_record(1, name="Leeds Refuge", service_at_locations=[visit])
    by_term = uk_record(2, attributes=[term("Refuges")], service_at_locations=[place()])
    by_words = uk_record(3, description="A safe house for women.", service_at_locations=[place()])
    printed = loaded(tmp_path, by_name, by_term, by_words, with_duplicates=True)
    assert Service.objects.count() == 3
    assert not Location.objects.exists()
    assert printed.count("it may be a refuge, and nothing of its place was taken") == 3
    assert "Hidden Way" not in printed


@pytest.mark.parametrize("field", ["description", "eligibility_description", "alert"])
def test_a_refuge_whose_words_hold_an_address_is_refused(tmp_path: Path, field: str) -> None:
    changes: Json = {"name": "Leeds Refuge", field: "You find us at LS1 5AA."}
    printed = loaded(tmp_path, uk_record(**changes))
    assert f"refuse {made_id('service 1')}: {field}: it may hold the address of a refuge" in printed
    assert "LS1" not in printed
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("areas", "kept"),
    [
        ([{"name": "Leeds"}], [("leeds", False)]),
        ([{"uri": "http://x.example/E08000035"}, {"name": "Bradford"}],
         [("bradford", False), ("leeds", False)]),
        ([{"extent": "E12000003"}], [("yorkshire-and-the-humber", False)]),
        ([{"name": "England and Wales"}], [("england", False), ("wales", False)]),
        ([{"name": "UK-wide"}], [("united-kingdom", False)]),
        ([{"name": "Huddersfield"}], [("kirklees", True)]),
        ([{"name": "Leeds"}, {"name": "Atlantis"}], [("leeds", False)]),
        ([{"service_area": "Leeds"}], [("leeds", False)]),
    ],
)  # fmt: skip
def test_an_area_is_known_by_its_code_or_by_a_name_that_only_one_has(
    tmp_path: Path, areas: list[Json], kept: list[tuple[str, bool]]
) -> None:
    printed = loaded(tmp_path, uk_record(service_areas=areas))
    rows = service().areas.all()
    assert sorted((row.region.slug, row.is_partial) for row in rows) == kept
    assert ("no area is 'Atlantis', and it was left out" in printed) == ("Atlantis" in str(areas))


@pytest.mark.parametrize(
    "area", [{"name": "Gillingham"}, {"uri": "http://x.example/E05011384"}, {}]
)
def test_an_area_is_never_guessed(tmp_path: Path, area: Json) -> None:
    # A ward has a code of its own; its name may be a town's.
    printed = loaded(tmp_path, uk_record(service_areas=[area | {"extent_type": "text"}]))
    assert "service_areas: nothing known here says where it helps" in printed


def test_who_says_no_area_has_that_of_the_place_or_of_the_whole_feed(tmp_path: Path) -> None:
    near = uk_record(1, service_areas=None, service_at_locations=[place()])
    nowhere = uk_record(2, service_areas=None)
    printed = loaded(tmp_path, near, nowhere, area="bradford", with_duplicates=True)
    assert [(row.region.slug, row.is_partial) for row in service(1).areas.all()] == [
        ("leeds", True)
    ]
    assert [row.region.slug for row in service(2).areas.all()] == ["bradford"]
    assert "none is said; the area of its place was taken, as a part" in printed
    assert "none is said; bradford was taken, as for all" in printed


@pytest.mark.parametrize(
    ("changes", "cost", "fees"),
    [
        ({"cost_options": [{"amount": 0}]}, "free", ""),
        ({"cost_options": [{"option": "Hour", "amount": 12.5}]}, "paid", "Hour: £12.50"),
        ({"cost_options": [{"option": "Ask us"}]}, "not_known", "Ask us"),
        ({"cost_options": [{"amount": "none"}]}, "not_known", ""),
        ({"fees": "Free."}, "free", ""),
        ({"fees": "A donation"}, "not_known", "A donation"),
        ({}, "not_known", ""),
    ],
)
def test_what_it_costs_is_what_is_said(tmp_path: Path, changes: Json, cost: str, fees: str) -> None:
    loaded(tmp_path, uk_record(**changes))
    assert (service().cost, service().fees_description) == (cost, fees)


def test_languages_are_known_by_code_or_name(tmp_path: Path) -> None:
    languages = [{"code": "cy"}, {"name": "English"}, {"language": "polish"}, {"name": "Klingon"}]
    printed = loaded(tmp_path, uk_record(languages=languages))
    assert service().language_codes == ["cy", "en", "pl"]
    assert "no language is 'Klingon', and it was left out" in printed


def test_what_has_no_field_here_is_told_to_the_curator_alone(tmp_path: Path) -> None:
    loaded(tmp_path, uk_record(wait_time="<i>Six weeks</i>", application_process="Ring us."))
    note = "What the feed says beside:\napplication_process: Ring us.\nwait_time: Six weeks"
    assert service().curator_note == note


def test_a_date_of_the_future_is_no_check(tmp_path: Path) -> None:
    printed = loaded(tmp_path, uk_record(assured_date="2099-01-01"))
    assert "assured_date: 2099-01-01 is in the future, and was left out" in printed
    assert {check.checked_on for check in service().verifications.all()} == {None}
    assert "is no date" in load_dates(tmp_path, "soon")


def load_dates(folder: Path, typed: str) -> str:
    return loaded(folder, uk_record(2, assured_date=typed), with_duplicates=True)


def test_every_meaning_of_the_curated_file_is_a_term_that_there_is() -> None:
    content = json.loads(FILE.read_text(encoding="utf-8"))
    known = {f"{one.taxonomy.slug}/{one.slug}" for one in TaxonomyTerm.objects.all()}
    meant = {one for part in ("names", "uris") for terms in content[part].values() for one in terms}
    assert meant <= known
    assert all(find_region(slug) for slugs in content["areas"].values() for slug in slugs)
