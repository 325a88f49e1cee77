"""What a first visit to the list costs on a slow phone."""

import pytest
from playwright.sync_api import Page, Response

pytestmark = pytest.mark.browser

MOST_BYTES = 30 * 1024
MOST_REQUESTS = 8


def test_the_list_with_everything_it_loads_weighs_at_most_thirty_kilobytes(
    scripted_page: Page,
) -> None:
    answers: list[Response] = []
    scripted_page.on("response", lambda one: answers.append(one))
    scripted_page.goto("/services/", wait_until="networkidle")

    loaded = [one for one in answers if not one.url.startswith("data:")]
    weight = sum(one.request.sizes()["responseBodySize"] for one in loaded)
    kinds = {one.request.resource_type for one in loaded}
    print(f"{weight} bytes in {len(loaded)} requests")  # noqa: T201  the figure, with -s
    assert kinds == {"document", "stylesheet", "script"}
    assert weight <= MOST_BYTES
    assert len(loaded) <= MOST_REQUESTS


def test_the_list_makes_sense_without_its_style_sheet(plain_page: Page) -> None:
    plain_page.route("**/*.css", lambda route: route.abort())
    plain_page.goto("/services/?region=E08000018")

    headings = plain_page.get_by_role("heading").all_inner_texts()
    assert headings[0].endswith("services in Rotherham, 1 filter")
    assert "In Rotherham" in headings
    # Reading order is source order: the way out first, then the list, then what is open now.
    text = plain_page.locator("body").inner_text()
    order = (
        "Exit this page",
        "services in Rotherham",
        "In Rotherham\n",
        "Open now, anywhere",
    )
    places = [text.index(words) for words in order]
    assert places == sorted(places)
