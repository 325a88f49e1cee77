"""Our own facts in a feed, under their prefix: our listings that come round, and copies of them."""

from collections.abc import Iterator
from typing import Any, Final

from resources.choices import (
    OUR_PREFIX,
    Channel,
    ContactCost,
    DatePrecision,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
    TraceAnswer,
)
from resources.curation.document import listing_document
from resources.listings.openreferral.cleaning import (
    Notes,
    day,
    line,
    link,
    parts,
    plain,
    said,
)
from resources.listings.openreferral.feeds import Json
from resources.models import Service
from resources.models.contact import TRACE_FIELDS
from resources.models.service_rules import ANSWER_FIELDS
from resources.opening_hours import DAY_CODES
from resources.validators import fits

LINES: Final = {"summary": 240, "card_line": 90, "coverage_description": 300}
TEXTS: Final = (
    "excludes_description",
    "what_happens_next",
    "who_answers",
    "what_they_ask",
    "call_back",
    "confidentiality",
    "accessibility_description",
)
LINKS: Final = ("easy_read_url", "bsl_url")
CHOICES: Final[dict[str, list[str]]] = {
    "cost": ServiceCost.values,
    "referral_routes": ReferralRoutes.values,
    **{name: ["yes", "no"] for name in ANSWER_FIELDS},
}
FLAGS: Final = ("is_crisis_line", "do_not_test_call")
# What a record says of a listing in the words of the standard.
PLAIN: Final = ("name", "alternate_name", "status", "minimum_age", "maximum_age",
                "eligibility_description")  # fmt: skip


def our(content: Json, name: str) -> str:
    """Return one of our facts as text."""
    return said(content, OUR_PREFIX + name)


def is_ours(content: Json, there: Service) -> bool:
    """Tell whether a record says of itself that it is a listing that is there."""
    return our(content, "code") == there.code


def facts_of(content: Json, notes: Notes) -> Json:
    """Return our facts of a service, cleaned like those of others."""
    if not our(content, "code"):
        return {}
    found: Json = {}
    for name, longest in LINES.items():
        found[name] = line(content, OUR_PREFIX + name, notes, longest)
    for name in TEXTS:
        found[name] = plain(content, OUR_PREFIX + name, notes)
    for name in LINKS:
        found[name] = link(content, OUR_PREFIX + name, notes)
    for name, values in CHOICES.items():
        given = our(content, name)
        found[name] = given if given in values else ""
    found |= _dated(content, notes)
    facts = {name: value for name, value in found.items() if value}
    if said(content, "url") in {our(one, "value") for one in parts(content, "contacts")}:
        # The feed names a site here that is one of the ways of contact, for readers of others.
        facts["url"] = ""
    return facts


def _dated(content: Json, notes: Notes) -> Json:
    """Return what a date belongs to: whether people are taken now, and the end of an alert."""
    found: Json = {}
    status = our(content, "referral_status")
    of = day(content, f"{OUR_PREFIX}referral_status_as_of", notes)
    precision = our(content, "referral_status_precision")
    if status in ReferralStatus.values and of and precision in DatePrecision.values:
        found = {
            "referral_status": status,
            "referral_status_as_of": of.isoformat(),
            "referral_status_precision": precision,
        }
    until = day(content, f"{OUR_PREFIX}alert_until", notes)
    if until and said(content, "alert"):
        found["alert_until"] = until.isoformat()
    return found


def term_of(term: Json) -> str:
    """Return one of our terms as taxonomy and slug; blank for a term of others."""
    taxonomy = [our(one, "slug") for one in parts(term, "taxonomy_detail")]
    code = said(term, "code")
    return f"{taxonomy[0]}/{code}" if taxonomy and taxonomy[0] and code else ""


def contacts_of(content: Json) -> Iterator[tuple[str, str, Json]]:
    """Yield our ways of contact: channel, value, and what is known of each."""
    for contact in parts(content, "contacts"):
        channel, value = our(contact, "channel"), our(contact, "value")
        # An address to write to or to come to is one that a curator types in.
        if channel not in Channel.values or channel in {Channel.POST, Channel.IN_PERSON}:
            continue
        if not fits(channel, value):
            continue
        cost = our(contact, "cost")
        more: Json = {
            "label": our(contact, "label")[:120],
            "note": our(contact, "note")[:300],
            "languages": _codes(contact.get(f"{OUR_PREFIX}languages")),
            "cost": cost if cost in ContactCost.values else "",
            "hours": hours_of(content, said(contact, "id")),
        }
        more |= {flag: contact.get(OUR_PREFIX + flag) is True for flag in FLAGS}
        more |= {
            name: answer for name in TRACE_FIELDS
            if (answer := our(contact, name)) in TraceAnswer.values
        }  # fmt: skip
        yield channel, value, {name: one for name, one in more.items() if one}


def _codes(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def hours_of(content: Json, contact: str) -> list[Json]:
    """Return the rows of hours of one way of contact, or with none those of the whole service."""
    found = []
    for row in parts(content, "schedules"):
        is_of_place = bool(said(row, "service_at_location_id"))
        days = our(row, "byday").split(",")
        if (
            our(row, "contact_id") != contact
            or is_of_place
            or row.get(f"{OUR_PREFIX}is_after_midnight")
        ):
            continue
        if not days or any(one not in DAY_CODES for one in days):
            continue
        made: Json = {
            "days": days,
            "opens": our(row, "opens_at"),
            "closes": our(row, "closes_at"),
            "bank_holidays": our(row, "bank_holidays") or "not_known",
        }
        made |= {key: said(row, key) for key in ("valid_from", "valid_to") if said(row, key)}
        found.append(made)
    return sorted(found, key=str)


def said_otherwise(content: Json, there: Service) -> list[str]:
    """Return the fields in which a record of ours is not what stands here."""
    document = listing_document(there)
    told = {name: (said(content, name), _text(document.get(name))) for name in PLAIN}
    for name in (*LINES, *TEXTS, *LINKS, *CHOICES):
        told[name] = (our(content, name), _text(document.get(name)))
    told["description"] = (
        said(content, "description"),
        _text(document.get("description")) or _text(document.get("summary")),
    )
    lists = {
        "terms": (
            sorted(term_of(term) for one in parts(content, "attributes")
                   for term in parts(one, "taxonomy_term")),
            sorted(f"{taxonomy}/{slug}" for taxonomy, slugs in document.get("terms", {}).items()
                   for slug in slugs),
        ),
        "service_areas": (
            sorted((our(one, "code"), one.get(f"{OUR_PREFIX}is_partial") is True)
                   for one in parts(content, "service_areas")),
            sorted((area.region_id, area.is_partial) for area in there.areas.all()),
        ),
        "contacts": (
            sorted((our(one, "channel"), our(one, "value")) for one in parts(content, "contacts")),
            sorted((str(one["channel"]), one["value"]) for one in document.get("contacts", [])),
        ),
        "schedules": (hours_of(content, ""), document.get("hours", [])),
    }  # fmt: skip
    other = [name for name, (here, there_) in told.items() if here != there_]
    return other + [name for name, pair in lists.items() if pair[0] != pair[1]]


def _text(value: object) -> str:
    text = "" if value is None else str(value).strip()
    return "" if text == "not_known" else text
