"""From one row of the research to a line about a service."""

import re
from collections.abc import Collection
from typing import Any, Final

from resources.validators import is_web_address
from tests.listings_source.dates import dated
from tests.listings_source.holds import kind_of
from tests.listings_source.places import AS_SHIPPED, areas_of, as_lines
from tests.listings_source.ways import contacts_of, made

Row = dict[str, Any]

COSTS: Final = {"free": "free", "low-cost": "low_cost", "paid": "paid", "unknown": "not_known"}
REFERRALS: Final = {
    "self": "self",
    "professional": "professional",
    "either": "self_or_professional",
    "unknown": "not_known",
}
# Facts under the same name in both files.
SAME: Final = (
    *("minimum_age", "maximum_age", "what_happens_next", "who_answers", "what_they_ask"),
    *("call_back", "police_report_needed", "pre_trial_therapy", "referral_status"),
)
TOLD: Final = ("alert", "eligibility", "not_for", "summary")
# Facts whose sources are named, by the name that the listings have for them.
SOURCED: Final = {
    **{name: name for name in SAME},
    "alert": "alert",
    "alternate_names": "alternate_name",
    "by_and_for": "by-and-for",
    "eligibility": "eligibility_description",
    "interpreter": "interpreter",
    "languages": "languages",
    "needs_account": "needs_account",
    "needs_name": "needs_name",
    "not_for": "excludes_description",
    "on_itemised_bill": "on_itemised_bill",
    "step_free": "step_free",
    "types": "type",
    "voicemail": "voicemail",
    "who_for": "audience",
}
# Services that look after pets and house nobody.
FOR_PETS: Final = frozenset(
    {"Cats Protection Lifeline", "Dogs Trust Freedom Project", "Endeavour Pets Service"}
)
BSL: Final = "bfi"
_NUMBERS: Final = re.compile(r"\d[\d ]{4,}\d")


def service_line(
    row: Row, shipped: Row | None, names: Row, organization: str, sites: Collection[str]
) -> Row:
    """Return the line of a service.

    `names` are its id, code and slug; `sites` the addresses of organisations that were read.
    """
    sources = sources_of(row, shipped)
    line: Row = {"record": "service", **names, "organization": organization, "name": row["name"]}
    line |= _given(alternate_name=", ".join(row.get("alternate_names", ())))
    line |= {"summary": row["summary"]} | _given(card_line=row.get("card_line"))
    line |= _publication(row) | _facts(row)
    line["terms"] = _terms(row)
    line |= _areas(row, shipped)
    languages = list(row.get("language_codes", ()))
    if shipped and BSL in shipped.get("languages", ()) and BSL not in languages:
        languages.append(BSL)
    line |= _given(languages=languages)
    line["interpreter"] = row.get("interpreter", "not_known")
    line |= _given(police_report_needed=row.get("police_report_needed"))
    line |= _given(accessibility_description=_access(row))
    line |= _given(contacts=contacts_of(row, shipped, names["id"], sources))
    line |= _given(location=_location(row, shipped, names["id"], line["areas"]))
    line["sources"] = sources
    line |= _given(fact_sources=_fact_sources(row, line), curator_note=_note(row, sites))
    return line


