"""What a line of a listings file says of an organisation."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from resources.models import Organization
from tests.commands.listing_lines import load, organization_line, service_line

pytestmark = pytest.mark.django_db


def test_what_an_organisation_says_of_itself_comes_changes_and_goes_with_its_line(
    tmp_path: Path,
) -> None:
    words = "A charity that survivors lead."
    draft = service_line(1, publication="draft")
    load(tmp_path, organization_line(description=words), draft)
    assert Organization.objects.get().description == words
    printed = load(tmp_path, organization_line(description="They listen."), draft)
    assert printed.startswith("0 to create, 1 to change, 1 to leave, ")
    assert Organization.objects.get().description == "They listen."
    load(tmp_path, organization_line(), draft)
    assert Organization.objects.get().description == ""


def test_what_a_curator_wrote_of_an_organisation_is_not_written_over(tmp_path: Path) -> None:
    draft = service_line(1, publication="draft")
    load(tmp_path, organization_line(), draft)
    later = timezone.now() + timedelta(minutes=1)
    Organization.objects.update(description="They listen.", last_modified=later)
    printed = load(tmp_path, organization_line(description="A charity."), draft)
    assert "a curator has changed it since it was loaded" in printed
    assert Organization.objects.get().description == "They listen."
