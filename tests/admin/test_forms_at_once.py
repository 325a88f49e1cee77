"""Two people send the form of one listing at the same moment, each with their own connection."""

from pathlib import Path

import pytest
from django.test import Client

from resources.choices import Publication
from resources.models import ProposalRevision, Service
from tests.admin.forms import address, filled
from tests.factories import ServiceFactory, UserFactory
from tests.infrastructure.at_once import at_once, own_connections

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_reference_rows_afterwards", "_reference_rows"),
]
SUMMARIES = ("Someone who listens.", "Somebody to talk to.")
NUMBERS = ("0114 496 0555", "0114 496 0777")
WHY = {"change_reason": "They moved.", "change_source": "https://source.example/page"}


def a_curator() -> Client:
    client = Client()
    client.force_login(UserFactory.make())
    return client


@pytest.mark.parametrize("state", [Publication.DRAFT, Publication.PUBLISHED])
def test_of_two_forms_that_are_sent_at_once_one_is_kept_and_the_other_loses_nothing(
    tmp_path: Path, state: Publication
) -> None:
    listing = ServiceFactory.make(publication=state)
    where = address(Service, "change", listing)
    curators = [a_curator(), a_curator()]
    sent = [
        filled(curator.get(where)) | WHY | {"summary": summary, "contacts-0-value": number}
        for curator, summary, number in zip(curators, SUMMARIES, NUMBERS, strict=True)
    ]
    with own_connections(tmp_path):
        answers = at_once(
            *(lambda one=one: curators[one].post(where, sent[one]) for one in range(2))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302], answers
        kept = [answer.status_code for answer in answers].index(302)
        other = 1 - kept
        page = answers[other].content.decode()
        for typed in (SUMMARIES[other], NUMBERS[other]):
            assert typed in page
        assert "A colleague changed this listing after you opened it" in page
        assert f"before “0808 801 0331”, now “{NUMBERS[kept]}”" in page
        (stored,) = at_once(lambda: standing(listing))
        assert stored == (SUMMARIES[kept], NUMBERS[kept])


def standing(listing: Service) -> tuple[str, str]:
    """Return what was kept: in the draft, or in the one version of a proposal."""
    if listing.publication == Publication.DRAFT:
        found = Service.objects.get(pk=listing.pk)
        return found.summary, found.contacts.get().value
    content = ProposalRevision.objects.get().content
    return content["summary"], content["contacts"][0]["value"]
