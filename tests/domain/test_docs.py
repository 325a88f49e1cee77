"""What the documents point to is there: files, folders, tests and commands."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from django.core.management import get_commands

from tests.domain.test_markdown import tracked_markdown

ROOT: Final = Path(__file__).parents[2]
# What a run makes.
MADE_BY_A_RUN: Final = ("var/", ".venv/")
# A file of somebody else's package, and an address that looks like a folder.
NOT_OURS: Final = {
    "tokenizer.json",
    "staff/",
    # Files of a feed, and of a snapshot.
    "datapackage.json",
    "manifest.json",
    "services.csv",
    "contacts.csv",
}
ENDINGS: Final = "css|csv|gz|html|js|json|jsonl|lock|md|npy|py|sh|toml|txt"
# "a/b.py", "a/b.py::test_c", "a/*.txt", "a/b/"; never an address such as "/find".
FILE: Final = re.compile(rf"(?:[\w.*-]+/)*[\w*-][\w.*-]*\.(?:{ENDINGS})(?:::\w+)?|(?:[\w.-]+/)+")
CODE: Final = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK: Final = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
MADE: Final = re.compile(r"\bmake ([a-z]+)\b")
MANAGED: Final = re.compile(r"\bmanage\.py ([a-z_]+)")
MODULE: Final = re.compile(r"python -m (tests[\w.]*)")


@cache
def paths() -> frozenset[str]:
    """Return every file of the repository, and every folder with a stroke at its end."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = set(filter(None, listed.stdout.split("\0")))
    folders = {f"{folder}/" for file in files for folder in Path(file).parents}
    return frozenset(files | folders)


def is_there(name: str) -> bool:
    """Tell whether a path, or the last parts of one, is a file or a folder of the repository."""
    file, _, test = name.partition("::")
    ending = "[^/]*".join(map(re.escape, file.split("*")))
    whole = re.compile(rf"(?:.*/)?{ending}")
    found = [path for path in paths() if whole.fullmatch(path)]
    if not test:
        return bool(found)
    return any(f"def {test}(" in (ROOT / path).read_text(encoding="utf-8") for path in found)


def _spans(text: str) -> Iterator[str]:
    """Yield what stands in code, in a line or in a block."""
    parts = text.split("```")
    for block in parts[1::2]:
        yield from block.splitlines()
    for prose in parts[::2]:
        yield from CODE.findall(prose)


def missing_paths(text: str, name: str) -> list[str]:
    """Return the files that a document names in code or links to, and that are not there."""
    folder = (ROOT / name).parent
    prose = "".join(text.split("```")[::2])
    named = [span for span in CODE.findall(prose) if FILE.fullmatch(span)]
    ours = [span for span in named if not span.startswith(MADE_BY_A_RUN) and span not in NOT_OURS]
    links = [link for link in LINK.findall(prose) if "://" not in link]
    return [
        *(span for span in ours if not (is_there(span) or (folder / span).exists())),
        *(link for link in links if not (folder / link).exists()),
    ]


def missing_commands(text: str) -> list[str]:
    """Return the commands that a document tells people to run, and that nobody can."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    known = {f"make {target}" for target in targets} | {f"manage.py {it}" for it in get_commands()}
    told = list(_spans(text))
    named = [f"make {target}" for span in told for target in MADE.findall(span)]
    named += [f"manage.py {command}" for span in told for command in MANAGED.findall(span)]
    missing = [command for command in named if command not in known]
    modules = [module for span in told for module in MODULE.findall(span)]
    for module in modules:
        path = module.replace(".", "/")
        if not paths() & {f"{path}.py", f"{path}/__main__.py"}:
            missing.append(f"python -m {module}")
    return missing


@pytest.mark.parametrize("name", tracked_markdown())
def test_every_file_that_a_document_names_is_there(name: str) -> None:
    assert missing_paths((ROOT / name).read_text(encoding="utf-8"), name) == []


@pytest.mark.parametrize("name", tracked_markdown())
def test_every_command_that_a_document_names_can_be_run(name: str) -> None:
    assert missing_commands((ROOT / name).read_text(encoding="utf-8")) == []


def test_a_document_that_names_what_is_gone_is_found() -> None:
    text = "`resources/nowhere.py`, `no_such.csv`, `test_docs.py::test_gone`, [a](gone.md)"
    expected = ["resources/nowhere.py", "no_such.csv", "test_docs.py::test_gone", "gone.md"]
    assert missing_paths(text, "README.md") == expected
    told = "`make nothing`\n```\nmanage.py nothing_at_all\n```\n`python -m tests.nothing`"
    expected = ["make nothing", "manage.py nothing_at_all", "python -m tests.nothing"]
    assert missing_commands(told) == expected
    assert (
        missing_paths("`README.md`, `tests/domain/`, `places/*.csv`, `var/x.py`", "README.md") == []
    )
    assert missing_commands("`make test`, `manage.py redact`, `python -m tests.promises`") == []
