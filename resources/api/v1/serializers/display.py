"""What a record asks of a screen that shows it, and under which terms it may be copied.

A number without its hours, or an old one without its date, hurts somebody. So each record says
itself what belongs together, what has to be shown, and what must not be.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from rest_framework import serializers

from resources.choices import ServiceStatus
from resources.models import Service

CC0: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
OGL: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
AREAS: Final = (
    "Names and codes of areas: Office for National Statistics, Open Government Licence v3.0."
)
POINTS: Final = (
    "Contains OS data © Crown copyright and database right 2025. Contains Royal Mail data © Royal "
    "Mail copyright and database right 2025."
)


class DutySerializer(serializers.Serializer[Any]):
    """A field, and what it asks of a screen."""

    field = serializers.CharField()
    means = serializers.CharField()


class PairSerializer(serializers.Serializer[Any]):
    """A field that is shown only together with others."""

    field = serializers.CharField()
    needs = serializers.ListField(child=serializers.CharField())
    means = serializers.CharField()


class DisplaySerializer(serializers.Serializer[Any]):
    """What a screen that shows the record has to do. Fields are named as they stand in it."""

    required_with = PairSerializer(many=True)
    must_show = DutySerializer(many=True)
    never_show = DutySerializer(many=True)


def _duty(field: str, means: str) -> dict[str, str]:
    return {"field": field, "means": means}


def _pair(field: str, needs: list[str], means: str) -> dict[str, Any]:
    return {"field": field, "needs": needs, "means": means}


NUMBER: Final = _pair(
    "contacts.value",
    ["contacts.label", "contacts.note", "contacts.cost", "contacts.schedules"],
    "Beside a number or a link stand its own name and note, what it costs and its hours. Where "
    "there are no hours, say that they are not known.",
)
TRACES: Final = _pair(
    "contacts.on_itemised_bill",
    ["contacts.value"],
    "What a contact leaves behind belongs to this one contact. Say nothing of it for the service.",
)
AGES: Final = _pair(
    "minimum_age", ["maximum_age"], "Show both ends, or neither. Null means that none is stated."
)
REFERRAL: Final = _pair(
    "referral_status",
    ["referral_status_as_of"],
    "Whether it takes new people is shown with the day on which that was said, or not at all.",
)
CHECKED: Final = _duty(
    "checked",
    "Say when it was last checked, or that it was not, and whether the service confirmed it.",
)
ATTRIBUTION: Final = _duty("attribution", "Stands once on a page that shows our records.")
ALERT: Final = _duty("alert", "A warning. It stands before the number, until `alert_until`.")
CLOSED: Final = _duty(
    "status", "It is closed for now: say so before the number, and call no line of it open."
)
UNCONFIRMED: Final = _duty(
    "checked.unconfirmed_since",
    "Nobody could confirm it for long: say since when, and list it last.",
)
URGENT: Final = _duty(
    "contacts.is_crisis_line", "A line for urgent need comes before the others of the service."
)
COPIES: Final = _duty(
    "must_refresh_by", "After this day a copy may not be shown: fetch it again or take it away."
)
TESTS: Final = _duty(
    "contacts.do_not_test_call",
    "Nobody may ring this line to test it, and no program either. It is no text for a page.",
)
QUIET: Final = _duty(
    "service_at_locations.location",
    "Where `address_visibility` is not `full`, the address is not public: show no map, no distance "
    "and no way there, and add no address that you know from elsewhere.",
)
AS_OPEN: Final = _duty(
    "contacts.intervals",
    "What is not known is never shown as closed: null, and what is not sure.",
)


def display(service: Service) -> dict[str, list[dict[str, Any]]]:
    """Return the duties of a row from `for_listing()`: the same in a list and by itself."""
    return {
        "required_with": [NUMBER, TRACES, AGES, REFERRAL],
        "must_show": [*_shown(service)],
        "never_show": [*_hidden(service)],
    }


def _shown(service: Service) -> Iterator[dict[str, str]]:
    if service.status == ServiceStatus.TEMPORARILY_CLOSED:
        yield CLOSED
    if service.alert:
        yield ALERT
    if any(route.is_crisis_line for route in service.contacts.all()):
        yield URGENT
    yield CHECKED
    if service.unconfirmed_since is not None:
        yield UNCONFIRMED
    yield COPIES
    yield ATTRIBUTION


def _hidden(service: Service) -> Iterator[dict[str, str]]:
    yield AS_OPEN
    if any(route.do_not_test_call for route in service.contacts.all()):
        yield TESTS
    yield QUIET


def attribution() -> str:
    """Return the sentences that a page with a copy shows, whatever the licence asks."""
    return f"{settings.SITE_NAME}. {AREAS} {POINTS}"
