"""What is not let in beside listings, neither as a proposal nor by an approval."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from resources.curation.workflow import NotAllowedError
from resources.models import Collection, RecordProposal, Suppression, SynonymGroup
from tests.factories import UserFactory, term
from tests.proposing import NOW
from tests.proposing_records import (
    a_change,
    a_public_list,
    a_public_organization,
    a_public_place,
    refused,
    standing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db: None) -> User:
    return UserFactory.make(username="asha")


@pytest.fixture
def second(db: None) -> User:
    return UserFactory.make(username="bryn")


def some_synonyms() -> SynonymGroup:
    return SynonymGroup.objects.create(words=["a b", "c d"])


@pytest.mark.parametrize(
    ("listed", "make", "changes"),
    [
        (
            ("host", "evil.example"),
            a_public_organization,
            {"website": "https://www.evil.example/x"},
        ),
        (("name", "lodge"), a_public_place, {"name": "Lodge"}),
        (("name", "lodge"), lambda: term("counselling"), {"name": "Lodge"}),
        (("name", "lodge"), some_synonyms, {"words": ["lodge", "house"]}),
        (("host", "evil.example"), a_public_list, {"post_url": "https://evil.example/"}),
        (("number", "+449006661234"), a_public_list, {"intro": "Ring 0900 666 1234 first."}),
    ],
)
def test_what_must_not_come_back_is_neither_proposed_nor_approved(
    author: User,
    second: User,
    listed: tuple[str, str],
    make: Callable[[], Any],
    changes: dict[str, Any],
) -> None:
    row = make()
    proposal = a_change(row, author, **changes)
    kind, value = listed
    Suppression.objects.create(kind=kind, value=value, reason="A trap.", review_on=NOW)
    assert "must not come back: A trap." in refused(proposal, second)
    with pytest.raises(NotAllowedError, match="must not come back"):
        a_change(make() if isinstance(row, Collection) else row, author, **changes)


@pytest.mark.parametrize(
    ("make", "changes", "why"),
    [
        (a_public_organization, {"website": "no link"}, "website"),
        (a_public_organization, {"is_broker": True}, "broker"),
        (a_public_place, {"address_visibility": "hidden"}, "Only a place whose full address"),
        (lambda: term("counselling"), {"taxonomy": "unheard"}, "not there any more"),
        (lambda: term("counselling"), {"slug": "helpline"}, "slug"),
        (some_synonyms, {"words": ["alone"]}, "at least two"),
        (a_public_list, {"intro": ""}, "intro"),
    ],
)
def test_what_cannot_be_kept_is_not_proposed(
    author: User, make: Callable[[], Any], changes: dict[str, Any], why: str
) -> None:
    row = make()
    before = standing(row)
    with pytest.raises(NotAllowedError, match=why):
        a_change(row, author, **changes)
    assert standing(row) == before
    assert not RecordProposal.objects.exists()
