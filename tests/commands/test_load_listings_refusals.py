"""What the loader refuses: curators win, removed listings stay away, addresses never change."""

from pathlib import Path

import pytest
from django.utils import timezone

from resources.choices import Publication, TombstoneReason
from resources.curation import workflow
from resources.models import Collection, Organization, Service
from tests.commands.listing_lines import (
    Line,
    collection_line,
    dump,
    load,
    made_id,
    organization_line,
    service,
    service_line,
)
from tests.factories import OrganizationFactory, ServiceFactory, UserFactory, code

pytestmark = pytest.mark.django_db

CURATED = "a curator has changed it since it was loaded; make the change in the staff area"


@pytest.fixture
def loaded(tmp_path: Path) -> None:
    """One organisation, two services and a list, from a file."""
    load(tmp_path, organization_line(), service_line(1), service_line(2), collection_line(1))


@pytest.mark.usefixtures("loaded")
def test_a_curators_change_wins_and_the_refusal_says_so(tmp_path: Path) -> None:
    mine = service()
    mine.summary, mine.last_modified = "Checked this morning.", timezone.now()
    mine.save()
    before = dump()
    printed = load(
        tmp_path,
        organization_line(),
        service_line(1, summary="From the file."),
        service_line(2),
        collection_line(1),
    )
    assert f"refuse service Listening 1, line 2 ({CURATED})" in printed
    assert dump() == before


@pytest.mark.usefixtures("loaded")
def test_a_line_that_has_not_changed_leaves_a_curators_work_without_a_word(tmp_path: Path) -> None:
    Service.objects.filter(pk=service().pk).update(
        summary="Checked this morning.", last_modified=timezone.now()
    )
    printed = load(tmp_path, organization_line(), service_line(1), service_line(2))
    assert "3 to leave, 0 to refuse" in printed
    assert service().summary == "Checked this morning."


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("model", [Organization, Collection])
def test_organizations_and_lists_that_a_curator_changed_are_refused_too(
    tmp_path: Path, model: type[Organization] | type[Collection]
) -> None:
    model._default_manager.update(last_modified=timezone.now())
    printed = load(
        tmp_path,
        organization_line(name="New name"),
        service_line(1),
        service_line(2),
        collection_line(1, title="New title"),
        verbosity=2,
    )
    kind = model.__name__.lower()
    refused = [line for line in printed.splitlines() if line.startswith("refuse ")]
    assert any(line.startswith(f"refuse {kind} New ") and CURATED in line for line in refused)
    assert not model._default_manager.filter(last_modified__lt=timezone.now()).filter(
        **{"name" if model is Organization else "title": "New name"}
    )


@pytest.mark.usefixtures("loaded")
def test_a_service_goes_with_its_refused_organization(tmp_path: Path) -> None:
    Service.objects.update(publication="draft")
    Organization.objects.update(last_modified=timezone.now())
    printed = load(tmp_path, organization_line(name="New name"), service_line(1, name="New too"))
    assert "refuse service New too, line 2 (its organization is refused)" in printed
    assert service().name == "Listening 1"


@pytest.mark.usefixtures("loaded")
def test_a_withdrawn_service_stays_withdrawn(tmp_path: Path) -> None:
    workflow.withdraw(service(), UserFactory.make(), timezone.now(), "The number is wrong.")
    load(tmp_path, organization_line(), service_line(1), service_line(2))
    assert service().publication == Publication.WITHDRAWN
    printed = load(tmp_path, organization_line(), service_line(1, name="Again"), service_line(2))
    assert "refuse service Again, line 2" in printed
    assert service().publication == Publication.WITHDRAWN


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("name", ["Listening 1", "Another name"])
def test_a_recalled_service_is_refused_with_the_reason_told_to_others(
    tmp_path: Path, name: str
) -> None:
    actor, now = UserFactory.make(), timezone.now()
    workflow.recall(service(), actor, now, TombstoneReason.ADDRESS_EXPOSED)
    printed = load(tmp_path, organization_line(), service_line(1, name=name), service_line(2))
    why = "it was removed: A private address was shown"
    assert f"refuse service {name}, line 2 ({why})" in printed
    assert service().publication == Publication.WITHDRAWN


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            service_line(1, code=code(555)),
            f"refuse service Listening 1, line 2 "
            f"(code: its page address is {code(801)} and never changes)",
        ),
        (
            service_line(1, slug="other"),
            "refuse service Listening 1, line 2 (slug: it is listening-1 and never changes)",
        ),
    ],
    ids=["code", "slug"],
)
def test_the_address_of_a_service_never_changes(tmp_path: Path, line: Line, why: str) -> None:
    before = dump()
    assert why in load(tmp_path, organization_line(), line, service_line(2))
    assert dump() == before


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("changed", ["code", "slug"])
def test_the_address_of_an_organization_never_changes(tmp_path: Path, changed: str) -> None:
    before = dump()
    line = organization_line() | {changed: {"code": code(555), "slug": "other"}[changed]}
    printed = load(tmp_path, line, service_line(1), service_line(2))
    assert f"refuse organization Helpers 1, line 1 ({changed}: " in printed
    assert dump() == before


@pytest.mark.parametrize("taken", ["code", "slug"])
def test_a_new_service_cannot_take_the_address_of_another(tmp_path: Path, taken: str) -> None:
    other = ServiceFactory.make()
    value = getattr(other, taken)
    printed = load(tmp_path, organization_line(), service_line(1) | {taken: value})
    why = f"{taken}: {value} belongs to another Service"
    assert f"refuse service Listening 1, line 2 ({why})" in printed
    assert not Service.objects.filter(pk=made_id("service-1")).exists()
    assert Service.objects.get(pk=other.pk).name == other.name


@pytest.mark.parametrize("taken", ["code", "slug"])
def test_a_new_organization_cannot_take_the_address_of_another(tmp_path: Path, taken: str) -> None:
    value = getattr(OrganizationFactory.make(), taken)
    printed = load(tmp_path, organization_line() | {taken: value}, service_line(1))
    why = f"{taken}: {value} belongs to another Organization"
    assert f"refuse organization Helpers 1, line 1 ({why})" in printed
    assert "refuse service Listening 1, line 2 (its organization is refused)" in printed
    assert not Service.objects.exists()


def test_a_refused_service_is_left_out_of_a_new_list(tmp_path: Path) -> None:
    taken = ServiceFactory.make().slug
    load(tmp_path, organization_line(), service_line(1, slug=taken), service_line(2),
         collection_line(1, 2))  # fmt: skip
    entries = Collection.objects.get().entries.all()
    assert [str(entry.service_id) for entry in entries] == [made_id("service-2")]
