"""A visitor gets one small style sheet that says the same as the files a contributor reads."""

import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from django.conf import LazySettings
from django.core.management import call_command

from directory.stylesheets import CannotBundleError, bundle, minify_css, strip_comments

STORAGE = "directory.stylesheets.BundledStaticFilesStorage"
SOURCES = Path(__file__).parents[2] / "static" / "css"


def collect() -> None:
    """Collect all but the sheets of the staff, which build on Django's."""
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["staff"])


@pytest.fixture
def collected(tmp_path: Path, settings: LazySettings) -> Path:
    """The folder of collected files, as `make run` serves it."""
    settings.STATIC_ROOT = str(tmp_path)
    # Ours alone: the files of the staff area are many, and are not what this is about.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STORAGE}}
    collect()
    return tmp_path


def sheet(folder: Path) -> Path:
    """Return the style sheet that pages name."""
    names = json.loads((folder / "staticfiles.json").read_text())["paths"]
    return folder / str(names["css/site.css"])


def parts() -> list[tuple[str, str]]:
    """Return the files that the style sheet imports, in order, each with its layer."""
    text = (SOURCES / "site.css").read_text()
    return re.findall(r'@import url\("([\w/.]+)"\) layer\((\w+)\);', text)


def test_the_collected_style_sheet_asks_for_no_other_file(collected: Path) -> None:
    text = sheet(collected).read_text()

    assert "@import" not in text
    assert "url(" not in text
    assert "/*" not in text
    for file, layer in parts():
        assert (SOURCES / file).is_file()
        assert f"@layer {layer}{{" in text
    assert text.startswith("@layer tokens,base,layout,components,print;")
    assert text.count("{") == text.count("}")


def test_every_rule_of_the_sources_is_in_it_once_and_in_order(collected: Path) -> None:
    text = sheet(collected).read_text()
    rules = [(layer, minify_css((SOURCES / file).read_text())) for file, layer in parts()]

    assert text.endswith("".join(f"@layer {layer}{{{rule}}}" for layer, rule in rules))


def test_it_is_there_for_browsers_with_brotli_and_with_gzip(collected: Path) -> None:
    file = sheet(collected)
    plain = file.read_bytes()

    assert brotli.decompress(Path(f"{file}.br").read_bytes()) == plain
    assert gzip.decompress(Path(f"{file}.gz").read_bytes()) == plain


def test_collecting_again_after_a_change_of_one_part_gives_another_name(
    collected: Path, tmp_path_factory: pytest.TempPathFactory, settings: LazySettings
) -> None:
    before = sheet(collected)
    changed = tmp_path_factory.mktemp("changed") / "css"
    changed.mkdir()
    (changed / "base.css").write_text("p { color: red }")
    settings.STATICFILES_DIRS = [changed.parent, *settings.STATICFILES_DIRS]
    collect()

    assert sheet(collected) != before
    assert "p{color:red}" in sheet(collected).read_text()


def test_the_plain_files_import_every_part_and_those_of_the_components_by_their_names() -> None:
    names = [file for file, _layer in parts()]
    written = {file.relative_to(SOURCES).as_posix() for file in SOURCES.rglob("*.css")}
    components = [name for name in names if name.startswith("components/")]

    embedded = {"embed.css", "embed/short_list.css"}
    assert set(names) == written - {"site.css"} - embedded
    assert len(set(names)) == len(names)
    assert components == sorted(components)
    assert {layer for file, layer in parts() if file in components} == {"components"}


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("a { b: c; }\n\n/* why */\nd, e { f: g; h: i; }", "a{b:c}d,e{f:g;h:i}"),
        ("a :hover > b + c { d: calc(1rem + 2px) }", "a :hover > b + c{d:calc(1rem + 2px)}"),
        ('a::before { content: " /* ; */  " }', 'a::before{content:" /* ; */  "}'),
        ("@media (a: b) and (c: d) { e { f: g } }", "@media (a:b) and (c:d){e{f:g}}"),
        ("[a='x; y'] b { --c: 1px  2px; }", "[a='x; y'] b{--c:1px 2px}"),
        ('a { content: "\\" ; " }', 'a{content:"\\" ; "}'),
        ("a/* of */b { c: d }", "a b{c:d}"),
    ],
)
def test_only_what_means_nothing_is_taken_out(text: str, small: str) -> None:
    assert minify_css(text) == small
    assert minify_css(small) == small


@pytest.mark.parametrize(
    "text", ['@import "a.css";', "@import url(a.css);", '@import url("a.css") screen;']
)
def test_an_import_that_would_cost_a_request_stops_the_collecting(text: str) -> None:
    with pytest.raises(CannotBundleError, match="write imports as"):
        bundle(text, lambda name: name)


def test_an_import_within_an_import_stops_it_too() -> None:
    with pytest.raises(CannotBundleError):
        bundle('@import url("a.css") layer(a);', lambda name: '@import "b.css";')


def test_the_script_is_sent_without_its_comments_and_with_every_statement(collected: Path) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    sent = (collected / names["js/exit.js"]).read_text()
    written = (SOURCES.parent / "js" / "exit.js").read_text()
    statements = [line.strip() for line in written.splitlines()]

    assert sent.splitlines() == [one for one in statements if one and not one.startswith("//")]
    assert len(sent) < len(written)


def test_a_line_within_a_text_is_not_taken_for_a_remark() -> None:
    assert strip_comments("  a('//b');  // why\n  // c\n\n  d();") == "a('//b');  // why\nd();"
    for text in ("a(`\n// b\n`)", "/* a\nb */"):
        with pytest.raises(CannotBundleError, match="backquotes"):
            strip_comments(text)


def test_each_file_of_a_component_has_the_name_of_its_template() -> None:
    templates = SOURCES.parents[1] / "templates" / "components"
    files = {file.stem for file in (SOURCES / "components").glob("*.css")}
    assert len(files) > 15
    assert files <= {file.stem for file in templates.glob("*.html")}
    named = re.findall(r"components/(\w+)\.css", (SOURCES / "site.css").read_text(encoding="utf-8"))
    assert sorted(named) == sorted(files)
