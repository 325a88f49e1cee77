"""Rules that the text of the repository has to keep, whatever its pages happen to show today."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Curators, the loader and the workflow see what is not public; the models say what public means.
# What takes a confidential value out of every row has to see every row.
MAY_SEE_DRAFTS = (*("admin/", "curation/", "listings/", "management/", "migrations/", "models/"),)
MANAGERS = {f"Service.{name}" for name in ("objects", "_default_manager", "_base_manager")}
# What is public of removals is no row: an id, a reason, a time (tests/models/test_removed.py).
STARTS = {"published", "removed", "none"}
HOST = re.compile(r"(?:[a-z]+:)?//[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# In two parts each, so that this file does not name them itself.
REGISTRIES = [
    "".join(parts)
    for parts in (
        ("pypi.", "org"),
        ("pypi.python.", "org"),
        ("files.python", "hosted.org"),
        ("registry.npm", "js.org"),
        ("registry.yarn", "pkg.com"),
        ("static.crates", ".io"),
        ("index.crates", ".io"),
        ("proxy.gol", "ang.org"),
        ("ruby", "gems.org"),
        ("repo.maven.", "apache.org"),
        ("deb.deb", "ian.org"),
    )
]


def tracked() -> list[Path]:
    """Return every file of the repository that is there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def loose_starts(source: str) -> list[int]:
    """Return the lines on which `Service.objects` is not followed by what the public may see."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in MANAGERS:
            parent = parents.get(node)
            if not isinstance(parent, ast.Attribute) or parent.attr not in STARTS:
                found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Service.objects.published().filter(a=1)", []),
        ("(\n    Service.objects\n    .published()\n)", []),
        ("queryset = Service.objects.none()", []),
        ("Service.objects.removed()", []),
        ('"""As in Service.objects.all()."""', []),
        ("x = 1\nService.objects.all()", [2]),
        ("rows = Service.objects", [1]),
        ("Service._default_manager.get(pk=1)", [1]),
    ],
)
def test_a_question_that_could_show_a_draft_is_found(source: str, lines: list[int]) -> None:
    assert loose_starts(source) == lines


def test_public_code_starts_from_what_the_public_may_see() -> None:
    loose, questions = [], 0
    for file in sorted((ROOT / "resources").rglob("*.py")):
        place = file.relative_to(ROOT / "resources").as_posix()
        if place.startswith(MAY_SEE_DRAFTS):
            continue
        source = file.read_text(encoding="utf-8")
        questions += source.count("Service.objects.published()")
        loose += [f"{place}:{line}" for line in loose_starts(source)]
    assert loose == []
    assert questions > 5


@pytest.mark.proves("SAFETY 2.1")
def test_no_template_and_no_style_sheet_names_another_site() -> None:
    files = [one for folder in ("templates", "static") for one in (ROOT / folder).rglob("*.*")]
    named = [
        (file.relative_to(ROOT).as_posix(), match)
        for file in files
        for match in HOST.findall(file.read_text(encoding="utf-8"))
    ]
    assert len(files) > 30
    assert named == []


@pytest.mark.parametrize("text", ["https://a.example/x", "//cdn.example", "url(HTTP://a.b)"])
def test_the_name_of_another_site_would_be_found(text: str) -> None:
    assert HOST.search(text)


def test_no_style_sheet_loads_anything_but_its_own_parts() -> None:
    loaded = []
    for file in (ROOT / "static").rglob("*.css"):
        text = file.read_text(encoding="utf-8")
        loaded += re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')\s]+)", text)
    assert loaded
    assert [one for one in loaded if not re.fullmatch(r"url\(|[\w./-]+\.css|data:.*", one)] == []


# What speaks to another machine by itself: mail, the web, bare connections.
SPEAKING = {"smtplib", "http.client", "urllib.request", "socket", "ssl", "ftplib", "telnetlib"}
SPEAKING |= {"requests", "httpx", "aiohttp", "urllib3", "websockets", "django.core.mail"}


def spoken_with(source: str) -> set[str]:
    """Return the modules that a text imports and that speak to another machine."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    whole = {".".join(name.split(".")[:depth]) for name in names for depth in range(1, 4)}
    return whole & SPEAKING


@pytest.mark.parametrize(
    "source",
    ["import smtplib", "from django.core import mail", "from urllib.request import urlopen",
     "def f():\n    import http.client", "from django.core.mail.message import EmailMessage"],
)  # fmt: skip
def test_code_that_would_send_something_is_found(source: str) -> None:
    assert spoken_with(source)


# The watch reads providers' public pages, by a command that is off until it is switched on. No page
# of ours can start it (the layers in pyproject.toml).
WATCH = "resources/listings/watch/fetching.py"
# It holds the socket on which the server itself listens.
LISTENS = "directory/serving/server.py"
# It ends the line of a visitor whose list failed midway, by the socket that is there already.
HANGS_UP = "directory/serving/streaming.py"


@pytest.mark.proves("SAFETY 2.7")
def test_our_code_writes_to_providers_and_to_nobody_else() -> None:
    """One module makes messages, one function calls it, and one page of the staff calls that."""
    files = [one for folder in ("directory", "resources") for one in (ROOT / folder).rglob("*.py")]
    texts = {one.relative_to(ROOT).as_posix(): one.read_text(encoding="utf-8") for one in files}
    assert len(files) > 80
    speaking = {name: found for name, text in texts.items() if (found := spoken_with(text))}
    message, asking = (
        "resources/curation/confirmation_mail.py",
        "resources/curation/confirmation.py",
    )
    assert set(speaking) == {"directory/mail.py", message, WATCH, LISTENS, HANGS_UP}
    assert {name for name, text in texts.items() if "confirmation_mail" in text} == {asking}
    calling = {name for name, text in texts.items() if "ask_for_confirmation" in text}
    assert calling == {asking, "resources/admin/confirming.py"}
    assert not spoken_with("from urllib.parse import urlsplit")


def test_no_file_names_a_package_registry() -> None:
    files = tracked()
    named = []
    for file in files:
        text = file.read_bytes().decode("utf-8", errors="ignore").lower()
        named += [(file.relative_to(ROOT).as_posix(), host) for host in REGISTRIES if host in text]
    assert len(files) > 100
    assert named == []
