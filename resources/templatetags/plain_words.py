"""The words of a page that need an explanation, found in what the page says.

{% load plain_words %}
{% capture as page_text %}{% block main %}{% endblock %}{% endcapture %}
{{ page_text }}
{% words_explained page_text %}
"""

from functools import lru_cache
from typing import Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from resources.content.glossary import Word, read_glossary, words_in
from resources.page_language import page_language

register = template.Library()
WORDS: Final = "components/words.html"
SHORT_FORMS: Final = "components/short_forms.html"


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """Render a part of a page once, into a variable, to be read before it is shown."""
    return content


@register.simple_tag
def words_explained(*parts: SafeString) -> SafeString:
    """Return what the rare words of a page mean."""
    words = words_in("".join(parts))
    return _explained(words, page_language()) if words else SafeString("")


def explained_in_brief(words: frozenset[Word]) -> SafeString:
    """Return what the short forms of a page stand for, in the order of the alphabet."""
    return _in_brief(words, page_language()) if words else SafeString("")


@lru_cache(maxsize=512)
def _in_brief(words: frozenset[Word], _language: str | None) -> SafeString:
    shown = [word for word in read_glossary() if word in words]
    return render_to_string(SHORT_FORMS, {"words": shown})


# Most pages of one kind explain the same words. Nothing but words of the glossary is kept.
@lru_cache(maxsize=512)
def _explained(words: tuple[Word, ...], _language: str | None) -> SafeString:
    return render_to_string(WORDS, {"words": words})
