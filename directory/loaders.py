"""Templates are written for people to read; pages are sent without their indentation.

A page of the list is a quarter indentation. It is taken out of a template when it is read, which
happens once (the cached loader keeps the result), so an answer costs nothing more.
"""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

INDENTATION = re.compile(r"\s*\n\s*")
# A line that holds nothing but tags or a comment that write nothing themselves. Its own line break
# goes, the one before it stays: between two words there is still white space.
SILENT = (
    "load|extends|block|endblock|if|elif|else|endif|for|empty|endfor|with|endwith|ifchanged|"
    "endifchanged|once|endonce|regroup|get_current_language|get_current_language_bidi|"
    "firstof [^%]* as \\w+"
)
SILENT_LINE = re.compile(
    rf"^((?:\{{%\s*(?:{SILENT})(?:\s[^%]*)?%\}}|\{{#.*?#\}})+)\n", re.MULTILINE
)


def strip_indentation(text: str) -> str:
    """Return a template with each line begun at its margin, and without empty or silent lines.

    Only white space next to a line break is touched, and at least one break stays between two
    words, so that a browser shows the same. A template that writes `pre` or `textarea` with text of
    its own would be changed; none does.
    """
    return SILENT_LINE.sub(r"\1", INDENTATION.sub("\n", text.strip()))


class WhitespaceStrippingLoader(Loader):
    """Reads the templates of the project."""

    def get_contents(self, origin: Origin) -> str:
        """Return the text of a template as it is compiled."""
        return strip_indentation(super().get_contents(origin))
