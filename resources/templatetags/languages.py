"""What templates say of the language of a text."""

from typing import Final

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# Names and texts of services, terms and areas are data, and the shipped ones are in English.
DATA_LANGUAGE: Final = "en"


@register.simple_tag
def of_data() -> SafeString:
    """Return the attribute that says in which language data are; empty where the page is in it."""
    spoken = (get_language() or DATA_LANGUAGE).split("-")[0]
    return SafeString("" if spoken == DATA_LANGUAGE else f' lang="{DATA_LANGUAGE}"')
