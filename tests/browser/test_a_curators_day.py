"""The day of a curator in a real browser: each page is scanned, and the console is quiet.

Four people, each with a passkey of a device that is not there.
"""

from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.browser.curators_day import Day, Person
from tests.browser.staff_site import staff_site
from tests.infrastructure.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.long]

LISTINGS: Final = ("tests/data/extreme_listings.jsonl",)
AA: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")


def test_a_staff_of_four_keeps_a_listing_true_from_the_invitation_to_the_recall(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    seen: dict[str, list[str]] = {}

    def look(person: Person, name: str) -> None:
        said, person.console[:] = list(person.console), []
        held = person.device.held()
        seen[name] = said + violations(person.page, tags=AA)
        # A scanner says a few things too, and makes Chromium forget the device.
        person.console.clear()
        person.device.plug_in(held)

    with staff_site(tmp_path_factory.mktemp("day"), LISTINGS) as site:
        day = Day(chromium, site, look)
        day.walk()
        said = [line for person in day.people for line in person.console]
        for person in day.people:
            person.context.close()
    assert {name: found for name, found in seen.items() if found} == {}
    assert said == []
