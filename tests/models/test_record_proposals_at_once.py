"""Two decide, load and write what is beside listings at the same moment, each on their own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client

from resources.curation.records import document_of
from resources.curation.workflow import NotAllowedError
from resources.listings import record_proposals
from resources.listings.apply import apply
from resources.listings.deciding import Wanted
from resources.listings.plan import Action, Plan, Step
from resources.listings.reading import Line
from resources.listings.reference import load_reference
from resources.listings.rows import OrganizationRow
from resources.models import (
    Collection,
    Organization,
    RecordProposal,
    RecordRevision,
    TaxonomyTerm,
)
from tests.admin.forms import address, filled
from tests.factories import CollectionFactory, ServiceFactory, UserFactory, term
from tests.infrastructure.at_once import at_once, own_connections
from tests.proposing import NOW
from tests.proposing_records import a_change, a_new_term, a_public_organization, standing

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_reference_rows_afterwards", "_reference_rows"),
]
SEEN, UNSEEN = "https://home.example", "https://evil.example.org"


def people(count: int) -> list[User]:
    return [UserFactory.make() for _ in range(count)]


def now_there(question: Callable[[], Any]) -> Any:
    (found,) = at_once(question)
    assert not isinstance(found, Exception), found
    return found


def test_of_two_who_approve_at_once_one_does(tmp_path: Path) -> None:
    author, *others = people(3)
    runs = a_public_organization()
    proposal = a_change(runs, author, website=SEEN)
    seen = record_proposals.to_decide(proposal).seen
    with own_connections(tmp_path):
        answers = at_once(
            *(lambda who=who: record_proposals.approve(proposal, who, NOW, seen) for who in others)
        )
        names = sorted(type(one).__name__ for one in answers)
        assert names == ["NotAllowedError", "RecordProposal"], answers
        assert now_there(lambda: Organization.objects.get().website) == SEEN


@pytest.mark.parametrize("run", range(2))
def test_what_is_proposed_while_a_colleague_approves_is_not_public_unseen(
    tmp_path: Path, run: int
) -> None:
    author, second = people(2)
    runs = a_public_organization()
    proposal = a_change(runs, author, website=SEEN)
    seen = record_proposals.to_decide(proposal).seen
    with own_connections(tmp_path):
        calls = [
            lambda: record_proposals.approve(proposal, second, NOW, seen),
            lambda: a_change(runs, author, website=UNSEEN),
        ]
        answers = at_once(*(calls if run else reversed(calls)))
        assert not any(
            isinstance(one, Exception) and not isinstance(one, NotAllowedError) for one in answers
        ), answers
        assert now_there(lambda: Organization.objects.get().website) in {
            SEEN, "https://hope.example",
        }  # fmt: skip


def test_two_who_propose_at_once_write_one_proposal(tmp_path: Path) -> None:
    people_ = people(2)
    runs = a_public_organization()
    with own_connections(tmp_path):
        answers = at_once(
            lambda: a_change(runs, people_[0], website=SEEN),
            lambda: a_change(runs, people_[1], name="Hope Home"),
        )
        assert [type(one) for one in answers] == [RecordProposal, RecordProposal], answers
        counts = now_there(lambda: (RecordProposal.objects.count(), RecordRevision.objects.count()))
        assert counts == (1, 2)


def test_two_who_go_on_with_what_is_not_there_yet_write_two_versions(tmp_path: Path) -> None:
    first, other = people(2)
    made = a_new_term()
    content = standing(made)
    made.delete()

    def propose(who: User, name: str) -> RecordProposal:
        wanted = Wanted(content | {"name": name}, "People ask for it.")
        return record_proposals.propose("term", made_key, who, NOW, wanted)

    made_key = UUID(content["id"])
    propose(first, "One")
    with own_connections(tmp_path):
        answers = at_once(lambda: propose(first, "Two"), lambda: propose(other, "Three"))
        assert [type(one) for one in answers] == [RecordProposal, RecordProposal], answers
        assert now_there(RecordRevision.objects.count) == 3


@pytest.mark.parametrize("run", range(2))
def test_a_term_that_is_loaded_while_a_colleague_approves_is_never_mixed(
    tmp_path: Path, run: int
) -> None:
    """Either the approval came first and the file after it, or the approval was refused."""
    author, second = people(2)
    ServiceFactory.make(terms=["counselling"])
    shipped = document_of("term", term("counselling").pk)
    TaxonomyTerm.objects.filter(slug="counselling").update(name="Old name")
    proposal = a_change(term("counselling"), author, description="Talking to somebody.")
    seen = record_proposals.to_decide(proposal).seen
    with own_connections(tmp_path):
        calls: list[Callable[[], Any]] = [
            lambda: record_proposals.approve(proposal, second, NOW, seen),
            load_reference,
        ]
        answers = at_once(*(calls if run else reversed(calls)))
        for answer in answers:
            assert isinstance(answer, RecordProposal | tuple | NotAllowedError), answers
        key = proposal.key
        assert now_there(lambda: document_of("term", key)) == shipped


@pytest.mark.parametrize("run", range(2))
def test_an_organisation_that_is_loaded_while_a_colleague_approves_is_never_mixed(
    tmp_path: Path, run: int
) -> None:
    author, second = people(2)
    runs = a_public_organization()
    proposal = a_change(runs, author, name="Hope Home")
    seen = record_proposals.to_decide(proposal).seen
    row = OrganizationRow(
        record="organization", id=runs.pk, code=runs.code, slug=runs.slug, name="Loaded",
        website=SEEN,
    )  # fmt: skip
    loaded = Plan([Step(Action.CHANGE, "organization", "Loaded", Line(1, row, "d" * 64))])
    with own_connections(tmp_path):
        calls: list[Callable[[], Any]] = [
            lambda: record_proposals.approve(proposal, second, NOW, seen),
            lambda: apply(loaded, NOW),
        ]
        answers = at_once(*(calls if run else reversed(calls)))
        for answer in answers:
            assert answer is None or isinstance(answer, RecordProposal | NotAllowedError), answers
        found = now_there(lambda: Organization.objects.values_list("name", "website").get())
        assert found == ("Loaded", SEEN)


def test_a_list_that_is_written_while_a_colleague_publishes_it_is_not_public_unseen(
    tmp_path: Path,
) -> None:
    author, second = people(2)
    hidden = CollectionFactory.make(is_published=False)
    proposal = a_change(hidden, author, is_published=True)
    seen = record_proposals.to_decide(proposal).seen
    staff = Client()
    staff.force_login(UserFactory.make())
    where = address(Collection, "change", hidden)
    sent = filled(staff.get(where)) | {"intro": "Ring 0900 666 1234 first."}
    sent.pop("is_published", None)
    with own_connections(tmp_path):
        at_once(
            lambda: record_proposals.approve(proposal, second, NOW, seen),
            lambda: staff.post(where, sent),
        )
        intro, is_published = now_there(
            lambda: Collection.objects.values_list("intro", "is_published").get()
        )
        assert not is_published or "0900" not in intro
