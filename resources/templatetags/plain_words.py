"""The words of a page that need an explanation, found in what the page says.

{% load plain_words %}
{% capture as page_text %}{% block main %}{% endblock %}{% endcapture %}
{{ page_text }}
{% words_explained page_text %}
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from resources.content.glossary import Word, words_in

register = template.Library()


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """Render a part of a page once, into a variable, to be read before it is shown."""
    return content


@register.simple_tag
def words_explained(*parts: SafeString, in_brief: bool = False) -> SafeString:
    """Return what the rare words of a page mean; in brief, what its abbreviations stand for."""
    words = words_in("".join(parts), only_short=in_brief)
    file = "components/short_forms.html" if in_brief else "components/words.html"
    return _explained(words, file, get_language()) if words else SafeString("")


# Most pages of one kind explain the same words. Nothing but words of the glossary is kept.
@lru_cache(maxsize=512)
def _explained(words: tuple[Word, ...], file: str, _language: str | None) -> SafeString:
    return render_to_string(file, {"words": words})
