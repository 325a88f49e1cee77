"""Proposals for public listings, as their form makes them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from resources.curation.document import Document
from resources.curation.workflow import NotAllowedError
from resources.listings import proposals
from resources.listings.proposals import Wanted, content_of, propose
from resources.models import Proposal, Review, Service

NEW = "0114 496 0999"
NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)


def wanted(service: Service, **changes: Any) -> Wanted:
    """Return a listing with some fields changed, with a reason and a source."""
    content = content_of(service.pk) | changes
    return Wanted(content, "It has changed.", "https://source.example/page")


def a_proposal(service: Service, author: User, **changes: Any) -> Proposal:
    """Propose a change of some fields; without any, of the summary."""
    given = changes or {"summary": "Someone who listens."}
    return propose(service, author, NOW, wanted(service, **given))


def with_number(content: Document, value: str) -> Document:
    """Return a listing with another number for its first way of contact."""
    first, *others = content["contacts"]
    return {**content, "contacts": [{**first, "value": value}, *others]}


def a_new_number(service: Service, author: User, value: str = NEW) -> Proposal:
    content = with_number(content_of(service.pk), value)
    return proposals.propose(service, author, NOW, Wanted(content, "They moved.", "Their site."))


def approve(proposal: Proposal, person: User) -> Review:
    seen = proposals.to_decide(proposal).seen
    return proposals.approve(proposal, person, NOW, seen)


def refused(proposal: Proposal, person: User) -> str:
    before = content_of(proposal.service_id)
    with pytest.raises(NotAllowedError) as refusal:
        approve(proposal, person)
    assert content_of(proposal.service_id) == before
    return str(refusal.value)
