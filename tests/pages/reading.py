"""Reads a page as a person would: headings, links, sections and words, not style classes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Self

from django.test import Client

VOID = {"meta", "link", "input", "br", "img", "hr"}
# An element of a page ends a word; a part of a sentence does not.
INLINE = {"a", "b", "bdi", "span", "strong", "code"}
SERVICE_ADDRESS = re.compile(r"^/services/([a-z0-9]{6})/$")


@dataclass(eq=False)
class Element:
    """One element of a page."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Everything written in it, with single spaces."""
        return " ".join(self._text().split())

    def _text(self) -> str:
        inner = "".join(one if isinstance(one, str) else one._text() for one in self.children)
        return inner if self.tag in INLINE else f" {inner} "

    def walk(self, *without: "Element") -> Iterator[Self | "Element"]:
        """Yield it and everything in it, in order; `without` are left out with what they hold."""
        if self in without:
            return
        yield self
        for one in self.children:
            if isinstance(one, Element):
                yield from one.walk(*without)

    def all(self, tag: str, **attrs: str) -> list["Element"]:
        """Return every element of a kind, with these attributes (`aria_label` is aria-label)."""
        wanted = {name.replace("_", "-").strip("-"): value for name, value in attrs.items()}
        return [
            one
            for one in self.walk()
            if one.tag == tag and all(one.attrs.get(name) == wanted[name] for name in wanted)
        ]

    def one(self, tag: str, **attrs: str) -> "Element":
        """Return the only element of a kind."""
        (found,) = self.all(tag, **attrs)
        return found

    def has(self, tag: str, **attrs: str) -> bool:
        return bool(self.all(tag, **attrs))

    @property
    def hrefs(self) -> list[str]:
        """Where the links in it lead, in order."""
        return [link.attrs["href"] for link in self.all("a")]

    @property
    def answers(self) -> dict[str, str]:
        """Each question of its lists of facts with the answer."""
        return {
            name.words: value.words
            for name, value in zip(self.all("dt"), self.all("dd"), strict=True)
        }


class _Builder(HTMLParser):
    """Puts the elements of a page into a tree; an end tag that fits nothing is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document")
        self.open = [self.root]
        self.elements: list[Element] = []

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines: nobody asks where an element stands."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


class Page(Element):
    """A whole page and its status."""

    def __init__(self, text: str, status: int = 200) -> None:
        builder = _Builder()
        builder.feed(text)
        builder.close()
        super().__init__("document", {}, builder.root.children)
        self.status = status
        self._elements = builder.elements

    def walk(self, *without: Element) -> Iterator[Self | Element]:
        if without:
            yield from super().walk(*without)
        else:
            yield self
            yield from self._elements

    @property
    def title(self) -> str:
        """What browsers keep in their history."""
        return self.one("title").words

    @property
    def heading(self) -> str:
        return self.one("h1").words

    def section(self, heading: str) -> Element:
        """Return the section under a heading of the second rank, by its words."""
        for one in self.all("section"):
            if any(found.words == heading for found in one.all("h2")):
                return one
        raise AssertionError(f"There is no section {heading!r}.")

    def has_section(self, heading: str) -> bool:
        """Tell whether a heading of the second rank has these words."""
        return any(found.words == heading for found in self.all("h2"))

    @property
    def sections(self) -> list[str]:
        """The headings of the second rank, in order."""
        return [one.words for one in self.all("h2")]

    @property
    def cards(self) -> list[Element]:
        """Each service of a list, with all that the list says of it."""
        return self.one("main").all("li", class_="card")

    @property
    def counts(self) -> str:
        """How many services a list says that it holds, near and far."""
        return self.one("p", class_="counts").words

    @property
    def chosen(self) -> list[str]:
        """What a list says back of what was asked, each a thing to take off."""
        return [words.partition(", shows ")[0] for words in self.chips]

    @property
    def chips(self) -> list[str]:
        """The same with what taking it off would find, where that is said."""
        chips = self.all("ul", aria_label="What you asked for")
        return [one.words for chip in chips for one in chip.all("li")]

    @property
    def listed(self) -> list[str]:
        """The codes of the services listed, in order, without the lines open now at the end."""
        lines = self.all("section", aria_labelledby="open-now")
        links = [one for one in self.one("main").walk(*lines) if one.tag == "a"]
        matches = (SERVICE_ADDRESS.match(link.attrs["href"]) for link in links)
        return list(dict.fromkeys(match[1] for match in matches if match))


def read(client: Client, address: str, **asked: Any) -> Page:
    """Open a page; `asked` is its query."""
    response = client.get(address, asked)
    return Page(response.content.decode(), response.status_code)
