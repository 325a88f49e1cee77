"""The ways to get in touch with a service: shipped ids stay where the number or address does."""

import re
import uuid
from collections import Counter
from typing import Any, Final

from tests.listings_source.stated import digits, states
from tests.listings_source.wording import keyword_apart, words_of

Row = dict[str, Any]

NUMBERS: Final = frozenset({"phone", "text", "whatsapp", "relay_uk"})
URGENT: Final = frozenset({"phone", "text", "webchat"})
TRACED: Final = ("phone", "text", "webchat")
TRACES: Final = ("on_itemised_bill", "voicemail", "caller_id", "needs_name", "needs_account")
COSTS: Final = {True: "free", False: "charged", None: "not_known"}
# Taking one of these lines for a test would take it from a person in danger.
NEVER_RUNG: Final = frozenset({"999", "101", "111"})
# How a service is reached in British Sign Language, in the words of its sources.
SIGNED: Final = {
    "Childline": "BSL interpreter through SignVideo",
    "Lancashire mental health crisis line": "British Sign Language through SignVideo",
    "Leeds safeguarding: worried about an adult or child": "BSL interpreting through SignVideo",
    "NHS 111 mental health option (England)": "NHS 111 British Sign Language service, SignVideo",
    "National Domestic Abuse Helpline": "BSL interpreters through SignVideo",
    "North East and North Cumbria mental health crisis help": (
        "British Sign Language through SignVideo"
    ),
    "Police: 101 and online reporting": "999 BSL video relay app",
    "South West London mental health crisis line": "British Sign Language through SignLive",
}
SIGNED_HOURS: Final = {
    "National Domestic Abuse Helpline": [
        {"days": ["MO", "TU", "WE", "TH", "FR"], "opens": "10:00", "closes": "18:00"}
    ]
}


# Sources that state a number in words that say less than the page did.
STATED_BY: Final = {
    ("Berkshire Women's Aid", "0808 801 0882"): 0,
    ("FLAG DV", "01635 015854"): 0,
    ("Lighthouse Women's Aid (Ipswich)", "01473 228 270"): 0,
    ("University of Nottingham Report and Support", "0115 951 8888"): 1,
}


def contacts_of(row: Row, shipped: Row | None, service_id: str, sources: list[Row]) -> list[Row]:
    """Return the ways of contact of a service, in the order of the research."""
    before = {_key(one): one for one in (shipped or {}).get("contacts", [])}
    several = Counter(one["type"] for one in row["channels"])
    found = []
    for raw in row["channels"]:
        is_one_of_several = several[raw["type"]] > 1
        way = _way(raw, before, service_id, is_one_of_several=is_one_of_several)
        found.append(way | _urgency(row, way))
    found += _by_relay(row, found, service_id) + _by_signing(row, service_id)
    _leave_traces(row, found)
    for way in found:
        by_hand = STATED_BY.get((row["name"], way["value"]))
        stated = [by_hand] if by_hand is not None else way.pop("sources", None)
        stated = stated or _stated(way, before.get(_key(way)), shipped, sources)
        # The last key of a contact, as in the file that was shipped before.
        way |= {"sources": stated} if stated else {}
    return found


def _key(way: Row) -> tuple[str, str]:
    """Return what makes a way of contact the same: its channel, and its number or address."""
    value = way["value"]
    return way["channel"], digits(value) if way["channel"] in NUMBERS else value


def _way(raw: Row, before: dict[Any, Row], service_id: str, *, is_one_of_several: bool) -> Row:
    """Return one way of contact, with the id and the form of the number it was shipped with."""
    channel = raw["type"].replace("-", "_")
    value, keyword = keyword_apart(raw["value"])
    way: Row = {"id": "", "channel": channel, "value": value}
    kept = before.get(_key(way))
    if kept:
        way |= {"id": kept["id"], "value": kept["value"]}
    else:
        way["id"] = made(service_id, f"{channel}:{_key(way)[1]}")
    label, note = words_of(raw["note"], is_one_of_several=is_one_of_several)
    note = " ".join(filter(None, (keyword, note)))
    if kept and (raw["note"] is None or kept.get("label", "") == note.removesuffix(".")):
        label, note = kept.get("label", ""), kept.get("note", "")
    way |= {name: text for name, text in (("label", label), ("note", note)) if text}
    way["cost"] = COSTS[raw["free"]]
    hours = _hours(raw["hours"], raw["note"] or "")
    if kept and _says_more(kept.get("hours"), hours):
        hours = kept["hours"]
    return way | ({"hours": hours} if hours else {})


