"""`python -m tests.faults.takedowns ADDRESS COUNT`: withdraw listings, and look at once.

It runs beside a server, on the database that the environment names, and prints how many looks it
took and how many of them still showed what was gone.
"""

import sys
import urllib.error
import urllib.request
from http import HTTPStatus
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


def main(address: str, count: int) -> None:
    django.setup()
    from django.contrib.auth.models import User  # noqa: PLC0415  after the settings
    from django.utils import timezone  # noqa: PLC0415

    from resources.curation import workflow  # noqa: PLC0415
    from resources.models import Service  # noqa: PLC0415

    actor = User.objects.create(username="takedowns", is_superuser=True)
    stale = looks = 0
    for service in Service.objects.published().order_by("pk")[:count]:
        page = f"{address}/services/{service.code}/"
        if any(status_of(page) != HTTPStatus.OK for _ in range(LOOKS)):
            sys.exit(f"{page} was not there before")
        workflow.withdraw(service, actor, timezone.localtime(), "closed")
        seen = [status_of(page) for _ in range(LOOKS)]
        looks += LOOKS
        stale += sum(status != HTTPStatus.GONE for status in seen)
    sys.stdout.write(f"{looks} looks, {stale} stale\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
