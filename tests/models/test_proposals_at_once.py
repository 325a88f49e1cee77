"""Two people decide and write at the same moment, each with a connection of their own."""

from functools import partial
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from resources.choices import Publication
from resources.curation import workflow
from resources.curation.workflow import NotAllowedError
from resources.listings import proposals
from resources.listings.proposals import Wanted, content_of
from resources.models import Proposal, ProposalRevision, Review, Service
from tests.admin.forms import address, filled
from tests.factories import ServiceFactory, UserFactory
from tests.infrastructure.at_once import at_once, own_connections
from tests.proposing import NOW, a_proposal, with_number

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_reference_rows_afterwards", "_reference_rows"),
]
SEEN, UNSEEN = "0114 496 0999", "0900 123 4567"


def people(count: int) -> list[User]:
    return [UserFactory.make() for _ in range(count)]


def a_new_number(listing: Service, author: User, value: str) -> Proposal:
    wanted = Wanted(with_number(content_of(listing.pk), value), "They moved.", "Their site.")
    return proposals.propose(listing, author, NOW, wanted)


def test_two_who_save_a_draft_at_once_lose_nothing_of_either(tmp_path: Path) -> None:
    """Both opened the same version: one is saved, the other sees both texts."""
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    asha, bryn = Client(), Client()
    for browser, person in zip((asha, bryn), people(2), strict=True):
        browser.force_login(person)
    where = address(Service, "change", draft)
    opened = filled(asha.get(where))
    theirs = (
        (asha, opened | {"summary": "Someone who listens."}),
        (bryn, opened | {"contacts-0-value": SEEN}),
    )
    with own_connections(tmp_path):
        answers = at_once(*(partial(one.post, where, typed) for one, typed in theirs))
        assert sorted(answer.status_code for answer in answers) == [200, 302], answers
        (refused,) = (answer for answer in answers if answer.status_code == 200)
        told = refused.content.decode()
        assert "A colleague changed this listing" in told
        (kept,) = at_once(lambda: Service.objects.get(pk=draft.pk).summary)
        (number,) = at_once(lambda: draft.contacts.get().value)
        assert (kept == "Someone who listens.") != (number == SEEN)
        assert "Someone who listens." in told
        assert SEEN in told


def numbers(listing: Service) -> tuple[str, int]:
    """Return the public number, and how often it was approved."""
    (found,) = at_once(
        lambda: (listing.contacts.get().value, Review.objects.filter(service=listing).count())
    )
    assert isinstance(found, tuple)
    return found


def test_of_two_who_approve_at_once_one_does(tmp_path: Path) -> None:
    author, *others = people(3)
    listing = ServiceFactory.make()
    proposal = a_new_number(listing, author, SEEN)
    seen = proposals.to_decide(proposal).seen
    with own_connections(tmp_path):
        answers = at_once(
            *(lambda who=who: proposals.approve(proposal, who, NOW, seen) for who in others)
        )
        assert sorted(type(one).__name__ for one in answers) == ["NotAllowedError", "Review"]
        assert numbers(listing) == (SEEN, 1)


@pytest.mark.parametrize("run", range(4))
def test_what_is_written_while_a_colleague_approves_is_not_public_unseen(
    tmp_path: Path, run: int
) -> None:
    author, second = people(2)
    listing = ServiceFactory.make()
    proposal = a_new_number(listing, author, SEEN)
    seen = proposals.to_decide(proposal).seen
    with own_connections(tmp_path):
        calls = [
            lambda: proposals.approve(proposal, second, NOW, seen),
            lambda: a_new_number(listing, author, UNSEEN),
        ]
        answers = at_once(*(calls if run % 2 else reversed(calls)))
        approved = any(isinstance(one, Review) for one in answers)
        assert any(isinstance(one, Proposal) for one in answers), answers
        if not approved:
            (refusal,) = (one for one in answers if isinstance(one, NotAllowedError))
            assert "after you opened this page" in str(refusal)
        assert numbers(listing) == ((SEEN, 1) if approved else ("0808 801 0331", 0))


def test_two_who_propose_at_once_write_one_proposal(tmp_path: Path) -> None:
    first, other = people(2)
    listing = ServiceFactory.make()
    with own_connections(tmp_path):
        answers = at_once(
            lambda: a_proposal(listing, first, summary="Someone who listens."),
            lambda: a_proposal(listing, other, summary="Somebody to talk to."),
        )
        assert [type(one) for one in answers] == [Proposal, Proposal], answers
        (counts,) = at_once(lambda: (Proposal.objects.count(), ProposalRevision.objects.count()))
        assert counts == (1, 2)


def test_one_who_withdraws_while_a_colleague_approves_is_never_undone(tmp_path: Path) -> None:
    author, second = people(2)
    listing = ServiceFactory.make()
    proposal = a_new_number(listing, author, SEEN)
    seen = proposals.to_decide(proposal).seen
    with own_connections(tmp_path):
        at_once(
            lambda: proposals.approve(proposal, second, NOW, seen),
            lambda: workflow.withdraw(listing, author, NOW, "Wrong."),
        )
        (state,) = at_once(lambda: Service.objects.get(pk=listing.pk).publication)
        assert state == "withdrawn"
