"""Who follows a recipe of CONTRIBUTING.md to the letter has done it: nothing else turns red.

Each recipe is followed in a copy. The part of the suite that knows of filters, fields or areas has
to pass there as it is, and what the recipe promises is looked at in `added_*.py`.
"""

import re
from pathlib import Path
from textwrap import indent
from typing import Final

import pytest

from tests.recipes.scratch import Scratch, blocks_of

pytestmark = pytest.mark.long

FACETS: Final = "resources/search/facets.py"
FILTERS: Final = "resources/filters/service_filter.py"
FORM: Final = "resources/presenters/choices.py"
EXAMPLES: Final = "tests/search/test_facets.py"
KNOWS_FILTERS: Final = (
    "tests/search/test_oracle.py",
    "tests/domain/test_filter_choices.py",
    "tests/domain/test_layers.py",
    "tests/api/test_description.py",
    "tests/api/test_asking.py",
    "tests/pages/test_parity.py",
    "tests/pages/test_service_list.py",
    "tests/benchmark/test_benchmark.py",
)
KNOWS_FIELDS: Final = (
    "tests/models/test_migrations.py",
    "tests/models/test_check_constraints.py",
    "tests/admin/test_pages.py",
    "tests/admin/test_service_editing.py",
    "tests/api/test_description.py",
    "tests/commands/test_load_listings.py",
    "tests/pages/test_service_page.py",
)
KNOWS_AREAS: Final = (
    EXAMPLES,
    "tests/domain/test_regions.py",
    "tests/domain/test_starts.py",
    "tests/domain/test_nearby.py",
    "tests/domain/test_filter_choices.py",
    "tests/pages/test_areas.py",
    "tests/api/test_near.py",
)


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A copy of the repository."""
    return Scratch(tmp_path)


# What follows from a filter is looked at each time; whether all that knows of filters still passes,
# and the other recipes, by `make endurance`.
@pytest.mark.parametrize("widely", [False, pytest.param(True, marks=pytest.mark.endurance)])
def test_a_filter_is_added_as_written_and_all_else_follows(
    scratch: Scratch, *, widely: bool
) -> None:
    meaning, asked, example, offered = blocks_of("Add a filter")
    scratch.insert(FACETS, "MappingProxyType(\n    {\n", meaning, 8)
    scratch.replace(
        FILTERS, "\n    class Meta:\n", f"\n{indent(asked, ' ' * 4)}\n    class Meta:\n"
    )
    scratch.append(EXAMPLES, f"\n\n{example}")
    heading, _colon, _fields = offered.partition(": {")
    (line,) = re.findall(
        rf"^ *{re.escape(heading)}.*\n",
        (scratch.folder / FORM).read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    scratch.replace(FORM, line, indent(offered, " " * 8))
    failed = scratch.failures(
        "tests/recipes/added_filter.py",
        EXAMPLES,
        *(KNOWS_FILTERS if widely else ()),
    )
    assert not failed, "\n".join(failed)


@pytest.mark.endurance
def test_a_field_is_added_as_written(scratch: Scratch) -> None:
    column, fact = blocks_of("Add a field")
    name = column.split(" ")[0]
    model = "resources/models/service.py"
    scratch.replace(
        model, "    terms = models.ManyTo", f"{indent(column, ' ' * 4)}\n    terms = models.ManyTo"
    )
    made = scratch.run("manage.py", "makemigrations", "resources", "--name", f"add_{name}")
    assert made.returncode == 0, made.stderr
    staff = "resources/admin/listing_page.py"
    scratch.replace(
        staff, '("cost", "fees_description")', f'("cost", "fees_description"), "{name}"'
    )
    facts = "resources/presenters/facts.py"
    wait = '        Fact(_("Waiting"), _waiting(service, today), _("waiting times")),\n'
    scratch.insert(facts, wait, fact, 8)
    api = "resources/api/v1/serializers/services.py"
    scratch.insert(api, '            "coverage_description",\n', f'"{name}",\n', 12)
    row = '    accessibility_description: str = ""\n'
    scratch.insert("resources/listings/rows.py", row, f'{name}: str = ""\n', 4)
    scratch.insert(
        "resources/listings/parts.py", '    "coverage_description",\n', f'"{name}",\n', 4
    )
    failed = scratch.failures("tests/recipes/added_field.py", *KNOWS_FIELDS)
    assert not failed, "\n".join(failed)


@pytest.mark.endurance
def test_an_area_is_added_as_written(scratch: Scratch) -> None:
    area, outcode = blocks_of("Add a region")
    folder = "resources/data/places"
    scratch.append(f"{folder}/regions.csv", area)
    key = outcode.split(",")[0]
    text = (scratch.folder / folder / "outcodes.csv").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^{key},.*\n", text, re.MULTILINE)
    scratch.replace(f"{folder}/outcodes.csv", line, outcode)
    failed = scratch.failures("tests/recipes/added_region.py", *KNOWS_AREAS)
    assert not failed, "\n".join(failed)
