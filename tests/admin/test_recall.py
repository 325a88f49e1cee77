"""A recall: on its own page, confirmed by typing, looked at twice, and taken back in time."""

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from directory.staff.groups import give_role
from resources.choices import Publication, TombstoneReason
from resources.curation import recall, workflow
from resources.curation.roles import Role
from resources.curation.workflow import NotAllowedError
from resources.models import DataRevision, Recall, Review, Service, Tombstone
from tests.admin.forms import publication, step_page, take_page_step, take_step
from tests.factories import ServiceFactory, UserFactory

NOW = datetime(2026, 11, 28, 15, 0, tzinfo=timezone.get_default_timezone())
DANGER = TombstoneReason.NUMBER_REASSIGNED
DONE = "Recall: done. The listing is “Withdrawn” now."


def editor(*more: str) -> User:
    """Make a curator who is not the safety lead."""
    user = UserFactory.make(is_superuser=False)
    give_role(user, Role.EDITOR)
    user.user_permissions.add(*Permission.objects.filter(codename__in=more))
    return User.objects.get(pk=user.pk)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.proves("DESIGN 2.7")
def test_the_safety_lead_recalls_a_listing_alone_and_it_is_announced(
    staff: Client, client: Client
) -> None:
    listing = ServiceFactory.make()
    sent = {"reason": "closed", "typed": listing.name}
    assert take_page_step(staff, "recall", listing, **sent) == [DONE]
    assert publication(listing) == Publication.WITHDRAWN
    stone = Tombstone.objects.get()
    assert (stone.pk, stone.reason) == (listing.pk, TombstoneReason.CLOSED)
    (removed,) = client.get("/api/v1/removed/").json()["results"]
    assert (removed["id"], removed["reason"]) == (str(listing.pk), "closed")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"reason": "closed", "typed": "Another"}, "Type the name of the listing exactly"),
        ({"reason": "closed"}, "This field is required"),
        ({"reason": "", "typed": "Listening"}, "This field is required"),
        ({"reason": "merged_into", "typed": "Listening"}, "Select a valid choice"),
        ({"reason": "nonsense", "typed": "Listening"}, "Select a valid choice"),
    ],
)
def test_a_recall_is_confirmed_by_the_name_and_a_reason_told_to_others(
    staff: Client, sent: dict[str, str], words: str
) -> None:
    listing = ServiceFactory.make(name="Listening")
    assert words in take_page_step(staff, "recall", listing, **sent)[0]
    assert publication(listing) == Publication.PUBLISHED
    assert not Tombstone.objects.exists()


def test_a_curator_recalls_nothing_for_a_reason_without_danger(db: None) -> None:
    listing = ServiceFactory.make()
    sent = {"reason": "closed", "typed": listing.name}
    (refusal,) = take_page_step(browser(editor()), "recall", listing, **sent)
    assert "only the safety lead" in refusal
    assert publication(listing) == Publication.PUBLISHED


def test_in_danger_a_curator_withdraws_at_once_and_a_second_one_recalls(db: None) -> None:
    listing = ServiceFactory.make()
    first, other = browser(editor()), browser(editor())
    sent = {"reason": DANGER, "typed": listing.name}
    assert take_page_step(first, "recall", listing, **sent) == [DONE]
    assert publication(listing) == Publication.WITHDRAWN
    assert not Tombstone.objects.exists()
    (refusal,) = take_page_step(first, "recall", listing, **sent)
    assert refusal == "Somebody else has to look before the listing is recalled."
    assert "A colleague asks" in other.get(step_page(listing, "recall")).content.decode()
    # The reason is that of the colleague who asked, whatever is sent.
    assert take_page_step(other, "recall", listing, reason="closed", typed=listing.name) == [DONE]
    assert Tombstone.objects.get().reason == DANGER


def recalled(listing: Service, lead: User) -> Recall:
    return recall.recall(listing, lead, NOW, TombstoneReason.CLOSED, listing.name)


@pytest.mark.parametrize("minutes", [0, 60])
def test_within_an_hour_a_second_person_takes_a_recall_back_and_all_is_as_before(
    curator: User, colleague: User, client: Client, minutes: int
) -> None:
    listing = ServiceFactory.make()
    recalled(listing, curator)
    assert client.get(listing.get_absolute_url()).status_code == 410
    recall.undo(listing, colleague, NOW + timedelta(minutes=minutes))
    assert client.get(listing.get_absolute_url()).status_code == 200
    assert client.get(f"/api/v1/services/{listing.pk}/").status_code == 200
    assert client.get("/api/v1/removed/").json()["count"] == 0
    assert not Tombstone.objects.exists()
    steps = Review.objects.order_by("id").values_list("from_publication", "to_publication")
    assert list(steps) == [("published", "withdrawn"), ("withdrawn", "published")]