def _says_more(kept: Any, hours: Any) -> bool:
    """Tell whether shipped hours are those of the research, and more of the same week."""
    if not isinstance(kept, list) or not isinstance(hours, list):
        return False
    return _by_day(hours) <= _by_day(kept)


def _by_day(hours: list[Row]) -> set[tuple[str, str, str]]:
    """Return hours one day at a time, for comparing."""
    return {(day, one["opens"], one["closes"]) for one in hours for day in one["days"]}


def made(service_id: str, words: str) -> str:
    """Return the id of a new part of a service."""
    return str(uuid.uuid5(uuid.UUID(service_id), words))


def _hours(hours: Any, note: str) -> Any:
    """Return hours as a listings file has them; midnight at the end of a day is 00:00."""
    if not isinstance(hours, list):
        return hours
    rests = re.search(r"(?:closed on|not) bank holidays", note, re.IGNORECASE)
    return [
        {
            "days": [day.upper() for day in one["days"]],
            "opens": one["opens"],
            "closes": "00:00" if one["closes"] == "24:00" else one["closes"],
            "bank_holidays": "closed" if rests else "not_known",
        }
        for one in hours
    ]


def _urgency(row: Row, way: Row) -> Row:
    """Return the marks of a line for urgent need, and of one that is never rung to test it."""
    is_urgent = "crisis" in row["types"] and way["channel"] in URGENT
    value = digits(way["value"]) if way["channel"] in NUMBERS else ""
    is_never_rung = (
        is_urgent
        or way["channel"] == "relay_uk"
        or value in NEVER_RUNG
        or value.startswith("116")
        or ("crisis" in row["types"] and way["channel"] == "whatsapp")
    )
    marks = {"is_crisis_line": is_urgent, "do_not_test_call": is_never_rung}
    return {name: True for name, is_set in marks.items() if is_set}


def _by_relay(row: Row, ways: list[Row], service_id: str) -> list[Row]:
    """Return the way by text relay, where a source says that there is one: 18001 and the number."""
    place = (row.get("facts_sources") or {}).get("text_relay")
    if not isinstance(place, int) or any(way["channel"] == "relay_uk" for way in ways):
        return []
    written = re.search(r"18001(?: \d+)+", " ".join(row["accessibility"]))
    phones = [way["value"] for way in ways if way["channel"] == "phone"]
    if not written and not phones:
        return []
    value = written[0] if written else f"18001 {phones[0]}"
    return [
        {
            "id": made(service_id, f"relay_uk:{digits(value)}"),
            "channel": "relay_uk",
            "value": value,
            "cost": "not_known",
            "do_not_test_call": True,
            "sources": [place],
        }
    ]


def _by_signing(row: Row, service_id: str) -> list[Row]:
    """Return the way in British Sign Language, where it is known how."""
    if row["name"] not in SIGNED:
        return []
    way: Row = {
        "id": made(service_id, "video_bsl"),
        "channel": "video_bsl",
        "value": SIGNED[row["name"]],
        "cost": "not_known",
        "sources": [row["facts_sources"]["bsl"]],
    }
    if row["name"] in SIGNED_HOURS:
        way["hours"] = SIGNED_HOURS[row["name"]]
    if "999" in way["value"]:
        way["do_not_test_call"] = True
    return [way]


def _leave_traces(row: Row, ways: list[Row]) -> None:
    """Give the answers about traces to the ways that they hold for."""
    for trace in TRACES:
        if trace not in row:
            continue
        named = (row.get("facts_channels") or {}).get(trace)
        channels = [named] if named else list(TRACED)
        concerned = [way for way in ways if way["channel"] in channels]
        for way in concerned or [way for way in ways if way["channel"] == "website"]:
            way[trace] = row[trace]


def _stated(way: Row, kept: Row | None, shipped: Row | None, sources: list[Row]) -> list[int]:
    """Return the places of the sources that state a way of contact.

    For a source and a way that were shipped together the answer stays: people have gone over it.
    """
    known: dict[tuple[str, str], bool] = {}
    if kept and shipped:
        for place, one in enumerate(shipped["sources"]):
            known[one["facts"], one.get("url", "")] = place in kept.get("sources", [])
    return [
        place
        for place, one in enumerate(sources)
        if known.get((one["facts"], one.get("url", "")))
        or (
            (one["facts"], one.get("url", "")) not in known
            and states(one, way["channel"], way["value"])
        )
    ]
