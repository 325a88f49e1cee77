"""What a listings file may make public, and what of the public it may change: almost nothing."""

from pathlib import Path

import pytest

from resources.choices import Publication
from resources.models import Collection, Review, Service
from tests.commands.listing_lines import (
    collection_line,
    dump,
    load,
    organization_line,
    service,
    service_line,
)

pytestmark = pytest.mark.django_db

THREE = (organization_line(), service_line(1), collection_line(1))


def test_a_file_publishes_only_into_an_empty_directory_and_only_when_it_is_told_to(
    tmp_path: Path,
) -> None:
    printed = load(tmp_path, *THREE, as_shipped=False)
    assert "What is new is a draft." in printed
    assert service(1).publication == Publication.DRAFT
    assert not Collection.objects.get().is_published
    load(tmp_path, *THREE, service_line(2))
    assert service(2).publication == Publication.DRAFT
    assert not Review.objects.exists()


def test_what_is_public_is_refused_when_its_line_changes_and_left_when_it_does_not(
    tmp_path: Path,
) -> None:
    load(tmp_path, *THREE)
    before = dump()
    printed = load(
        tmp_path,
        organization_line(name="Other helpers"),
        service_line(1, summary="Other."),
        collection_line(1, title="Other steps"),
    )
    assert printed.splitlines()[:3] == [
        "refuse organization Other helpers, line 1 (it is public: change it by its page)",
        "refuse service Listening 1, line 2 (it is public: change it by its page)",
        "refuse collection Other steps, line 3 (it is public: change it by its page)",
    ]
    assert load(tmp_path, *THREE).startswith("0 to create, 0 to change, 3 to leave")
    assert dump() == before


def test_what_was_withdrawn_does_not_come_back_by_a_file(tmp_path: Path) -> None:
    load(tmp_path, *THREE)
    Service.objects.update(publication=Publication.WITHDRAWN)
    assert "it was withdrawn" in load(tmp_path, organization_line(), service_line(1, name="Other"))
    assert service(1).publication == Publication.WITHDRAWN
