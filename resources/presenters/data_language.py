"""Texts of the data among the words of a page, marked where the page is in another language.

WCAG 3.1.2: a screen reader has to know which part of a sentence is in which language.
"""

from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from resources.page_language import page_language

# Names and texts of services, terms and areas are data, and the shipped ones are in English.
DATA_LANGUAGE: Final = "en"


def of_data() -> SafeString:
    """Return the attribute that says in which language data are; empty where the page is in it."""
    spoken = (page_language() or DATA_LANGUAGE).split("-")[0]
    return SafeString("" if spoken == DATA_LANGUAGE else f' lang="{DATA_LANGUAGE}"')


def marked_data(text: str) -> SafeString:
    """Return a text of the data as markup, with its language where the page is in another."""
    language = of_data()
    return format_html("<span{}>{}</span>", language, text) if language else format_html("{}", text)


def with_data(words: str, **parts: str) -> SafeString:
    """Put parts into words of the page, as "For %(groups)s", and return markup.

    A part that is markup already, as `marked_data` gives it, stays as it is.
    """
    return SafeString(
        conditional_escape(words) % {name: conditional_escape(part) for name, part in parts.items()}
    )
