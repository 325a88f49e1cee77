"""Areas and terms are loaded as often as one likes; one command makes a directory ready to show."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from resources.language.people import read_people
from resources.language.risk import read_risk
from resources.listings.reference import taxonomy_id, term_id
from resources.models import Region, Service, SynonymGroup, Taxonomy, TaxonomyTerm
from resources.regions.mentions import mentionable
from resources.regions.nearby import _middles
from resources.regions.slips import spellings
from resources.regions.tables import shipped
from resources.search.vocabulary import _thesaurus
from tests.commands.listing_lines import dump, organization_line, service_line, write
from tests.factories import term

pytestmark = pytest.mark.django_db


def printed(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_loading_areas_and_terms_again_changes_nothing() -> None:
    printed("load_reference")
    before = dump()
    regions, terms = Region.objects.count(), TaxonomyTerm.objects.count()
    assert regions > 300
    assert terms > 50
    groups = SynonymGroup.objects.count()
    assert groups > 30
    assert printed("load_reference") == (
        f"{regions} regions, {terms} terms and {groups} groups of synonyms are loaded.\n"
    )
    assert dump() == before


def test_terms_and_areas_follow_the_files() -> None:
    TaxonomyTerm.objects.filter(slug="helpline").update(name="Wrong", synonyms=[])
    Region.objects.filter(slug="rotherham").update(name="Wrong")
    before = TaxonomyTerm.objects.count()
    printed("load_reference")
    assert term("helpline").name != "Wrong"
    assert term("helpline").synonyms
    assert Region.objects.get(slug="rotherham").name == "Rotherham"
    assert TaxonomyTerm.objects.count() == before


def test_a_term_that_a_curator_has_added_stays() -> None:
    added = TaxonomyTerm.objects.create(
        taxonomy=Taxonomy.objects.get(slug="topic"), slug="new-topic", code="zzz", name="New topic"
    )
    printed("load_reference")
    assert TaxonomyTerm.objects.get(pk=added.pk).name == "New topic"


def test_ids_of_terms_are_the_same_on_every_copy_of_the_directory() -> None:
    assert term("helpline").pk == term_id("helpline")
    assert Taxonomy.objects.get(slug="type").pk == taxonomy_id("type")


def test_prepare_brings_everything_in_and_changes_nothing_the_second_time(tmp_path: Path) -> None:
    file = str(write(tmp_path, organization_line(), service_line(1)))
    first = printed("prepare", file)
    assert "groups of synonyms are loaded" in first
    assert "2 to create" in first
    assert Service.objects.published().count() == 1
    before = dump()
    assert "0 to create, 0 to change, 2 to leave" in printed("prepare", file)
    assert dump() == before


def test_prepare_writes_what_a_server_would_work_out_and_removes_what_is_old(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.VAR_DIR = tmp_path
    folder = tmp_path / "precomputed"
    folder.mkdir()
    (folder / "of an older release").write_bytes(b"")
    for table in (read_risk, read_people, shipped, spellings, mentionable, _middles, _thesaurus):
        table.cache_clear()
    printed("prepare", str(write(tmp_path, organization_line(), service_line(1))))
    tables = sorted(file.name.split(".")[-2] for file in folder.iterdir())
    assert tables == [
        "_middles",
        "_thesaurus",
        "index",
        "mentionable",
        "read_people",
        "read_risk",
        "shipped",
        "spellings",
    ]


def test_every_area_lies_below_its_parent() -> None:
    lost = [
        area.slug
        for area in Region.objects.select_related("parent")
        if area.parent is not None and area.path != f"{area.parent.path}/{area.code}"
    ]
    assert lost == []
