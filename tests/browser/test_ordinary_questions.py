"""From one box on the front page to a number: one action on a phone, and a screen of scrolling."""

import pytest
from playwright.sync_api import Page

from tests.browser.pages import PHONE

pytestmark = pytest.mark.browser

# Written down before any of them was asked.
QUESTIONS = (
    "Rotherham",
    "S60 1AE",
    "domestic abuse Leeds",
    "my husband hits me",
    "rape crisis Glasgow",
    "someone to talk to",
    "I am 15 and my dad hurts me",
    "refuge near Cardiff",
    "my ex keeps following me",
    "he controls all my money",
    "help for men in Belfast",
    "I was abused as a child",
    "counselling",
    "he shared my photos online",
    "worried about my sister",
    "forced marriage",
    "lesbian and my girlfriend hits me",
    "solicitor for a court order",
    "my son hits me",
    "nowhere to sleep tonight in Bristol",
)
# How far down the first number stands that a phone can call or text.
FIRST_NUMBER = """() => {
  const links = [...document.querySelectorAll('main a[href^="tel:"], main a[href^="sms:"]')];
  const seen = links.find(link => link.checkVisibility() && !link.closest('details'));
  return seen ? Math.round(seen.getBoundingClientRect().bottom + scrollY) : null;
}"""


def test_twenty_are_asked() -> None:
    assert len(set(QUESTIONS)) == 20


@pytest.mark.parametrize("question", QUESTIONS)
def test_one_action_leads_to_a_number_on_the_first_two_screens(
    same_plain_page: Page, question: str
) -> None:
    same_plain_page.goto("/")
    same_plain_page.get_by_label("Where are you, or what do you need?").fill(question)
    same_plain_page.keyboard.press("Enter")
    same_plain_page.wait_for_url("**/r/**")
    found = same_plain_page.evaluate(FIRST_NUMBER)

    assert found is not None
    assert found <= 2 * PHONE["height"]
