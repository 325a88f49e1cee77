"""What waits for a second person, of all kinds: on its page, and in lines for the desk."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resources.listings import waiting
from resources.models import RecordProposal, SynonymGroup, TaxonomyTerm
from tests.factories import ServiceAtLocationFactory, ServiceFactory, UserFactory, term
from tests.proposing import a_new_number, a_proposal
from tests.proposing_records import (
    a_change,
    a_deletion,
    a_public_list,
    a_public_organization,
    a_public_place,
)

WAITING = "admin:resources_proposal_waiting"


def page_of(proposal: RecordProposal) -> str:
    return reverse("admin:resources_recordproposal_change", args=[proposal.pk])


def test_the_list_of_what_waits_has_all_kinds_the_oldest_first_with_what_changes(
    second: Client, curator: User
) -> None:
    runs = a_public_organization()
    listing = ServiceFactory.make(name="A line")
    a_new_number(listing, curator)
    a_change(runs, curator, website="https://home.example", name="Hope Home")
    a_change(term("counselling"), curator, name="Talking")
    page = second.get(reverse(WAITING))
    assert [one.name for one in page.context["waiting"]] == [
        "A line",
        "Organisation: Hope House",
        "Term: Counselling or therapy",
    ]
    text = page.content.decode()
    assert "0808 801 0331 → 0114 496 0999" in text
    assert ", and 1 more" in text
    assert "Name: Counselling or therapy → Talking" in text
    first, middle, last = page.context["waiting"]
    opened = second.get(middle.page_url).content.decode()
    assert f'rel="prev" href="{first.page_url}"' in opened
    assert f'rel="next" href="{last.page_url}"' in opened


def of_every_kind(author: User) -> None:
    """Make a proposal of every kind, for rows of their own."""
    visit = ServiceAtLocationFactory.make()
    a_proposal(visit.service, author)
    a_change(a_public_organization(), author, website="https://home.example")
    a_change(a_public_place(), author, address_1="2 Low Street")
    a_change(a_public_list(), author, intro="Begin here.")
    group = SynonymGroup.objects.create(words=["a b", "c d"])
    a_change(group, author, words=["e f", "g h"])
    made = TaxonomyTerm.objects.create(
        taxonomy=term("helpline").taxonomy, name="New", slug=f"new-{group.pk.hex[:8]}",
        code=f"z{RecordProposal.objects.count() + 10:02}".translate(str.maketrans("01", "yx")),
    )  # fmt: skip
    a_deletion(made, author)


def test_the_list_of_what_waits_costs_the_same_for_one_and_for_ten(
    second: Client, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.admin.proposals.ON_A_PAGE", 100)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert second.get(reverse(WAITING)).status_code == 200
        return len(asked)

    of_every_kind(curator)
    cost()  # the types of content are looked up once in the life of a process
    one = cost()
    for _ in range(9):
        of_every_kind(curator)
    assert len(second.get(reverse(WAITING)).context["waiting"]) == 60
    assert cost() == one


def test_the_lines_for_the_desk_cost_six_queries_whatever_waits(
    curator: User, colleague: User
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert waiting.lines_for(colleague)
        return len(asked)

    of_every_kind(curator)
    assert cost() == 6
    for _ in range(9):
        of_every_kind(curator)
    assert cost() == 6


def test_the_lines_for_the_desk_tell_whose_turn_it_is(curator: User, colleague: User) -> None:
    runs = a_public_organization()
    mine = a_change(runs, curator, website="https://home.example")
    a_new_number(ServiceFactory.make(name="A line"), colleague)
    editor = UserFactory.make(username="ed", is_superuser=False)
    organization, listing = sorted(
        waiting.lines_for(colleague), key=lambda line: line.subject, reverse=True
    )
    assert (organization.for_me, listing.for_me) == (True, False)
    assert organization.change == "Website: https://hope.example → https://home.example"
    assert reverse(organization.route, args=[mine.pk]) == page_of(mine)
    assert [line.for_me for line in waiting.lines_for(editor)] == [False, False]
    mine.state, mine.decision_reason, mine.decided_by = "returned", "No answer.", colleague
    mine.decided_at = mine.last.at
    mine.save()
    (back,) = [line for line in waiting.lines_for(curator) if line.came_back]
    assert (back.subject, back.reason) == ("Organisation: Hope House", "No answer.")
    assert not any(line.came_back for line in waiting.lines_for(colleague))
