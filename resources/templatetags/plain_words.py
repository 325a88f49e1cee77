"""The words of a page that need a word of explanation, found in what the page says.

{% load plain_words %}
{% held as page_text %}{% block main %}{% endblock %}{% endheld %}
{{ page_text }}
{% words_of page_text as words %}
"""

from django import template
from django.utils.safestring import SafeString

from resources.glossary import Word, words_in

register = template.Library()


@register.simple_block_tag
def held(content: SafeString) -> SafeString:
    """Hold a part of a page back in a variable, rendered once, to be read before it is shown."""
    return content


@register.simple_tag
def words_of(*parts: SafeString, only_short: bool = False) -> tuple[Word, ...]:
    """Return the words of the glossary that stand in parts of a page."""
    return words_in("".join(parts), only_short=only_short)
