"""A copy that is kept by the changes is the directory itself, whatever curators did meanwhile."""

from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from resources.models import Service
from tests.factories import ServiceFactory
from tests.partners.copying import CHANGES, Copy
from tests.partners.curator import Curator
from tests.partners.reading import exported, kept
from tests.publishing import publish_all

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines, pytest.mark.long]
SLICES = ("", "type=legal", "region=yorkshire-and-the-humber&topic=domestic-abuse")


def start(query: str, limit: int) -> str:
    return f"{CHANGES}?limit={limit}" + (f"&{query}" if query else "")


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.endurance)])
def test_copies_that_are_read_while_curators_work_equal_the_directory(
    client: Client, seed: int
) -> None:
    for number in range(24):
        ServiceFactory.make(
            name=f"Service {number}",
            terms=[["legal"], ["housing", "domestic-abuse"], []][number % 3],
            areas=[["leeds"], ["united-kingdom"], ["england"]][number % 3],
        )
    publish_all()
    chance = Random(seed)  # noqa: S311  the same order each time

    def read(address: str) -> Any:
        return client.get(address).json()

    copies = {query: Copy(start(query, 3), read) for query in SLICES}
    curators = [Curator(10 * seed + number, timezone.now) for number in range(2)]
    for _ in range(70):
        chance.choice(curators).step()
        if chance.random() < 0.6:
            chance.choice(list(copies.values())).take_page()
    done = curators[0].done + curators[1].done
    assert {"withdraw", "publish", "propose", "check", "rename_term"} <= set(done), done
    for query, copy in copies.items():
        copy.follow()
        from_start = Copy(start(query, 5), read)
        from_start.follow()
        assert kept(copy) == kept(from_start) == exported(read, query)
    assert len(copies[""].services) == Service.objects.published().count() > 0
