"""Proposals for what is beside listings, as the forms of the staff area make them."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model

from resources.curation.document import Document
from resources.curation.records import document_of, kind_of_model
from resources.curation.workflow import NotAllowedError
from resources.listings import record_proposals
from resources.listings.deciding import Wanted
from resources.models import RecordProposal, TaxonomyTerm
from tests.factories import (
    CollectionFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    term,
)
from tests.proposing import NOW

SOURCE = "https://source.example/page"


def standing(row: Model) -> Document:
    """Return a row as the database has it now."""
    return document_of(kind_of_model(type(row)), row.pk)


def a_change(row: Model, author: User, **changes: Any) -> RecordProposal:
    """Propose a change of some fields; None takes a field away."""
    content = {**standing(row), **changes}
    content = {name: said for name, said in content.items() if said is not None}
    wanted = Wanted(content, "It has changed.", SOURCE)
    return record_proposals.propose(kind_of_model(type(row)), row.pk, author, NOW, wanted)


def a_deletion(row: Model, author: User) -> RecordProposal:
    wanted = Wanted({}, "Nobody uses it.")
    return record_proposals.propose(kind_of_model(type(row)), row.pk, author, NOW, wanted)


def approve(proposal: RecordProposal, person: User) -> RecordProposal:
    seen = record_proposals.to_decide(proposal).seen
    return record_proposals.approve(proposal, person, NOW, seen)


def refused(proposal: RecordProposal, person: User) -> str:
    """Return why somebody may not approve it; nothing is written then."""
    before = document_of(proposal.kind, proposal.key)
    with pytest.raises(NotAllowedError) as refusal:
        approve(proposal, person)
    assert document_of(proposal.kind, proposal.key) == before
    return str(refusal.value)


def a_public_organization() -> Any:
    runs = OrganizationFactory.make(name="Hope House", website="https://hope.example")
    ServiceFactory.make(organization=runs)
    return runs


def a_public_place() -> Any:
    place = LocationFactory.make()
    ServiceAtLocationFactory.make(location=place, description="Ring twice.")
    return place


def a_public_list() -> Any:
    return CollectionFactory.make(services=[ServiceFactory.make(), ServiceFactory.make()])


def a_new_term() -> TaxonomyTerm:
    return TaxonomyTerm.objects.create(
        taxonomy=term("helpline").taxonomy, slug="new-term", code="zzz", name="New term"
    )
