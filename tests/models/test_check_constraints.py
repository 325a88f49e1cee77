"""Every named check refuses its bad row in the database itself, where no form or method helps."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, models, transaction

from resources.choices import Publication
from resources.models.contact import TRACE_FIELDS
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.models.service_rules import ANSWER_FIELDS
from tests.models import rows

pytestmark = pytest.mark.django_db

# (model, what the row says after the change, the end of the name of the check that refuses it)
Bad = tuple[str, Mapping[str, Any], str]

NOT_IN_THE_LIST: Final[list[Bad]] = [
    (model, {field: "unheard"}, f"{field}_known")
    for model, fields in {
        "contactroute": ("channel", "cost", *TRACE_FIELDS),
        "duefact": ("kind",),
        "lapse": ("kind", "stage"),
        "location": ("address_visibility", *ACCESSIBILITY_FIELDS),
        "organizationidentifier": ("scheme",),
        "proposal": ("state",),
        "recordproposal": ("state", "kind"),
        "recall": ("reason", "origin"),
        "region": ("level",),
        "review": ("from_publication", "to_publication"),
        "schedule": ("bank_holidays",),
        "service": (
            *("status", "publication", "cost", *ANSWER_FIELDS),
            "referral_routes",
        ),
        "tombstone": ("reason",),
        "snapshot": ("writer",),
        "suppression": ("kind",),
        "verification": ("fact_kind", "method"),
        "withdrawalrule": ("kind",),
        "watchedpage": ("state",),
        "watchtask": ("kind",),
    }.items()
    for field in fields
]
EMPTY: Final[list[Bad]] = [
    (model, {field: ""}, f"{field}_given")
    for model, field in [
        ("collection", "title"),
        ("collection", "intro"),
        ("contactroute", "value"),
        ("organization", "name"),
        ("placetables", "source_name"),
        ("organizationidentifier", "identifier"),
        ("region", "name"),
        ("service", "name"),
        ("suppression", "value"),
        ("suppression", "reason"),
        ("taxonomy", "name"),
        ("taxonomyterm", "name"),
        ("watchedpage", "address"),
    ]
]
MISSHAPEN: Final[list[Bad]] = [
    ("datarevision", {"id": 2}, "only_one"),
    *(
        (model, {"digest": text}, "digest_form")
        for model in ("confirmation", "change")
        for text in ("", "0" * 63, "G" * 64, "0" * 63 + "\n")
    ),
    *(("change", {"record_digest": text}, "record_digest_form") for text in ("0" * 63, "G" * 64)),
    *(("organization", {"code": code}, "code_form") for code in ("", "bcd", "abcdfg", "bcdf0g")),
    *(("service", {"code": code}, "code_form") for code in ("", "bcd", "BCDFGH", "bcdfgl")),
    *(("taxonomyterm", {"code": code}, "code_form") for code in ("", "bc", "b1d", "bcé")),
    *(
        (model, {"languages": text}, "languages_form")
        for model in ("service", "contactroute")
        for text in ("English", "en,", ",en", "en, cy", "e", "EN", "en\n", "\n")
    ),
    *(
        ("schedule", {"byday": days}, "byday_form")
        for days in ("", "XX", "mo", "MO,", "MO TU", "1MO", "MO-FR", "MO\n")
    ),
]
SCRIPTS: Final = ("javascript:alert(1)", "data:text/html,x", "/find", "ftp://files.example")
LINKS: Final[list[Bad]] = [
    *(
        (model, {field: address}, f"{field}_link")
        for model, field in (
            ("organization", "website"),
            ("service", "url"),
            ("service", "easy_read_url"),
            ("service", "bsl_url"),
            ("collection", "post_url"),
            ("verification", "source_url"),
        )
        for address in SCRIPTS
    ),
    *(
        ("contactroute", {"channel": channel, "value": address}, "value_link")
        for channel in ("website", "webchat", "web_form")
        for address in SCRIPTS
    ),
]
MERGE: Final = {"reason": "merged_into", "merged_into_id": UUID(int=7)}
DISAGREEING: Final[list[Bad]] = [
    ("dailyrun", {"finished_at": rows.NOW.replace(year=2025)}, "in_order"),
    ("duefact", {"fact": "Minimum age"}, "fact_form"),
    ("duefact", {"urgency": 4}, "urgency_known"),
    ("lapse", {"stage_on": date(2026, 1, 5)}, "in_order"),
    ("lapse", {"stage": "withdrawn"}, "withdrawn_by_rule"),
    ("withdrawalrule", {"kind": "helpline"}, "no_helpline"),
    ("withdrawalrule", {"after_days": 13}, "days"),
    ("withdrawalrule", {"after_days": 731}, "days"),
    ("withdrawalrule", {"agreed_at": rows.NOW}, "agreed_by_another"),
    (
        "withdrawalrule",
        {"agreed_at": rows.NOW, "agreed_by_id": rows.ASKED_BY},
        "agreed_by_another",
    ),
    ("withdrawalrule", {"ended_at": rows.NOW}, "ended_by_someone"),
    ("placetables", {"row_count": 0}, "row_count_given"),
    ("region", {"path": "K02000001"}, "path_ends_here"),
    ("service", {"minimum_age": 18, "maximum_age": 17}, "ages_in_order"),
    ("service", {"minimum_age": 121}, "ages_human"),
    ("service", {"maximum_age": 121}, "ages_human"),
    ("service", {"alert_until": date(2026, 12, 1)}, "alert_has_words"),
    ("service", {"hold_kind": "unheard", "hold_reason": "No."}, "hold_kind_known"),
    ("service", {"hold_kind": "other"}, "hold_kind_known"),
    (
        "service",
        {"referral_status": "unheard", "referral_status_as_of": date(2026, 11, 1)},
        "referral_status_known",
    ),
    ("service", {"referral_status": "open"}, "referral_status_dated"),
    (
        "service",
        {"referral_status_precision": "hour"},
        "referral_status_precision_known",
    ),
    ("schedule", {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 31)}, "in_order"),
    ("tombstone", {"reason": "merged_into"}, "merged_into_whom"),
    ("tombstone", {"merged_into": UUID(int=7)}, "merged_into_whom"),
    ("confirmation", {"state": "unheard", "role": ""}, "state_known"),
    ("confirmation", {"closed_at": None}, "closed_at_a_time"),
    ("confirmation", {"state": "open", "role": ""}, "closed_at_a_time"),
    ("confirmation", {"role": ""}, "answered_by_a_role"),
    ("confirmation", {"role": "Jane Smith"}, "answered_by_a_role"),
    ("confirmation", {"state": "expired"}, "answered_by_a_role"),
    ("confirmation", {"state": "not_sent", "role": "", "stamped": 1}, "answered_by_a_role"),
    ("confirmation", {"state": "revoked", "role": ""}, "revoked_by_someone"),
    ("confirmation", {"revoked_by_id": rows.ASKED_BY}, "revoked_by_someone"),
    ("providerchange", {"done_at": rows.NOW}, "done_by_someone"),
    ("proposal", {"decided_at": None}, "decided_by_someone"),
    ("proposal", {"decided_by_id": None}, "decided_by_someone"),
    ("recordproposal", {"decided_at": None}, "decided_by_someone"),
    ("recordproposal", {"decided_by_id": None}, "decided_by_someone"),
    ("recall", {"decided_at": rows.NOW}, "decided_by_someone"),
    ("report", {"number": 0}, "so_many_a_day"),
    ("report", {"number": 11}, "so_many_a_day"),
    ("report", {"number": 16, "felt_unsafe": True}, "so_many_a_day"),
    ("report", {"hours_wrong": False}, "says_something"),
    ("report", {"address_shown": True}, "raised_in_danger"),
    ("report", {"is_raised": True}, "raised_in_danger"),
    ("report", {"outcome": "changed"}, "decided_by_someone"),
    ("report", {"outcome": "unheard"}, "decided_by_someone"),
    ("report", {"decided_at": rows.NOW}, "decided_by_someone"),
    ("recall", {"decided_by_id": rows.ASKED_BY}, "decided_by_someone"),
    ("recall", {"undone_at": rows.NOW}, "undone_by_another"),
    ("recall", {"undone_by_id": rows.ASKED_BY, "undone_at": rows.NOW}, "undone_by_another"),
    ("recall", {"reason": "merged_into"}, "merged_into_another"),
    ("recall", {"merged_into_id": UUID(int=7)}, "merged_into_another"),
    (
        "recall",
        MERGE | {"decided_by_id": rows.ASKED_BY, "decided_at": rows.NOW},
        "merge_takes_two",
    ),
    ("report", {"marks_page": True}, "marks_when_raised"),
    ("snapshot", {"version": 0}, "versions_in_order"),
    ("snapshot", {"base_version": 2}, "versions_in_order"),
    *(
        ("suppression", {"kind": "number", "value": text}, "number_form")
        for text in ("12", "0114 496", "+44-114", "+441144960123\n")
    ),
    *(
        ("suppression", {"kind": "host", "value": text}, "host_form")
        for text in ("org", "Example.org", "https://example.org", "example.org\n")
    ),
    ("verification", {"checked_on": None}, "date_with_precision"),
    ("verification", {"precision": ""}, "date_with_precision"),
    ("verification", {"precision": "hour"}, "date_with_precision"),
    *(
        ("verification", {"method": method, "checked_by_id": None}, "by_someone")
        for method in ("phone", "website")
    ),
    ("contactroute", {"is_crisis_line": True}, "urgent_not_test_called"),
    ("verification", {"fact": "Minimum age"}, "fact_form"),
    ("verification", {"fact": "name", "digest": "1:" + "0" * 63}, "digest_form"),
    ("verification", {"fact": "name", "digest": "1:" + "G" * 64}, "digest_form"),
    ("verification", {"fact": "name", "digest": "0" * 64}, "digest_form"),
    ("verification", {"digest": "1:" + "0" * 64}, "digest_of_a_fact"),
    ("verification", {"fact": "contact", "fact_kind": "contact"}, "contact_named"),
    ("verification", {"spoke_with": "manager"}, "spoke_with_role"),
    ("verification", {"method": "phone", "spoke_with": "Jane Smith"}, "spoke_with_role"),
    ("watchedpage", {"service_id": None}, "one_owner"),
    ("watchrun", {"place": None}, "place_while_it_runs"),
    ("watchrun", {"ended_at": rows.NOW}, "place_while_it_runs"),
    ("watchrun", {"is_complete": True}, "place_while_it_runs"),
    ("watchtask", {"outcome": "changed"}, "closed_by_someone"),
    ("watchtask", {"closed_at": rows.NOW}, "closed_by_someone"),
    *(
        ("location", point, "point_whole")
        for point in (
            {"latitude": 53.4},
            {"longitude": -1.4},
            {"latitude": 90.5, "longitude": 0.0},
            {"latitude": 0.0, "longitude": -180.5},
        )
    ),
    ("location", {"address_visibility": "area_only", "address_1": ""}, "no_address_unless_full"),
    (
        "location",
        {"address_visibility": "hidden", "address_1": "", "postcode": ""},
        "hidden_has_no_area",
    ),
]
# A published service breaks this one, a draft does not.
UNREADY: Final[list[Mapping[str, Any]]] = [
    {"status": "inactive"},
    {"status": "defunct"},
    {"summary": ""},
    {"hold_reason": "Nobody has rung yet."},
]
TABLE: Final = [*NOT_IN_THE_LIST, *EMPTY, *MISSHAPEN, *LINKS, *DISAGREEING]
BY_HAND: Final = {
    "resources_lapse_helpline_stays",
    "resources_providerchange_words_length",
    "resources_report_words_length",
    "resources_schedule_one_owner",
    "resources_service_card_line_length",
    "resources_service_published_is_ready",
    "resources_service_summary_length",
}


def full_name(model: str, ending: str) -> str:
    """Return the whole name of a check; "in_order" of hours is about their validity."""
    middle = "validity_" if (model, ending) == ("schedule", "in_order") else ""
    return f"resources_{model}_{middle}{ending}"


def write(row: models.Model, changes: Mapping[str, Any]) -> None:
    """Change a row as no form and no method of ours would: by a plain QuerySet."""
    with transaction.atomic():
        changed = models.QuerySet(type(row)).filter(pk=row.pk).update(**changes)
    assert changed == 1


@pytest.mark.parametrize(("model", "changes", "ending"), TABLE, ids=str)
def test_a_bad_row_is_refused_by_the_check_made_for_it(
    model: str, changes: Mapping[str, Any], ending: str
) -> None:
    row = rows.MAKERS[model]()
    with pytest.raises(IntegrityError, match=f"{full_name(model, ending)}\\b"):
        write(row, changes)


def test_every_form_of_text_is_asked_of_the_whole_text() -> None:
    """`$` would let a line end pass: it is seen by nobody, and makes two texts of one."""
    forms = [
        form
        for model in apps.get_app_config("resources").get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        for form in re.findall(r"__i?regex', '([^']*)'", str(constraint.condition))
    ]
    assert len(forms) >= 5
    assert [one for one in forms if not re.fullmatch(r"\^\(\?:.*\)(\\)+Z", one)] == []


@pytest.mark.parametrize("changes", UNREADY, ids=str)
def test_a_service_that_is_not_ready_cannot_be_public_by_any_way(
    changes: Mapping[str, Any],
) -> None:
    write(rows.draft(), changes)
    with pytest.raises(IntegrityError, match="resources_service_published_is_ready"):
        write(rows.published(), changes)


def test_an_unready_service_cannot_be_put_in_as_published_either() -> None:
    service = rows.draft()
    service.publication, service.summary = Publication.PUBLISHED, ""
    with (
        pytest.raises(IntegrityError, match="resources_service_published_is_ready"),
        transaction.atomic(),
    ):
        type(service).objects.bulk_create(
            [service],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["publication", "summary"],
        )


@pytest.mark.parametrize(("field", "length"), [("summary", 240), ("card_line", 90)])
def test_a_text_longer_than_a_card_is_refused(field: str, length: int) -> None:
    # PostgreSQL's column refuses it before the check that SQLite needs.
    with pytest.raises(DatabaseError, match=rf"{field}_length|character varying\({length}\)"):
        write(rows.draft(), {field: "x" * (length + 1)})


def test_a_report_longer_than_its_box_is_refused() -> None:
    with pytest.raises(DatabaseError, match=r"words_length|character varying\(300\)"):
        write(rows.report(), {"words": "x" * 301})


def test_words_of_a_provider_longer_than_their_box_are_refused() -> None:
    with pytest.raises(DatabaseError, match=r"words_length|character varying\(600\)"):
        write(rows.provider_change(), {"words": "x" * 601})


def test_hours_belong_to_a_line_or_to_a_place_and_not_to_both() -> None:
    hours = rows.schedule_with_a_visit()
    with pytest.raises(IntegrityError, match="resources_schedule_one_owner"):
        write(hours, {"service_at_location_id": rows.VISIT})
    write(hours, {"service_at_location_id": rows.VISIT, "contact_route_id": None})


def test_a_check_by_a_curator_needs_its_day_as_well_as_its_curator() -> None:
    check = rows.check()
    write(check, {"method": "phone"})
    with pytest.raises(IntegrityError, match="resources_verification_by_someone"):
        write(check, {"checked_on": None, "precision": ""})


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        ("service", {"summary": "x" * 240}),
        ("service", {"card_line": "x" * 90}),
        ("service", {"card_line": ""}),
        ("service", {"minimum_age": 18, "maximum_age": 18}),
        ("service", {"minimum_age": 0, "maximum_age": 120}),
        ("service", {"alert": "Closed on Friday.", "alert_until": date(2026, 12, 1)}),
        ("service", {"alert": "New number."}),
        ("service", {"referral_status": "open", "referral_status_as_of": date(2026, 11, 1)}),
        ("service", {"languages": ""}),
        ("service", {"languages": "en,cy,bfi"}),
        ("contactroute", {"languages": "pl"}),
        ("schedule", {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 2, 1)}),
        ("schedule", {"byday": "MO,TU,WE,TH,FR,SA,SU"}),
        ("tombstone", {"reason": "merged_into", "merged_into": UUID(int=7)}),
        ("verification", {"checked_on": None, "precision": ""}),
        ("verification", {"fact": "by-and-for", "digest": "1:" + "0123456789abcdef" * 4}),
        ("verification", {"method": "office_line", "spoke_with": "manager"}),
        ("contactroute", {"is_crisis_line": True, "do_not_test_call": True}),
        ("location", {"latitude": -90.0, "longitude": 180.0}),
        ("report", {"words": "x" * 300, "number": 10}),
        ("report", {"number": 15, "felt_unsafe": True}),
        ("report", {"is_raised": True, "address_shown": True}),
        ("report", {"outcome": "not_recorded"}),
    ],
    ids=str,
)
def test_a_row_at_the_edge_of_a_rule_is_kept(model: str, changes: Mapping[str, Any]) -> None:
    row = rows.MAKERS[model]()
    write(row, changes)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in changes} == changes


def test_no_check_of_any_model_is_left_without_a_bad_row() -> None:
    named = {
        constraint.name
        for model in apps.get_app_config("resources").get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    }
    assert named == {full_name(model, ending) for model, _changes, ending in TABLE} | BY_HAND


def test_no_helpline_is_ever_told_as_withdrawn_by_a_rule() -> None:
    lapse, rule = rows.lapse(), rows.withdrawal_rule()
    write(lapse, {"stage": "withdrawn", "rule": rule})
    with pytest.raises(IntegrityError, match="resources_lapse_helpline_stays"):
        write(lapse, {"kind": "helpline"})
