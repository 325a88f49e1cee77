"""Two people merge at the same moment, each with a connection of their own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from resources.curation import merge
from resources.curation.merge import Confirmation
from resources.listings import record_proposals
from resources.models import CollectionEntry, Recall, Service, Tombstone
from tests.factories import CollectionFactory, ServiceFactory, UserFactory
from tests.infrastructure.at_once import at_once, own_connections
from tests.proposing import NOW
from tests.proposing_records import a_change

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_reference_rows_afterwards", "_reference_rows"),
]


def ask(goes: Service, kept: Service, who: User) -> Recall:
    given = Confirmation(goes.name, merge.to_merge(goes, kept).seen)
    return merge.ask(goes, kept, who, NOW, given)


def names(answers: list[object]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def test_of_two_who_agree_at_once_one_merges(tmp_path: Path) -> None:
    asker, *others = (UserFactory.make() for _ in range(3))
    goes, kept = ServiceFactory.make(), ServiceFactory.make()
    CollectionFactory.make(services=[goes])
    ask(goes, kept, asker)
    given = Confirmation(goes.name, merge.to_merge(goes, kept).seen)
    with own_connections(tmp_path):
        answers = at_once(*(lambda who=who: merge.agree(goes, who, NOW, given) for who in others))
        assert names(answers) == ["NotAllowedError", "Recall"]
        (left,) = at_once(lambda: (Tombstone.objects.count(), CollectionEntry.objects.count()))
        assert left == (1, 1)


def test_of_two_who_ask_at_once_for_opposite_merges_one_does(tmp_path: Path) -> None:
    """Each of the two listings would lead to the other."""
    one, other = ServiceFactory.make(), ServiceFactory.make()
    asha, bryn = UserFactory.make(), UserFactory.make()
    with own_connections(tmp_path):
        answers = at_once(lambda: ask(one, other, asha), lambda: ask(other, one, bryn))
        assert names(answers) == ["NotAllowedError", "Recall"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_list_that_is_approved_while_a_listing_of_it_is_merged_names_the_one_that_is_kept(
    tmp_path: Path, *, turned: bool
) -> None:
    """Or it is refused, as what was seen has moved: never does it name the one that is gone."""
    author, asker, one, other = (UserFactory.make() for _ in range(4))
    goes, kept = ServiceFactory.make(), ServiceFactory.make()
    some = CollectionFactory.make(services=[ServiceFactory.make()])
    proposal = a_change(some, author, entries=[{"service": str(goes.pk)}])
    seen = record_proposals.to_decide(proposal).seen
    ask(goes, kept, asker)
    given = Confirmation(goes.name, merge.to_merge(goes, kept).seen)
    calls: list[Callable[[], Any]] = [
        lambda: record_proposals.approve(proposal, one, NOW, seen),
        lambda: merge.agree(goes, other, NOW, given),
    ]
    with own_connections(tmp_path):
        answers = at_once(*(reversed(calls) if turned else calls))
        assert names(answers) in (
            ["NotAllowedError", "Recall"],
            ["NotAllowedError", "RecordProposal"],
        )
        (named,) = at_once(
            lambda: list(CollectionEntry.objects.values_list("service__publication", flat=True))
        )
        assert set(named) == {"published"}
