"""Copies beside the real server, with two curators at work in processes of their own."""

from pathlib import Path
from typing import Any

import pytest

from tests.infrastructure.served import served
from tests.partners.copying import Copy
from tests.partners.served_work import STARTS, are_right, curators, read_meanwhile
from tests.shipped import ONE_IN, write_share

pytestmark = [pytest.mark.browser, pytest.mark.long]
Surroundings = dict[str, str]


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/directory.sqlite3",
        "PLAIN_HTTP": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": "a key of the tests alone, for one run of one server",
        "DJANGO_SETTINGS_MODULE": "directory.settings",
    }


def follow_two_curators(surroundings: Surroundings, steps: int, one_in: int) -> None:
    """Keep copies while listings change and the server is started again; they equal its list."""
    listings = Path(surroundings["VAR_DIR"]) / "share.jsonl"
    write_share(listings, one_in)
    places: list[Any] = []
    with served(environment=surroundings, workers=2, listings=(str(listings),)) as address:
        copies = [Copy(address + start) for start in STARTS]
        done = read_meanwhile(copies, curators(surroundings, steps))
        assert {"propose", "check"} <= set(done), done
        places = [(copy.services, copy.next.removeprefix(address)) for copy in copies]
    with served(environment=surroundings, workers=2, listings=()) as address:
        copies = []
        for services, place in places:
            copies.append(Copy(address + place))
            copies[-1].services = services
        read_meanwhile(copies, curators(surroundings, steps + 1))
        are_right(copies, address)


def test_copies_equal_the_directory_through_changes_and_a_new_start(
    surroundings: Surroundings,
) -> None:
    follow_two_curators(surroundings, 12, ONE_IN)


@pytest.mark.endurance
def test_copies_equal_the_directory_after_many_changes(
    surroundings: Surroundings,
) -> None:
    follow_two_curators(surroundings, 600, 1)
