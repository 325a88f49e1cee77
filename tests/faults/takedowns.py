"""`python -m tests.faults.takedowns COUNT ADDRESS...`: withdraw listings, and look at once.

It runs beside servers, on the database that the environment names. Every worker of every server is
asked right after each takedown, all at the same time, and was asked for the page just before: so
each has it in memory. It prints how many looks it took and how many of them still showed what was
gone. Where there are fewer listings than are to be withdrawn, they are put back, many at a time,
and withdrawn again.
"""

import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from itertools import cycle, islice
from typing import Any, Final

import django

from tests.faults.asked_workers import AskedWorkers

# Listings that are withdrawn one by one after they were put back together.
ROUND: Final = 500
Row = dict[str, Any]


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as page:  # noqa: S310  our own address
            page.read()
            return int(page.status)
    except urllib.error.HTTPError as error:
        return error.code


def rounds(listings: Sequence[Row], count: int) -> Iterator[list[Row]]:
    """Yield so many listings, in rounds in which none comes twice."""
    every = islice(cycle(listings), count)
    while some := list(islice(every, min(ROUND, len(listings)))):
        yield some


def put_back(listings: Iterable[Row]) -> None:
    """Show listings to the public again, those of one state together."""
    from resources.models import Service, publish_revision  # noqa: PLC0415  after the settings

    public = set(Service.objects.published().values_list("pk", flat=True))
    gone = [row for row in listings if row["pk"] not in public]
    for state in {row["publication"] for row in gone}:
        some = Service.objects.filter(
            pk__in=[row["pk"] for row in gone if row["publication"] == state]
        )
        some.update(publication=state)
        publish_revision(some)


def main(count: int, addresses: Sequence[str]) -> None:
    django.setup()
    from django.contrib.auth.models import User  # noqa: PLC0415  after the settings
    from django.utils import timezone  # noqa: PLC0415  after the settings

    from resources.curation import workflow  # noqa: PLC0415  after the settings
    from resources.models import Service  # noqa: PLC0415  after the settings

    actor = User.objects.create(username="takedowns", is_superuser=True)
    servers = [AskedWorkers(address) for address in addresses]

    def statuses(path: str) -> list[int]:
        return [status for server in servers for status in server.statuses(path)]

    stale = looks = done = 0
    began = time.monotonic()
    # With the states to which they are put back.
    public: Any = Service.objects.published().order_by("pk")
    listings = list(public.values("pk", "code", "publication"))
    for some in rounds(listings, count):
        put_back(some)
        for row in some:
            page = f"/services/{row['code']}/"
            if any(status != HTTPStatus.OK for status in statuses(page)):
                sys.exit(f"{page} was not there before")
            service = Service.objects.get(pk=row["pk"])
            workflow.withdraw(service, actor, timezone.localtime(), "closed", in_danger=True)
            seen = statuses(page)
            looks += len(seen)
            stale += sum(status != HTTPStatus.GONE for status in seen)
        done += len(some)
        seconds = time.monotonic() - began
        sys.stderr.write(f"{done} takedowns, {stale} stale, after {seconds:.0f} s\n")
    sys.stdout.write(f"{looks} looks, {stale} stale\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