def _given(**values: Any) -> Row:
    """Return what is known of some values: a key that is missing means "not known"."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {}, ())}


def _publication(row: Row) -> Row:
    """Return how far a listing is on its way to the public, and what holds it back."""
    if "retired" in row:
        return {
            "status": "defunct",
            "publication": "withdrawn",
            "hold_kind": "closed",
            "hold_reason": row["retired"]["reason"],
            "removal_reason": "closed",
        }
    if row["ready_to_publish"]:
        return {"status": "active", "publication": "published"}
    held = {"hold_kind": kind_of(row["hold_reason"]), "hold_reason": row["hold_reason"]}
    return {"status": "active", "publication": "draft", **held}


def _facts(row: Row) -> Row:
    """Return the facts of the service itself."""
    facts = _given(minimum_age=row.get("minimum_age"), maximum_age=row.get("maximum_age"))
    facts |= _given(
        eligibility_description=row.get("eligibility"), excludes_description=row.get("not_for")
    )
    for name in ("what_happens_next", "who_answers", "what_they_ask", "call_back"):
        facts |= _given(**{name: row.get(name)})
    facts |= {"cost": COSTS[row["cost"]], "referral_routes": REFERRALS[row["referral"]]}
    if "referral_status" in row:
        as_of = dated(row["referral_status_as_of"])
        if as_of is None:
            raise ValueError(f"{row['name']}: a waiting list without a date")
        facts |= {
            "referral_status": row["referral_status"],
            "referral_status_as_of": as_of[0],
            "referral_status_precision": as_of[1],
        }
    if "alert" in row:
        year = row["alert_date"]
        facts["alert"] = row["alert"] if year in row["alert"] else f"{row['alert']} ({year})"
    return facts


def _terms(row: Row) -> Row:
    """Return the slugs of the terms, by taxonomy."""
    types = list(row["types"])
    if row["name"] in FOR_PETS:
        types = ["pets" if slug == "housing" else slug for slug in types]
    terms = {"type": types, "topic": row["issues"], "audience": row["who_for"]}
    return {name: slugs for name, slugs in terms.items() if slugs} | (
        {"by-and-for": row["by_and_for"]} if row.get("by_and_for") else {}
    )


def _areas(row: Row, shipped: Row | None) -> Row:
    """Return the areas, as they were shipped where they are still the same."""
    areas = areas_of(row)
    if shipped:
        before = {(one["region"], one.get("part", False)) for one in shipped["areas"]}
        if before == set(areas) or row["name"] in AS_SHIPPED:
            words = shipped.get("coverage_description")
            return {"areas": shipped["areas"]} | _given(coverage_description=words)
    return {"areas": as_lines(areas)} | _given(coverage_description=", ".join(row["areas"]))


def _access(row: Row) -> str:
    """Return what was read of access, in the words of the source."""
    words = [text.removesuffix(" (as read)") for text in row["accessibility"]]
    has_number = any(one["type"] in {"phone", "relay-uk"} for one in row["channels"])
    if "text_relay" in row and not has_number:
        words.append("Relay UK")
    return "; ".join(text[:1].upper() + text[1:] for text in words)


def _location(row: Row, shipped: Row | None, service_id: str, areas: list[Row]) -> Row:
    """Return the place of a service; research holds none that is not public."""
    address = row["address"]
    if not address:
        return {}
    kept = (shipped or {}).get("location") or {"id": made(service_id, "place")}
    lines = address["lines"]
    place = {"id": kept["id"], "address_visibility": "full"} | _given(
        address_1=lines[0] if lines else "",
        address_2=", ".join(lines[1:]),
        city=address["town"],
        postcode=address["postcode"],
        region=kept.get("region") or (areas[0]["region"] if len(areas) == 1 else ""),
    )
    return place | _given(step_free=row.get("step_free"))


def sources_of(row: Row, shipped: Row | None) -> list[Row]:
    """Return the sources with their dates: as they were shipped, or as their words say.

    A number that may never be published is not quoted from a source either.
    """
    before = {(one["facts"], one.get("url", "")): one for one in (shipped or {}).get("sources", ())}
    hidden = _unread_numbers(row)
    found = []
    for raw in row["sources"]:
        url = raw.get("url", "")
        facts = raw["facts"]
        for number in hidden:
            facts = facts.replace(number, "another line")
        kept = before.get((facts, url)) or before.get((raw["facts"], url))
        if kept:
            found.append(kept | {"facts": facts})
            continue
        one = {"facts": facts, "kind": raw["kind"].replace("-", "_")}
        if is_web_address(url):
            one["url"] = url
        if date := dated(raw.get("page_date")):
            one |= {"checked_on": date[0], "precision": date[1]}
        found.append(one)
    return found


def _unread_numbers(row: Row) -> list[str]:
    """Return the numbers that nobody may publish."""
    told = [one["value"] for one in row["unconfirmed"] if isinstance(one, dict)]
    return [number for value in told for number in _NUMBERS.findall(value)]


def _fact_sources(row: Row, line: Row) -> Row:
    """Return the places of the sources of each fact; what rests on all of them names none."""
    found = {}
    for name, places in sorted((row.get("facts_sources") or {}).items()):
        listed = [
            one
            for one in (places if isinstance(places, list) else [places])
            if isinstance(one, int)
        ]
        is_shown = name != "step_free" or "location" in line
        if listed and name in SOURCED and is_shown:
            found[SOURCED[name]] = listed
    return found


def _note(row: Row, sites: Collection[str]) -> str:
    """Return the note for curators, with the values that nobody has read at its end."""
    ways = {(one["type"], one["value"]) for one in row["channels"]}
    values = []
    for one in row["unconfirmed"]:
        if isinstance(one, str):
            values.append(one)
            continue
        name = one["type"] if one["field"].startswith("channel") else one["field"]
        value = one["value"]
        # Read since, for this service or for another of its organisation.
        has_been_read = value in sites or (one["type"], value) in ways
        if name != "organisation_url" or not has_been_read:
            values.append(re.sub(r"\s*;\s*", ", ", f"{name} {value}"))
    unread = f"Unconfirmed, never publish: {'; '.join(values)}." if values else ""
    return " ".join(filter(None, (_unsaid(row), unread)))


def _unsaid(row: Row) -> str:
    """Return what only curators are told: a sentence that the public reads too is left out."""
    told = " ".join(str(row.get(name, "")) for name in (*SAME, *TOLD))
    parts = re.split(r"(?<=[.;])\s+", row["curator_note"] or "")
    return " ".join(part for part in parts if part and part not in told)
