"""The texts of the data that a page shows, written down for translators.

    python -m tests.data_messages

writes `resources/data/messages.txt`, where `makemessages` finds them. Pages ask for the translation
when they show a text (`{% translate line %}`), because only then the language is known.
"""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from resources.content.accessibility import read_statement
from resources.content.emergency import read_emergency
from resources.content.glossary import read_glossary
from resources.content.promises import Promise, read_promises

FILE = Path(__file__).parents[1] / "resources" / "data" / "messages.txt"
HEAD = """\
{# Texts of the data beside this file, for translators; no page is made from it. #}
{# Made by `python -m tests.data_messages`; a test says when it is old. #}
{% load i18n %}
"""


def _texts() -> Iterator[str]:
    """Yield every text that the pages translate, file by file."""
    for block in read_emergency().blocks:
        yield from (block.heading, *block.lines)
    statement = read_statement()
    yield from (*statement.beyond, *statement.not_yet_tested_by, *statement.limits)
    yield from (word.means for word in read_glossary())
    told = [field.name for field in fields(Promise)]
    for chapter in read_promises():
        yield chapter.title
        yield from (str(getattr(point, name)) for point in chapter.points for name in told)


def texts() -> list[str]:
    """Return them once each; the empty ones are no messages."""
    return [text for text in dict.fromkeys(_texts()) if text]


def as_template() -> str:
    """Return the file for translators, as a template: there a text is a line, however long."""
    return HEAD + "".join(f'{{% translate "{text}" %}}\n' for text in texts())


if __name__ == "__main__":
    FILE.write_text(as_template(), encoding="utf-8")
