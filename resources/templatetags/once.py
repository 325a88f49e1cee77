"""The parts of a page that are the same for everybody, written once a language.

{% load once %}
{% once site_name %}<a href="{% url "home" %}">{{ site_name }}</a>{% endonce %}
"""

from collections.abc import Hashable
from typing import Final

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from resources.page_language import page_language

register = template.Library()
# Forms of one part, by language and by what it names: when there are more, all go.
MOST: Final = 128


class OnceNode(Node):
    """Renders what stands in it once for each language, and each value of what it names.

    It is given these values and nothing else of the page, so that nothing of a visit can be kept
    with it. What a person typed must never be named.
    """

    def __init__(self, nodes: NodeList, named: dict[str, FilterExpression]) -> None:
        self.nodelist = nodes
        self._named = named
        self._kept: dict[tuple[Hashable, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return what was written for these values, or write it."""
        given = {name: value.resolve(context) for name, value in self._named.items()}
        key = (page_language(), *given.values())
        found = self._kept.get(key)
        if found is None:
            with context.render_context.push_state(context.template):  # type: ignore[arg-type]  # it is set while a template renders
                found = self.nodelist.render(context.new(given))
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = found
        return found


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """Take the names of what the part depends on, besides the language."""
    _tag, *names = token.split_contents()
    nodes = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodes, {name: parser.compile_filter(name) for name in names})
