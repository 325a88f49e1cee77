"""Which pages are watched: those that published listings and their organisations link to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from resources.choices import Channel
from resources.models import Organization, Service
from resources.validators import DIALLED

# A chat is no page to read: asking for it may ring on somebody's desk.
READ: Final = frozenset({Channel.WEBSITE, Channel.WEB_FORM})


@dataclass(frozen=True, slots=True)
class Target:
    """One address, whose it is, and the numbers that may stand there."""

    address: str
    service: UUID | None
    organization: UUID | None
    numbers: frozenset[str]


def targets() -> list[Target]:
    """Return each address once, with the numbers of all listings that lead there."""
    found: dict[str, Target] = {}
    for target in (*_of_services(), *_of_organizations()):
        first = found.setdefault(target.address, target)
        numbers = first.numbers | target.numbers
        found[target.address] = Target(first.address, first.service, first.organization, numbers)
    return list(found.values())


def _numbers(service: Service) -> frozenset[str]:
    return frozenset(route.value for route in service.contacts.all() if route.channel in DIALLED)


def _of_services() -> Iterator[Target]:
    for service in Service.objects.published().prefetch_related("contacts").order_by("pk"):
        ways = [route.value for route in service.contacts.all() if route.channel in READ]
        for link in (service.url, *ways):
            if link:
                yield Target(_without_fragment(link), service.pk, None, _numbers(service))


def _of_organizations() -> Iterator[Target]:
    public = Service.objects.published().exclude(organization__website="")
    numbers: dict[UUID, frozenset[str]] = {}
    for service in public.prefetch_related("contacts"):
        key = service.organization_id
        numbers[key] = numbers.get(key, frozenset()) | _numbers(service)
    for row in Organization.objects.filter(pk__in=numbers).order_by("pk"):
        yield Target(_without_fragment(row.website), None, row.pk, numbers[row.pk])


def _without_fragment(link: str) -> str:
    return link.partition("#")[0]