def test_what_was_changed_after_its_recall_is_told_as_withdrawn_once_that_is_taken_back(
    curator: User, colleague: User
) -> None:
    listing = ServiceFactory.make()
    recalled(listing, curator)
    Recall.objects.update(version=0)
    before = DataRevision.objects.current()
    recall.undo(listing, colleague, NOW)
    assert publication(listing) == Publication.WITHDRAWN
    assert DataRevision.objects.current() > before
    assert [row["reason"] for row in Service.objects.removed()] == [TombstoneReason.WITHDRAWN]


def test_after_an_hour_a_recall_is_final(curator: User, colleague: User) -> None:
    listing = ServiceFactory.make()
    recalled(listing, curator)
    with pytest.raises(NotAllowedError, match="final"):
        recall.undo(listing, colleague, NOW + timedelta(minutes=60, seconds=1))
    assert Tombstone.objects.exists()
    assert publication(listing) == Publication.WITHDRAWN


def test_nobody_takes_back_their_own_recall(staff: Client, second: Client) -> None:
    listing = ServiceFactory.make()
    take_page_step(staff, "recall", listing, reason="closed", typed=listing.name)
    assert take_page_step(staff, "recall", listing, undo="yes") == [
        "Somebody else has to take this back."
    ]
    assert take_page_step(second, "recall", listing, undo="yes") == [
        "Recall: done. The listing is “Published” now."
    ]


def test_a_request_that_a_second_person_turns_down_leaves_the_listing_withdrawn(
    db: None, second: Client, curator: User
) -> None:
    """One person asks, one turns it down: nobody has looked at what would be public again."""
    listing = ServiceFactory.make()
    asked = {"reason": DANGER, "typed": listing.name}
    take_page_step(browser(editor()), "recall", listing, **asked)
    assert take_page_step(second, "recall", listing, undo="yes") == [DONE]
    assert publication(listing) == Publication.WITHDRAWN
    assert recall.open_recall(listing) is None
    with pytest.raises(NotAllowedError, match="no recall"):
        recall.undo(listing, UserFactory.make(), NOW)
    workflow.submit(listing, curator, NOW)
    assert take_page_step(second, "publish", listing) == [
        "Publish: done. The listing is “Published” now."
    ]


def test_taking_a_recall_back_needs_a_right_of_its_own(curator: User) -> None:
    listing = ServiceFactory.make()
    recalled(listing, curator)
    without, allowed = browser(editor()), browser(editor("undo_recall"))
    assert 'name="undo"' not in without.get(step_page(listing, "recall")).content.decode()
    assert take_page_step(without, "recall", listing, undo="yes") == [
        "You have no right to take a recall back."
    ]
    assert publication(listing) == Publication.WITHDRAWN
    assert 'name="undo"' in allowed.get(step_page(listing, "recall")).content.decode()
    with pytest.raises(NotAllowedError, match="no right"):
        recall.undo(listing, editor(), NOW)


def test_a_listing_whose_recall_waits_is_not_published(curator: User, colleague: User) -> None:
    listing = ServiceFactory.make()
    recall.recall(listing, editor(), NOW, DANGER, listing.name)
    workflow.submit(listing, curator, NOW)
    with pytest.raises(NotAllowedError, match="asks for a recall"):
        workflow.publish(listing, colleague, NOW)
    recall.undo(listing, UserFactory.make(), NOW)
    workflow.publish(listing, colleague, NOW)
    assert publication(listing) == Publication.PUBLISHED


def test_a_listing_that_was_changed_meanwhile_does_not_go_public_unseen(
    curator: User, colleague: User
) -> None:
    listing = ServiceFactory.make()
    recalled(listing, curator)
    listing.contacts.update(value="0900 123 4567")
    recall.undo(listing, colleague, NOW)
    assert publication(listing) == Publication.WITHDRAWN
    assert not Tombstone.objects.exists()


def test_a_draft_that_was_recalled_comes_back_as_a_draft(curator: User, colleague: User) -> None:
    draft, gone = (
        ServiceFactory.make(publication=state)
        for state in (Publication.DRAFT, Publication.WITHDRAWN)
    )
    for listing in (draft, gone):
        recalled(listing, curator)
        recall.undo(listing, colleague, NOW)
    assert publication(draft) == Publication.DRAFT
    assert publication(gone) == Publication.WITHDRAWN


