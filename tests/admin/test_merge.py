"""Two listings of one service become one: looked at twice, led on, and taken back in time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.staff.groups import give_role
from resources.choices import Publication, ReportKind, TombstoneReason
from resources.curation import merge, recall
from resources.curation.merge import Confirmation
from resources.curation.reports import receive
from resources.curation.roles import Role
from resources.curation.workflow import NotAllowedError
from resources.listings import record_proposals
from resources.models import (
    Collection,
    CollectionEntry,
    Proposal,
    Recall,
    Report,
    Review,
    Service,
    Tombstone,
)
from tests.admin.forms import publication, said, take_page_step
from tests.factories import CollectionFactory, ServiceFactory, UserFactory
from tests.proposing import a_proposal
from tests.proposing_records import a_change, refused

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 28, 15, 0, tzinfo=timezone.get_default_timezone())
DAY = date(2026, 11, 28)
DANGER = TombstoneReason.NUMBER_REASSIGNED


def with_role(role: Role = Role.APPROVER) -> User:
    user: User = UserFactory.make(is_superuser=False)
    give_role(user, role)
    return User.objects.get(pk=user.pk)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@dataclass(frozen=True, slots=True)
class Pair:
    """Two listings of one service, with three people who may merge."""

    goes: Service
    kept: Service
    first: User
    second: User
    third: User

    @property
    def page(self) -> str:
        return reverse("admin:resources_service_merge", args=[self.goes.pk])

    def confirmation(self) -> Confirmation:
        return Confirmation(self.goes.name, merge.to_merge(self.goes, self.kept).seen)

    def ask(self) -> Recall:
        return merge.ask(self.goes, self.kept, self.first, NOW, self.confirmation())

    def agree(self) -> Recall:
        return merge.agree(self.goes, self.second, NOW, self.confirmation())

    def undo(self, **later: float) -> Recall:
        return merge.undo(self.goes, self.third, NOW + timedelta(**later))


@pytest.fixture
def pair() -> Pair:
    goes, kept = ServiceFactory.make(name="Zebra line"), ServiceFactory.make(name="Zebra helpline")
    return Pair(goes, kept, with_role(), with_role(), with_role(Role.SAFETY_LEAD))


def confirm(client: Client, where: str, typed: str) -> list[str]:
    """Open the page, type a name and send the form; return what is said."""
    page = client.get(where)
    assert page.status_code == 200
    sent = {"typed": typed, "seen": page.context["what"].seen}
    return said(client.post(where, sent, follow=True))


def removed(client: Client) -> list[tuple[str, str, str]]:
    rows = client.get("/api/v1/removed/").json()["results"]
    return [(row["id"], row["reason"], row["merged_into"]) for row in rows]


def test_one_asks_another_agrees_and_the_address_leads_to_the_listing_that_is_kept(
    pair: Pair, client: Client
) -> None:
    asker, other = browser(pair.first), browser(pair.second)
    asked = confirm(asker, f"{pair.page}?into={pair.kept.pk}", pair.goes.name)
    assert asked == ["A colleague has to agree now. Nothing has changed yet."]
    assert client.get(pair.goes.get_absolute_url()).status_code == 200
    assert removed(client) == []
    assert confirm(asker, pair.page, pair.goes.name) == [
        "Somebody else has to look before the listings are merged."
    ]
    told = confirm(other, pair.page, pair.goes.name)
    assert told == ["Merged. The address of the listing leads to “Zebra helpline” now."]
    answer = client.get(pair.goes.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, pair.kept.get_absolute_url())
    assert removed(client) == [(str(pair.goes.pk), "merged_into", str(pair.kept.pk))]
    gone = client.get(f"/api/v1/services/{pair.goes.pk}/")
    assert (gone.status_code, gone.json()["merged_into"]) == (410, str(pair.kept.pk))


def entries(collection: Collection) -> list[tuple[str, int, str]]:
    rows = CollectionEntry.objects.filter(collection=collection)
    return list(rows.values_list("service__name", "position", "note"))


def test_lists_name_the_listing_that_is_kept_once_and_as_before_when_it_is_taken_back(
    pair: Pair, client: Client
) -> None:
    other = ServiceFactory.make(name="Other line")
    single = CollectionFactory.make(services=[other, pair.goes, ServiceFactory.make(name="Last")])
    both = CollectionFactory.make(services=[pair.goes, other, pair.kept])
    CollectionEntry.objects.filter(service=pair.goes).update(note="Rings back.")
    before = [entries(single), entries(both)]
    pair.ask()
    assert [entries(single), entries(both)] == before
    pair.agree()
    assert entries(single)[1] == ("Zebra helpline", before[0][1][1], "Rings back.")
    assert [name for name, *_rest in entries(both)] == ["Other line", "Zebra helpline"]
    page = client.get(single.get_absolute_url()).content.decode()
    assert "Zebra helpline" in page
    assert "Zebra line" not in page
    pair.undo(minutes=59)
    assert [entries(single), entries(both)] == before
    assert "Zebra line" in client.get(single.get_absolute_url()).content.decode()


def test_a_change_of_a_list_that_a_merge_has_changed_is_refused_as_moved(pair: Pair) -> None:
    listed = CollectionFactory.make(services=[pair.goes])
    unlisted = CollectionFactory.make(services=[ServiceFactory.make()])
    entry = {"service": str(pair.goes.pk)}
    waiting = [
        a_change(listed, pair.first, intro="Ring one of these."),
        a_change(unlisted, pair.first, entries=[entry]),
    ]
    seen = [record_proposals.to_decide(proposal).seen for proposal in waiting]
    pair.ask()
    pair.agree()
    before = [entries(one) for one in (listed, unlisted)]
    for proposal, looked_at in zip(waiting, seen, strict=True):
        with pytest.raises(NotAllowedError, match="changed after you opened this page"):
            record_proposals.approve(proposal, pair.third, NOW, looked_at)
    # Whoever looks only now reads that the list moved, or that the listing is not public.
    assert "was changed after it was proposed" in refused(waiting[0], pair.third)
    told = record_proposals.to_decide(waiting[1]).changes
    assert any("Zebra line (Withdrawn)" in change.field for change in told)
    assert [entries(one) for one in (listed, unlisted)] == before


def test_what_was_open_of_the_listing_that_goes_is_shown_closed_and_opened_again(
    pair: Pair,
) -> None:
    report = receive(pair.goes, [ReportKind.HOURS_WRONG], "Closed on Fridays.", DAY)
    of_kept = receive(pair.kept, [ReportKind.HOURS_WRONG], "", DAY)
    proposal = a_proposal(pair.goes, pair.first)
    page = browser(pair.first).get(f"{pair.page}?into={pair.kept.pk}").content.decode()
    assert "Closed on Fridays." in page
    assert reverse("admin:resources_proposal_change", args=[proposal.pk]) in page
    pair.ask()
    pair.agree()
    report, of_kept = (Report.objects.get(pk=row.pk) for row in (report, of_kept))
    assert (report.outcome, report.decided_by, of_kept.outcome) == ("merged", pair.second, "")
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.decided_by) == ("dropped", pair.second)
    assert proposal.decision_reason == "The listing became part of “Zebra helpline”."
    pair.undo()
    assert [row.outcome for row in Report.objects.all()] == ["", ""]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.decision_reason) == ("open", None, "")


def test_a_merge_is_taken_back_by_a_third_person_within_the_hour_and_then_is_final(
    pair: Pair, client: Client
) -> None:
    pair.ask()
    pair.agree()
    for person in (pair.first, pair.second):
        with pytest.raises(NotAllowedError, match="Somebody else"):
            merge.undo(pair.goes, person, NOW)
    with pytest.raises(NotAllowedError, match="final"):
        pair.undo(minutes=60, seconds=1)
    assert Tombstone.objects.exists()
    # The page of recalls takes back recalls alone.
    with pytest.raises(NotAllowedError, match="no recall"):
        recall.undo(pair.goes, pair.third, NOW)
    pair.undo(minutes=60)
    assert client.get(pair.goes.get_absolute_url()).status_code == 200
    assert removed(client) == []
    assert not Tombstone.objects.exists()
    steps = Review.objects.order_by("id").values_list("from_publication", "to_publication")
    assert list(steps) == [("published", "withdrawn"), ("withdrawn", "published")]


def test_who_asked_may_think_better_of_it_and_a_colleague_may_turn_it_down(pair: Pair) -> None:
    for person in (pair.first, pair.second):
        pair.ask()
        assert said(browser(person).post(pair.page, {"undo": "yes"}, follow=True)) == [
            "The merge was taken back."
        ]
        assert merge.open_merge(pair.goes) is None
        assert publication(pair.goes) == Publication.PUBLISHED


def test_a_merge_is_refused_where_anything_has_moved_since_it_was_seen(pair: Pair) -> None:
    pair.ask()
    changes: list[Callable[[], object]] = [
        lambda: pair.goes.contacts.update(value="0114 496 0999"),
        lambda: pair.kept.contacts.update(value="0114 496 0999"),
        lambda: CollectionFactory.make(services=[pair.goes]),
        lambda: receive(pair.goes, [ReportKind.SERVICE_CLOSED], "", DAY),
    ]
    for change in changes:
        given = pair.confirmation()
        change()
        with pytest.raises(NotAllowedError, match="Look at it again"):
            merge.agree(pair.goes, pair.second, NOW, given)
    pair.agree()


def test_a_name_is_typed_and_the_listing_that_is_kept_has_to_be_public(pair: Pair) -> None:
    seen = pair.confirmation().seen
    with pytest.raises(NotAllowedError, match="exactly as it stands"):
        merge.ask(pair.goes, pair.kept, pair.first, NOW, Confirmation(pair.kept.name, seen))
    Service.objects.filter(pk=pair.kept.pk).update(publication=Publication.DRAFT)
    with pytest.raises(NotAllowedError, match="Keep the one that is public"):
        pair.ask()
    with pytest.raises(NotAllowedError, match="two listings"):
        merge.ask(pair.goes, pair.goes, pair.first, NOW, pair.confirmation())
    # A draft that nobody has seen can go into another draft.
    Service.objects.filter(pk=pair.goes.pk).update(publication=Publication.DRAFT)
    pair.ask()
    pair.agree()
    assert publication(pair.goes) == Publication.WITHDRAWN
    pair.undo()
    assert publication(pair.goes) == Publication.DRAFT


def test_a_danger_of_the_listing_that_goes_is_decided_first_by_the_safety_lead(
    pair: Pair,
) -> None:
    receive(pair.goes, [ReportKind.ADDRESS_SHOWN], "", DAY)
    with pytest.raises(NotAllowedError, match="safety lead decides first"):
        pair.ask()
    assert "safety lead decides first" in (
        browser(pair.first).get(f"{pair.page}?into={pair.kept.pk}").content.decode()
    )


def test_no_listing_is_kept_that_goes_itself(pair: Pair) -> None:
    pair.ask()
    other = ServiceFactory.make()
    seen = merge.to_merge(other, pair.goes).seen
    with pytest.raises(NotAllowedError, match="waits, or was made"):
        merge.ask(other, pair.goes, pair.third, NOW, Confirmation(other.name, seen))


def test_a_merge_that_waits_keeps_nobody_from_recalling_a_danger(pair: Pair) -> None:
    pair.ask()
    editor = with_role(Role.EDITOR)
    sent = {"reason": "closed", "typed": pair.goes.name}
    assert "only the safety lead" in take_page_step(browser(editor), "recall", pair.goes, **sent)[0]
    assert merge.open_merge(pair.goes) is not None
    take_page_step(browser(editor), "recall", pair.goes, **(sent | {"reason": DANGER}))
    assert publication(pair.goes) == Publication.WITHDRAWN
    assert merge.open_merge(pair.goes) is None
    with pytest.raises(NotAllowedError, match="no merge"):
        pair.agree()
    # Nor does it keep the one who asked for the merge.
    asker = pair.first
    own = Pair(ServiceFactory.make(), pair.kept, asker, pair.second, pair.third)
    own.ask()
    recall.recall(own.goes, asker, NOW, DANGER, own.goes.name)
    assert publication(own.goes) == Publication.WITHDRAWN


def test_only_approvers_ask_and_the_recall_page_leads_there(pair: Pair) -> None:
    editor = with_role(Role.EDITOR)
    with pytest.raises(NotAllowedError, match="Only approvers"):
        merge.ask(pair.goes, pair.kept, editor, NOW, pair.confirmation())
    pages = [
        browser(user).get(reverse("admin:resources_service_recall", args=[pair.goes.pk]))
        for user in (editor, pair.first)
    ]
    assert [pair.page in page.content.decode() for page in pages] == [False, True]
    pair.ask()
    pair.agree()
    recalls = reverse("admin:resources_service_recall", args=[pair.goes.pk])
    assert browser(pair.first).get(recalls)["Location"] == pair.page


def test_what_may_be_the_same_is_offered_and_others_are_found_by_their_words(pair: Pair) -> None:
    pair.goes.contacts.update(value="0114 496 0123")
    alike = ServiceFactory.make(name="Alike")
    alike.contacts.update(value="+44 114 496 0123")
    client = browser(pair.first)
    page = client.get(pair.page).content.decode()
    assert f'<a href="?into={alike.pk}">Alike</a> (same number)' in page
    assert f"?into={pair.goes.pk}" not in page
    for words in ("helpline", pair.kept.contacts.get().value):
        found = client.get(pair.page, {"words": words}).content.decode()
        assert f'<a href="?into={pair.kept.pk}">' in found
    assert client.get(f"{pair.page}?into=nonsense").status_code == 200


def test_both_listings_stand_side_by_side_and_what_they_share_is_no_difference(
    pair: Pair,
) -> None:
    for listing in (pair.goes, pair.kept):
        listing.contacts.update(value="0114 496 0123", label="Office")
    Service.objects.filter(pk=pair.goes.pk).update(summary="By phone.")
    pair.goes.contacts.update(note="Ask for Ann.")
    page = browser(pair.first).get(f"{pair.page}?into={pair.kept.pk}")
    told = {name: (goes, kept) for name, goes, kept in page.context["rows"]}
    number = "phone Office, 0114 496 0123"
    asked = f"{number} (cost: free, note: Ask for Ann.)"
    assert told["Way of contact"] == (asked, f"{number} (cost: free)")
    assert told["Summary"] == ("By phone.", pair.kept.summary)
    assert told["Name"] == ("Zebra line", "Zebra helpline")
    pair.goes.contacts.update(note="")
    shared = browser(pair.first).get(f"{pair.page}?into={pair.kept.pk}").context["rows"]
    assert "Way of contact" not in [name for name, *_rest in shared]


def test_only_who_may_take_a_merge_back_is_offered_to(pair: Pair) -> None:
    pair.ask()
    pair.agree()
    Recall.objects.update(decided_at=timezone.now())
    people = (pair.first, pair.second, pair.third)
    pages = [browser(person).get(pair.page).content.decode() for person in people]
    assert ['name="undo"' in page for page in pages] == [False, False, True]
    Recall.objects.update(decided_at=timezone.now() - timedelta(minutes=61))
    assert 'name="undo"' not in browser(pair.third).get(pair.page).content.decode()
