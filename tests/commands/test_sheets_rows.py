"""What may stand in the cells of a row, what is refused, and what is written."""

import csv
import io
import re
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from resources.choices import Channel, Publication, VerificationMethod
from resources.listings.plan import Action
from resources.listings.sheets.cells import escaped, unescaped
from resources.listings.sheets.exporting import export, exported_services
from resources.listings.sheets.opening import open_sheet
from resources.listings.sheets.planning import plan_sheet
from resources.listings.sheets.tables import Limits
from resources.listings.sheets.taking import sealed, take
from resources.listings.sheets.workbook_writing import Page, written_workbook
from resources.models import ContactRoute, Organization, Service, Suppression, Verification
from tests.commands.sheet_files import HEADINGS, ROW, book, csv_of, mistakes, planned
from tests.factories import (
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("1144960123", "has lost its first 0 or its +"),
        (1144960123, "has lost its first 0 or its +"),
        (441144960123.0, "has lost its first 0 or its +"),
        ("1.14496E+09", "the spreadsheet has shortened"),
        ("=HYPERLINK(A1)", "this is a formula; type what it should say"),
        ("#REF!", "is a mistake that the spreadsheet made"),
        (date(2026, 3, 4), "the spreadsheet has made a date of it"),
        ("01-Feb", "the spreadsheet has made a date of it"),
    ],
)
def test_a_number_that_a_spreadsheet_has_spoilt_is_refused(value: Any, why: str) -> None:
    (mistake,) = mistakes(planned(book(HEADINGS, [*ROW[:4], value])))
    assert mistake[:2] == (2, "Contact 1 value")
    assert why in mistake[2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", ["0114 496 0123", "+44 114 496 0123", 116123, "18001 0114 4960123"]
)
def test_a_number_that_is_whole_is_taken_as_it_is(value: Any) -> None:
    plan = planned(book(HEADINGS, [*ROW[:4], value]))
    assert mistakes(plan) == []
    (step,) = plan.taken
    assert step.step is not None
    assert step.step.line.row.contacts[0].value == str(value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2026-11-28", date(2026, 11, 28)),
        ("28/11/2026", date(2026, 11, 28)),
        ("11/28/2026", date(2026, 11, 28)),
        (datetime(2026, 11, 28), date(2026, 11, 28)),  # noqa: DTZ001  # Excel knows no zone
        ("04/03/2026", "can be two dates; write it as 2026-03-04"),
        (45989, "45989 is no date; write it as 2026-11-28"),
        ("soon", "'soon' is no date; write it as 2026-11-28"),
    ],
)
def test_a_date_is_read_or_refused_and_never_guessed(value: Any, read: Any) -> None:
    plan = planned(book([*HEADINGS, "Alert", "Alert until"], [*ROW, "Full (2026).", value]))
    if isinstance(read, str):
        assert [(row, column) for row, column, _why in mistakes(plan)] == [(2, "Alert until")]
        assert read in plan.bad[0].why
    else:
        assert mistakes(plan) == []
        assert plan.taken[0].step is not None
        assert plan.taken[0].step.line.row.alert_until == read


@pytest.mark.django_db
def test_headings_are_known_in_any_case_and_a_misspelt_one_is_named() -> None:
    headings = ["ORGANIZATION", "name", "Sumary", "areas", "contact_1_value", "Name"]
    plan = planned(csv_of(headings, [*ROW, "x"]))
    assert mistakes(plan) == [
        (1, "column 3", "no column is called 'Sumary'. Did you mean 'Summary'?"),
        (1, "column 6", "the column 'Name' is there twice."),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headings", "row", "mistake"),
    [
        (["Name"], ["A"], (1, "Organisation", "this column is needed where rows have no id")),
        (HEADINGS, ["", *ROW[1:]], (2, "Organisation", "a new listing needs the name of its")),
        (HEADINGS, [ROW[0], "", *ROW[2:]], (2, "Name", "a new listing needs a name")),
        (HEADINGS, [*ROW[:2], "", *ROW[3:]], (2, "Summary", "this is needed")),
        (HEADINGS, [*ROW[:2], "x" * 241, *ROW[3:]], (2, "Summary", "at most 240 characters")),
        (HEADINGS, [*ROW[:3], "atlantis", ROW[4]], (2, "Areas", "no area is called 'atlantis'")),
        (HEADINGS, [*ROW[:4], "(0114) 1"], (2, "Contact 1 value", "is not a phone address")),
        ([*HEADINGS, "Terms type"], [*ROW, "magic"], (2, "Terms type", "there is no term 'magic'")),
        ([*HEADINGS, "Cost"], [*ROW, "cheap"], (2, "Cost", "'cheap' is none of: free,")),
        ([*HEADINGS, "Url"], [*ROW, "javascript:x"], (2, "Url", "URL scheme should be")),
        ([*HEADINGS, "Languages"], [*ROW, "Elvish"], (2, "Languages", "'Elvish' is none of")),
        ([*HEADINGS, "Contact 1 hours"], [*ROW, "9-5"], (2, "Contact 1 hours", "is no time")),
        ([*HEADINGS, "Contact 1 channel"], [*ROW, "fax"], (2, "Contact 1 channel", "is none of")),
        ([*HEADINGS, "Location city"], [*ROW, "Leeds"], (2, "Location address visibility", "need")),
        ([*HEADINGS, "Id"], [*ROW, "7"], (2, "Id", "'7' is no id")),
        (
            [*HEADINGS, "Id"],
            [*ROW, "8a0c6f0e-0d0b-4a43-9a6e-0a54f2a0a001"],
            (2, "Id", "no listing has this id"),
        ),
        (
            [*HEADINGS, "Organisation code"],
            [*ROW, "zzzzzz"],
            (2, "Organisation", "no organisation"),
        ),
        (
            [*HEADINGS, "Organisation website"],
            [*ROW, "friends"],
            (2, "Organisation", "website: "),
        ),
    ],
    ids=range(18),
)
def test_a_mistake_is_named_by_row_column_and_what_is_wrong(
    headings: list[str], row: list[str], mistake: tuple[int, str, str]
) -> None:
    (found,) = mistakes(planned(csv_of(headings, row)))
    assert found[:2] == mistake[:2]
    assert mistake[2] in found[2]


