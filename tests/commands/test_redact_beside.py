"""A confidential value leaves what stands beside listings: questions to providers and proposals."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from resources.listings.deciding import Wanted
from resources.listings.proposals import content_of, propose
from resources.models import Confirmation, ProviderChange, SynonymGroup
from tests.commands.test_redact import SECRET, TRACES, Redact, redact, tables_with
from tests.confirming import a_link
from tests.factories import ServiceFactory, UserFactory
from tests.proposing_records import a_change

__all__ = ["redact"]

HOLDING = {
    "resources_confirmation",
    "resources_providerchange",
    "resources_proposalrevision",
    "resources_recordrevision",
}


def scatter() -> Confirmation:
    """Write the value wherever a provider, or the author of a proposal, can write."""
    author = UserFactory.make()
    service = ServiceFactory.make()
    asked = a_link(
        service,
        "a secret",
        address="office@quokkasted-lodge.example",
        source=f"A letter of {SECRET}",
    )
    ProviderChange.objects.create(
        confirmation=asked,
        fact="summary",
        label=SECRET,
        words=f"We left {SECRET}.",
        why=f"It names {SECRET}.",
    )
    summary = {"summary": f"Ask at {SECRET}."}
    wanted = Wanted(content_of(service.pk) | summary, f"So says {SECRET}.", SECRET)
    propose(service, author, timezone.now(), wanted)
    a_change(SynonymGroup.objects.create(words=["a b", "c d"]), author, note=f"See {SECRET}.")
    return asked


@pytest.mark.django_db
def test_questions_to_providers_and_proposals_lose_it_too(redact: Redact) -> None:
    asked = scatter()
    assert tables_with(*TRACES) >= HOLDING

    printed = redact()

    assert tables_with(*TRACES) == set()
    assert not [word for word in TRACES if word in printed.lower()]
    asked.refresh_from_db()
    assert "quokkasted" not in asked.address
    assert ProviderChange.objects.get().words == "We left [removed]."


@pytest.mark.django_db
def test_no_table_that_was_worked_out_from_words_of_the_staff_is_left(
    redact: Redact, tmp_path: Path, settings: LazySettings
) -> None:
    settings.VAR_DIR = tmp_path
    file = tmp_path / "precomputed" / "a table"
    file.parent.mkdir()
    file.write_bytes(b"synonyms")
    redact(commit=False)
    assert file.exists()
    redact()
    assert not file.exists()