def test_nothing_is_recalled_twice(staff: Client, curator: User) -> None:
    listing = ServiceFactory.make()
    recalled(listing, curator)
    with pytest.raises(NotAllowedError, match="recalled already"):
        recalled(listing, curator)


def test_the_database_knows_one_open_recall_and_that_another_person_takes_it_back(
    curator: User,
) -> None:
    listing = ServiceFactory.make()
    made = recalled(listing, curator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recall.objects.create(
            service=listing, reason="closed", origin="draft", version=1, asked_by=curator,
            asked_at=NOW,
        )  # fmt: skip
    made.undone_by, made.undone_at = curator, NOW
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


MOST = (
    "{public} of these are public, and you withdrew {before} within an hour. One person withdraws "
    "at most {most} in that time: ask a colleague for the others. Where one is dangerous, recall "
    "it: that is never stopped."
)


@pytest.mark.parametrize("action", ["publish", "recall", "withdraw"])
def test_no_one_request_takes_many_listings_away(staff: Client, action: str) -> None:
    """Ticking all of them and choosing a step has emptied the directory once, for good."""
    listings = [ServiceFactory.make() for _ in range(6)]
    messages = take_step(staff, action, *listings, reason="A wrong number.")
    assert Service.objects.published().count() == 6
    assert not Tombstone.objects.exists()
    assert messages == [
        MOST.format(public=6, before=0, most=5) if action == "withdraw" else "No action selected."
    ]


def test_nor_do_many_requests_of_one_person_within_an_hour(second: Client) -> None:
    curator = editor()
    staff = browser(curator)
    listings = [ServiceFactory.make() for _ in range(8)]
    assert take_step(staff, "withdraw", *listings[:4], reason="Wrong.") == ["4 done."]
    two = MOST.format(public=2, before=4, most=5)
    assert take_step(staff, "withdraw", *listings[4:6], reason="Wrong.") == [two]
    assert take_step(staff, "withdraw", listings[4], reason="Wrong.") == ["1 done."]
    one = MOST.format(public=1, before=5, most=5)
    assert take_page_step(staff, "withdraw", listings[5], reason="Wrong.") == [one]
    # A listing that is not public can go, and a colleague can go on.
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    assert take_step(staff, "withdraw", draft, reason="Wrong.") == ["1 done."]
    assert take_step(second, "withdraw", listings[5], reason="Wrong.") == ["1 done."]
    with pytest.raises(NotAllowedError):
        workflow.withdraw(listings[6], curator, timezone.now() + timedelta(minutes=50), "Wrong.")
    workflow.withdraw(listings[6], curator, timezone.now() + timedelta(minutes=61), "Wrong.")


@pytest.mark.parametrize("reason", sorted(workflow.DANGERS))
def test_a_dangerous_listing_goes_at_once_however_many_went_before(db: None, reason: str) -> None:
    """What can hurt somebody never waits for an hour to pass."""
    staff = browser(editor())
    listings = [ServiceFactory.make() for _ in range(7)]
    take_step(staff, "withdraw", *listings[:5], reason="Wrong.")
    for listing in listings[5:]:
        take_page_step(staff, "recall", listing, reason=reason, typed=listing.name)
    assert not Service.objects.published().exists()


def test_the_hour_does_not_stop_the_safety_lead_but_no_request_takes_many(staff: Client) -> None:
    listings = [ServiceFactory.make() for _ in range(15)]
    assert take_step(staff, "withdraw", *listings[:5], reason="Wrong.") == ["5 done."]
    assert take_step(staff, "withdraw", *listings[5:10], reason="Wrong.") == ["5 done."]
    closed = {"reason": "closed", "typed": listings[10].name}
    assert take_page_step(staff, "recall", listings[10], **closed) == [DONE]
    more = [ServiceFactory.make() for _ in range(2)]
    six = MOST.format(public=6, before=0, most=5)
    assert take_step(staff, "withdraw", *listings[11:], *more, reason="Wrong.") == [six]


def test_how_many_listings_one_person_may_take_away_is_a_setting(
    staff: Client, settings: LazySettings
) -> None:
    settings.MOST_WITHDRAWN_AT_ONCE = 1
    listings = [ServiceFactory.make() for _ in range(2)]
    assert "at most 1" in take_step(staff, "withdraw", *listings, reason="Wrong.")[0]
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    two = (draft, listings[0])
    assert take_step(staff, "withdraw", *two, reason="Wrong.") == ["2 done."]