@pytest.mark.django_db
def test_the_same_listing_twice_in_a_file_is_a_mistake() -> None:
    plan = planned(csv_of(HEADINGS, ROW, ROW))
    assert [row for row, _column, _why in mistakes(plan)] == [2, 3]


@pytest.mark.django_db
def test_a_hidden_place_with_a_street_is_refused() -> None:
    headings = [*HEADINGS, "Location address visibility", "Location address 1"]
    (found,) = mistakes(planned(csv_of(headings, [*ROW, "hidden", "9 Secret Lane"])))
    assert found == (
        2,
        "Location address visibility",
        "this place may not have a street or postcode",
    )


@pytest.mark.django_db
def test_more_new_rows_than_a_person_can_look_at_are_refused() -> None:
    rows = [["Friends", f"Line {number}", *ROW[2:]] for number in range(201)]
    (found,) = mistakes(planned(csv_of(HEADINGS, *rows)))
    assert found == (1, "file", "more than 200 rows are new: make several files of it")


@pytest.mark.django_db
def test_two_organisations_of_one_name_are_told_apart_by_their_code() -> None:
    first, _second = OrganizationFactory.make(name="RISE"), OrganizationFactory.make(name="RISE")
    (found,) = mistakes(planned(csv_of(HEADINGS, ["Rise", *ROW[1:]])))
    assert "several organisations are called Rise" in found[2]
    plan = planned(csv_of([*HEADINGS, "Organisation code"], ["Rise", *ROW[1:], first.code]))
    assert plan.taken[0].step is not None
    assert plan.taken[0].step.line.row.organization == first.pk


@pytest.mark.django_db
def test_a_new_organisation_has_what_its_row_says_of_it_and_one_that_is_there_its_own_words() -> (
    None
):
    there = OrganizationFactory.make(name="Allies", description="They listen.")
    headings = [*HEADINGS, "Organisation website", "Organisation description"]
    told = ["https://friends.example.org", "A charity that survivors lead."]
    changed(csv_of(headings, [*ROW, *told], ["Allies", "Allies line", *ROW[2:4], "116 123", *told]))
    new = Organization.objects.get(name="Friends")
    assert [new.website, new.description] == told
    there.refresh_from_db()
    assert (there.website, there.description) == ("", "They listen.")


@pytest.mark.django_db
def test_what_must_not_come_back_is_refused_with_the_reason() -> None:
    Suppression.objects.create(
        kind="number", value="+441144960123", reason="It rings in a home.", review_on="2027-01-01"
    )
    (step,) = planned(csv_of(HEADINGS, ROW)).steps
    assert step.action is Action.REFUSE
    assert "It rings in a home." in step.why


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("publication", "why"),
    [
        (Publication.PUBLISHED, "it is public: change it by its page"),
        (Publication.IN_REVIEW, "it is in review: give it back to its author first"),
        (Publication.WITHDRAWN, "it was withdrawn: change it by its page"),
        (Publication.DRAFT, "it is there already: export it, and change it in the file"),
    ],
)
def test_what_is_no_exported_draft_is_not_changed(publication: Publication, why: str) -> None:
    there = ServiceFactory.make(publication=publication)
    (step,) = planned(csv_of(["Id", "Summary"], [str(there.pk), "Other."])).steps
    assert (step.action, step.step) == (Action.REFUSE, None)
    assert why in step.why


@pytest.mark.django_db
def test_a_listing_is_not_given_to_another_organisation() -> None:
    there = ServiceFactory.make()
    plan = planned(csv_of(["Id", "Organisation"], [str(there.pk), "Friends"]))
    assert "that is changed by its page" in plan.bad[0].why


@pytest.mark.django_db
def test_the_place_of_other_listings_is_not_changed_by_one_of_them() -> None:
    place = LocationFactory.make()
    drafts = [ServiceFactory.make(publication=Publication.DRAFT) for _number in range(2)]
    for draft in drafts:
        ServiceAtLocationFactory.make(service=draft, location=place)
    content = export(exported_services(["draft"]), "csv").decode("utf-8-sig")
    moved = content.replace(place.city, "Elsewhere")
    assert place.city
    assert {step.why for step in planned(moved).steps} == {
        "its place is the place of other listings too: change it by its page"
    }


