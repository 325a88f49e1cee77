"""One record of a feed as a listing in the shape of a listings file, or why it is not taken."""

from dataclasses import dataclass
from datetime import date
from typing import Final, get_args
from uuid import UUID, uuid5

from resources.choices import HoldKind, ServiceStatus
from resources.listings.facts import FactName
from resources.listings.openreferral import ours
from resources.listings.openreferral.cleaning import (
    Guard,
    Notes,
    RefusedError,
    ages,
    day,
    line,
    link,
    parts,
    plain,
    said,
    shortened,
)
from resources.listings.openreferral.contacts import contacts_of
from resources.listings.openreferral.costs import costs_of
from resources.listings.openreferral.feeds import Json, Record
from resources.listings.openreferral.opening import SCHEDULES, hours
from resources.listings.openreferral.places import places_of, streets_of
from resources.listings.openreferral.words import (
    Words,
    areas_of,
    attributes,
    is_of_refuge,
    languages_of,
    terms_of,
)
from resources.regions import Tables

# Ids of records whose own are none: the same record has the same one again.
SPACE: Final = UUID("5b1d1a1e-9a07-4c6c-8d57-6a4f3d2f9b10")
SUMMARY: Final = 240
SOURCE_KIND: Final = "open_referral"
HELD: Final = (
    "From a feed of others: nobody here has read it. Write the summary in our own words, check the "
    "ways of contact, and say what of a place may be public."
)
# What has no field here, and is told to the curator.
TOLD: Final = (
    "application_process",
    "wait_time",
    "interpretation_services",
    "accreditations",
    "licenses",
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What making a listing depends on, beside its record."""

    host: str
    address: str
    words: Words
    tables: Tables
    today: date
    area: str = ""


@dataclass(slots=True)
class Made:
    """A record that can be a listing: its content without code, slug and organisation."""

    record: Record
    key: UUID
    document: Json
    guard: Guard

    @property
    def notes(self) -> Notes:
        return self.guard.notes

    @property
    def owner(self) -> Json:
        return parts(self.record.content, "organization")[0]


def key_of(record: Record, host: str) -> UUID:
    """Return the id that a record has here: its own where it is a UUID."""
    typed = said(record.content, "id")
    if not typed:
        raise RefusedError("id", "it has none")
    try:
        key = UUID(typed)
    except ValueError:
        return uuid5(SPACE, f"{host}:{typed}")
    return key if key.int else uuid5(SPACE, f"{host}:{typed}")


def make(record: Record, setting: Setting, notes: Notes) -> Made:
    """Return the listing of a record; RefusedError names the field and says why there is none."""
    if record.wrong:
        raise RefusedError(*record.wrong)
    service = record.content
    key = key_of(record, setting.host)
    name = line(service, "name", notes, 200)
    if not name:
        raise RefusedError("name", "it has none")
    if not parts(service, "organization") or not said(parts(service, "organization")[0], "name"):
        raise RefusedError("organization", "it does not say who runs it")
    terms = terms_of(service, setting.words, notes)
    if not terms.get("topic"):
        raise RefusedError("attributes", _no_topic(notes))
    streets = tuple(one.casefold() for one in streets_of(service) if len(one) > 5)
    guard = Guard(streets, _is_refuge(service, setting), notes)
    if guard.text("name", name) != name:
        raise RefusedError("name", "it holds an address")
    document: Json = {
        "record": "service",
        "id": str(key),
        "name": name,
        "status": _status(service),
        "terms": terms,
        **_texts(service, guard),
        **ages(service, notes),
        **costs_of(service, notes),
        **_reach(service, key, setting, guard),
        "referral_routes": "not_known",
        "interpreter": "not_known",
        **ours.facts_of(service, notes),
        "publication": "draft",
        "hold_kind": HoldKind.OTHER.value,
        "hold_reason": HELD,
    }
    document = guard.everywhere(document)
    kept = {field: value for field, value in document.items() if value not in ("", None, [], {})}
    return Made(record, key, _sourced(kept, service, setting, notes), guard)


def _no_topic(notes: Notes) -> str:
    unknown = ", ".join(dict.fromkeys(notes.unknown_terms))[:200]
    told = f" (not known here: {unknown})" if unknown else ""
    return f"no term says that it is about what this directory is for{told}"


def _status(service: Json) -> str:
    typed = said(service, "status").casefold().replace("_", " ")
    if typed not in ServiceStatus.values:
        why = f"{typed[:30]!r} is none of {', '.join(ServiceStatus.values)}" if typed else "none"
        raise RefusedError("status", why)
    return typed


def _is_refuge(service: Json, setting: Setting) -> bool:
    texts = [said(service, key) for key in ("name", "alternate_name", "description", "alert",
                                            "eligibility_description")]  # fmt: skip
    named = [said(one, key) for visit in parts(service, "service_at_locations")
             for one in parts(visit, "location") for key in ("name", "description")]  # fmt: skip
    terms = [said(term, "name") for term in attributes(service)]
    return is_of_refuge([*texts, *named, *terms], setting.words)


def _texts(service: Json, guard: Guard) -> Json:
    notes = guard.notes
    text = guard.text("description", plain(service, "description", notes))
    if not text:
        raise RefusedError("description", "nothing says what it does")
    summary = shortened(text, SUMMARY)
    eligible = [plain(service, "eligibility_description", notes)]
    eligible += [
        plain(one, "eligibility", notes) for one in parts(service, "eligibilities", "eligibility")
    ]
    return {
        "summary": summary,
        "description": text if summary != " ".join(text.split()) else "",
        "alternate_name": line(service, "alternate_name", notes, 200),
        "url": link(service, "url", notes),
        "eligibility_description": "\n".join(filter(None, eligible)),
        "alert": shortened(plain(service, "alert", notes), 300),
        "curator_note": _told(service, notes),
    }


def _told(service: Json, notes: Notes) -> str:
    """Return what has no field here, for the curator alone."""
    rows = [(key, plain(service, key, notes)) for key in TOLD]
    documents = parts(service, "required_documents")
    rows += [("required_documents", plain(one, "document", notes)) for one in documents]
    told = [f"{key}: {text}" for key, text in rows if text]
    return "\n".join(["What the feed says beside:", *told]) if told else ""


def _reach(service: Json, key: UUID, setting: Setting, guard: Guard) -> Json:
    """Return how, where and when it is reached."""
    notes = guard.notes
    places: list[Json] = []
    if not guard.is_refuge:
        places = places_of(service, key, setting.tables, notes)
    elif streets_of(service):
        notes.add("addresses", "it may be a refuge, and nothing of its place was taken")
    areas = areas_of(service, setting.words, setting.tables, notes)
    access = [
        plain(one, name, notes)
        for visit in parts(service, "service_at_locations")
        for location in parts(visit, "location")
        for one in parts(location, "accessibility")
        for name in ("description", "details")
    ]
    return {
        "areas": areas or _areas_otherwise(places, setting, notes),
        "contacts": contacts_of(service, key, notes),
        "languages": languages_of(service, notes),
        "hours": _hours(service, notes),
        "location": places[0] if places else None,
        "other_locations": places[1:],
        "accessibility_description": "\n".join(dict.fromkeys(filter(None, access))),
    }


def _hours(service: Json, notes: Notes) -> list[Json]:
    """Return the hours of the whole service; a copy of ours says which are of a way of contact."""
    if ours.our(service, "code"):
        return ours.hours_of(service, "")
    return hours(parts(service, *SCHEDULES), notes)


def _areas_otherwise(places: list[Json], setting: Setting, notes: Notes) -> list[Json]:
    """Return the area that its place is in, as a part of it, or the one that was said for all."""
    near = sorted({place["region"] for place in places if place.get("region")})
    if near:
        notes.add("service_areas", "none is said; the area of its place was taken, as a part")
        return [{"region": slug, "part": True} for slug in near]
    if setting.area:
        notes.add("service_areas", f"none is said; {setting.area} was taken, as for all")
        return [{"region": setting.area}]
    raise RefusedError("service_areas", "nothing known here says where it helps")


def _sourced(document: Json, service: Json, setting: Setting, notes: Notes) -> Json:
    """Return a listing with the feed as the source of what it says, with its date of assurance."""
    source: Json = {"facts": "What an Open Referral feed says of it.", "kind": SOURCE_KIND}
    if setting.address:
        source["url"] = setting.address
    assured = day(service, "assured_date", notes)
    if assured and assured > setting.today:
        notes.add("assured_date", f"{assured} is in the future, and was left out")
    elif assured:
        source |= {"checked_on": assured.isoformat(), "precision": "day"}
    for contact in document.get("contacts", []):
        contact["sources"] = [0]
    known = set(get_args(FactName)) & document.keys() - {"referral_routes", "interpreter"}
    stated = {name: [0] for name in sorted(known | document["terms"].keys())}
    return {**document, "sources": [source], "fact_sources": stated}
