"""`python -m tests.faults.takedowns COUNT ADDRESS...`: withdraw listings, and look at once.

It runs beside servers, on the database that the environment names, and prints how many looks it
took and how many of them still showed what was gone. Where there are fewer listings than are to be
withdrawn, each is put back and withdrawn again.
"""

import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from http import HTTPStatus
from itertools import cycle, islice
from typing import Final

import django

# Connections, and with them workers, that are asked after each withdrawal.
LOOKS: Final = 6


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as page:  # noqa: S310  our own address
            page.read()
            return int(page.status)
    except urllib.error.HTTPError as error:
        return error.code


def statuses(addresses: Sequence[str], path: str) -> list[int]:
    """Ask each server in turn."""
    return [status_of(address + path) for address in islice(cycle(addresses), LOOKS)]


def main(count: int, addresses: Sequence[str]) -> None:
    django.setup()
    from django.contrib.auth.models import User  # noqa: PLC0415  after the settings
    from django.utils import timezone  # noqa: PLC0415  after the settings

    from resources.curation import workflow  # noqa: PLC0415  after the settings
    from resources.models import Service, publish_revision  # noqa: PLC0415  after the settings

    actor = User.objects.create(username="takedowns", is_superuser=True)
    stale = looks = 0
    # With the states to which they are put back.
    listings = list(Service.objects.published().order_by("pk").values("pk", "code", "publication"))
    for number, row in enumerate(islice(cycle(listings), count)):
        service = Service.objects.filter(pk=row["pk"])
        if number >= len(listings):
            service.update(publication=row["publication"])
            publish_revision(service)
        page = f"/services/{row['code']}/"
        if any(status != HTTPStatus.OK for status in statuses(addresses, page)):
            sys.exit(f"{page} was not there before")
        workflow.withdraw(service.get(), actor, timezone.localtime(), "closed", in_danger=True)
        seen = statuses(addresses, page)
        looks += len(seen)
        stale += sum(status != HTTPStatus.GONE for status in seen)
    sys.stdout.write(f"{looks} looks, {stale} stale\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
