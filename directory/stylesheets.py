"""One style sheet for a visitor, several files for a contributor.

`static/css/site.css`, and `embed.css` for frames, import their parts, which plain static files
(`runserver`, tests) serve as they are. A browser would ask for each of them after it has read the
first; so `collectstatic` bundles them into one text, and takes out what only a reader needs.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What collectstatic found: the name of a file, and where it is read.
CollectedFiles = dict[str, tuple[Storage, str]]

SHEETS: Final = ("css/site.css", "css/embed.css")
SCRIPT: Final = "js/exit.js"
# The one form of import that we write: a file beside this one or in a folder here, in a layer.
IMPORT = re.compile(r'@import url\("((?:[\w-]+/)?[\w-]+\.css)"\) layer\(([\w-]+)\);')
QUOTED = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
# A quoted text stays as it is; a run of white space and comments counts as one space.
WORDS = re.compile(rf"(?P<kept>{QUOTED})|(?:\s|/\*.*?\*/)+", re.DOTALL)
# Around these characters a space never means anything, in a selector, a condition or a value. One
# before a colon does ("a :hover"), and so do those around + and - ("calc(1rem + 2px)").
SIGNS = re.compile(rf"(?P<kept>{QUOTED})| ?(?P<sign>[{{}};,]) ?|(?<=[\w)]): ")


class CannotBundleError(ValueError):
    """An import of a style sheet that is not written as we write them."""


def bundle(text: str, part: Callable[[str], str]) -> str:
    """Return a style sheet with its imports written out; `part` gives the text of a named file.

    Raise CannotBundleError when an import is left that would cost a request.
    """
    whole = IMPORT.sub(lambda match: f"@layer {match[2]} {{{part(match[1])}}}", text)
    if "@import" in minify_css(whole):
        message = 'write imports as @import url("name.css") layer(name);'
        raise CannotBundleError(message)
    return whole


def minify_css(text: str) -> str:
    """Return a style sheet without comments, indentation and the last semicolon of a block."""
    spaced = WORDS.sub(lambda match: match["kept"] or " ", text)
    tight = SIGNS.sub(lambda match: match["kept"] or match["sign"] or ":", spaced)
    return tight.replace(";}", "}").strip()


def strip_comments(script: str) -> str:
    """Return a script without its indentation and the lines that are nothing but a comment.

    Raise CannotBundleError for a text over several lines, in which a line may be anything.
    """
    if "`" in script or "/*" in script:
        message = f"{SCRIPT}: write comments as // and no text in backquotes"
        raise CannotBundleError(message)
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _beside(source: Callable[[str], str], folder: str, name: str) -> str:
    """Return the text of a file that a sheet of that folder names."""
    return source(posixpath.join(folder, name))


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, gzip and brotli, the style sheet as one file, the script without comments."""

    def post_process(
        self, paths: CollectedFiles, dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        """Name and compress what was collected, with the bundled sheet in place of its first file.

        It is made from the sources each time and held in memory, so nothing of an earlier run is in
        it. The parts are collected too; no page asks for them.
        """
        if not dry_run:
            memory = InMemoryStorage()
            for name, text in self._made(paths):
                memory.save(name, ContentFile(text.encode()))
                paths = {**paths, name: (memory, name)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _made(self, paths: CollectedFiles) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of each file that visitors get in another form."""

        def source(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read(), "utf-8")

        for sheet in paths.keys() & set(SHEETS):
            folder = posixpath.dirname(sheet)
            whole = bundle(source(sheet), partial(_beside, source, folder))
            yield sheet, minify_css(whole)
        if SCRIPT in paths:
            yield SCRIPT, strip_comments(source(SCRIPT))