def changed(content: str) -> None:
    """Take every row of a sheet."""
    actor = UserFactory.make()
    sheet = open_sheet(content.encode(), Limits())
    plan = plan_sheet(sheet)
    assert mistakes(plan) == []
    numbers = [step.number for step in plan.taken]
    now = datetime.fromisoformat("2026-11-28T12:00:00+00:00")
    assert take(sealed(sheet, plan, actor), numbers, "A test.", actor, now) == len(numbers)


@pytest.mark.django_db
def test_a_number_that_a_sheet_has_changed_is_unchecked_and_leaves_no_trace_of_the_old() -> None:
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    route = draft.contacts.get()
    ContactRoute.objects.filter(pk=route.pk).update(
        voicemail="no", is_crisis_line=True, do_not_test_call=True
    )
    check = VerificationFactory.make(service=draft, contact_route=route)
    assert Service.objects.with_checks().get().last_checked == check.checked_on
    (row,) = csv.DictReader(io.StringIO(export(Service.objects.for_detail(), "csv").decode()))
    kept = {name: row[name] for name in row if "Id" in name or name in {"Version"}}
    assert row["Contact 1 voicemail"] == "no"
    told = {**kept, "Contact 1 value": "0114 496 0999"}
    changed(csv_of(list(told), list(told.values())))
    route.refresh_from_db()
    assert (route.value, route.voicemail) == ("0114 496 0999", "not_known")
    assert route.is_crisis_line
    assert Verification.objects.get().method == VerificationMethod.PUBLIC_SOURCE
    assert Service.objects.with_checks().get().last_checked_precision is None


@pytest.mark.django_db
def test_every_kind_of_cell_of_a_new_row_is_stored() -> None:
    more = {
        "Terms type": "helpline; counselling",
        "Minimum age": "18",
        "Languages": "English, cy",
        "Interpreter": "Yes",
        "Referral status": "Waiting list",
        "Referral status as of": "1/1/2026",
        "Contact 1 hours": "Mon-Thu 9am-5:30pm; Fri 10:00-noon, closed on bank holidays",
        "Contact 1 is crisis line": "yes",
        "Contact 2 channel": "Email",
        "Contact 2 value": "help@friends.example.org",
        "Contact 2 hours": "24/7",
        "Location address visibility": "full",
        "Location address 1": "1 High Street",
        "Location city": "Rotherham",
        "Location postcode": "S60 1AE",
        "Location region": "rotherham",
        "Hours": "daily 10am-4pm",
        "Curator note": "=Found in a list",
    }
    quoted = [f'"{value}"' for value in more.values()]
    changed(csv_of([*HEADINGS, *more], [*ROW, *quoted]))
    stored = Service.objects.for_detail().get()
    assert (stored.minimum_age, stored.languages, stored.interpreter) == (18, "en,cy", "yes")
    assert stored.curator_note == "=Found in a list"
    first, second = stored.contacts.all()
    assert (first.channel, first.is_crisis_line, first.do_not_test_call) == ("phone", True, True)
    assert (second.channel, second.value) == (Channel.EMAIL, "help@friends.example.org")
    assert [f"{one.byday} {one.opens_at:%H:%M}" for one in first.schedules.all()] == [
        "MO,TU,WE,TH 09:00",
        "FR 10:00",
    ]
    place = stored.service_at_locations.get().location
    assert (place.postcode, place.latitude is None) == ("S60 1AE", False)


@pytest.mark.parametrize(
    "value", ["=1+1", "+44 114", "-x", "@a", "\tx", "\rx", "'=1", "'quoted'", "''", "plain", ""]
)
def test_what_a_spreadsheet_would_run_is_escaped_and_comes_back(value: str) -> None:
    assert not escaped(value).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescaped(escaped(value)) == value


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_formula_in_a_listing_comes_out_harmless_and_changes_nothing(form: str) -> None:
    ServiceFactory.make(name="=1+1", summary="@SUM(A1)", description="-2\r\nlines\twith a tab")
    content = export(exported_services(Publication.values), form)
    if form == "csv":
        assert "'=1+1" in content.decode()
        assert not re.search(r'(^|,|")[=+@-]', content.decode("utf-8-sig"), re.MULTILINE)
    assert [step.action for step in planned(content).steps] == [Action.LEAVE]


@pytest.mark.filterwarnings("error")
def test_a_workbook_of_ours_is_whole_and_its_cells_are_texts() -> None:
    content = written_workbook([Page("One & two", ["A"], [["0114\r\n\x01<&>"], [""]])])
    sheet: Any = load_workbook(io.BytesIO(content))["One & two"]
    assert [sheet["A1"].value, sheet["A2"].value] == ["A", "0114\n <&>"]
    assert (sheet["A2"].number_format, sheet["A1"].font.bold) == ("@", True)
    assert sheet.freeze_panes == "A2"
