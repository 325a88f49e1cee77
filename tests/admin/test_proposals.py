"""The form of a public listing proposes, and a colleague decides on a page that shows it all."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from resources.choices import ProposalState, Publication
from resources.curation import workflow
from resources.models import (
    ContactRoute,
    Location,
    Proposal,
    Schedule,
    Service,
    Snapshot,
    TaxonomyTerm,
)
from tests.admin.forms import address, filled, said
from tests.factories import (
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.proposing import NOW, a_proposal

WAITING = "admin:resources_proposal_waiting"
NEW = "0114 496 0999"
WHY = {"change_reason": "They moved.", "change_source": "https://source.example/page"}
NUMBER = {"contacts-0-value": NEW, **WHY}


def page_of(proposal: Proposal) -> str:
    return address(Proposal, "change", proposal)


def send(client: Client, listing: Service, **changes: Any) -> Any:
    """Change some fields of a listing's form and send it."""
    where = address(Service, "change", listing)
    return client.post(where, filled(client.get(where)) | changes)


def approval_of(proposal: Proposal) -> str:
    return reverse("admin:resources_proposal_approve", args=[proposal.pk])


def decide(client: Client, proposal: Proposal, decision: str, **sent: str) -> list[str]:
    page = client.get(page_of(proposal))
    seen = page.context["waiting"].decide.seen if page.context["waiting"] else ""
    where = approval_of(proposal) if decision == "approve" else page_of(proposal)
    return said(client.post(where, {"decision": decision, "seen": seen} | sent, follow=True))


def looker(*rights: str) -> Client:
    user = UserFactory.make(is_superuser=False)
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def number_of(listing: Service) -> str:
    return listing.contacts.get().value


@pytest.mark.proves("DESIGN 2.4")
def test_what_is_saved_to_a_public_listing_waits_for_a_second_person(
    staff: Client, second: Client, curator: User
) -> None:
    listing = ServiceFactory.make(hours=[("MO", "09:00", "17:00")])
    ServiceAtLocationFactory.make(service=listing)
    answer = send(staff, listing, **NUMBER)
    proposal = Proposal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(proposal))
    assert number_of(listing) == "0808 801 0331"
    assert [one.author for one in proposal.revisions.all()] == [curator]
    assert (proposal.last.reason, proposal.last.source) == tuple(WHY.values())
    assert decide(second, proposal, "approve") == [f"{listing}: Approved: the public sees it now."]
    assert number_of(listing) == NEW
    assert Service.objects.get().publication == Publication.PUBLISHED


def test_a_public_listing_keeps_everything_while_a_change_waits(staff: Client) -> None:
    listing = ServiceFactory.make(hours=[("MO", "09:00", "17:00")], terms=["helpline"])
    ServiceAtLocationFactory.make(service=listing)
    VerificationFactory.make(service=listing, contact_route=listing.contacts.get())

    def rows() -> list[Any]:
        return [list(model._default_manager.order_by("pk").values()) for model in (
            Service, ContactRoute, Schedule, Location, Service.terms.through,
        )]  # fmt: skip

    before = rows()
    assert send(staff, listing, summary="Someone who listens.", **NUMBER).status_code == 302
    assert rows() == before
    # Looking at the form shows what is proposed, and changes nothing either.
    page = staff.get(address(Service, "change", listing)).content.decode()
    assert NEW in page
    assert "Someone who listens." in page
    assert rows() == before
    assert Snapshot.objects.count() == 1


def test_the_form_says_that_saving_proposes(staff: Client) -> None:
    page = staff.get(address(Service, "change", ServiceFactory.make())).content.decode()
    assert "This listing is public. What you save here waits for a colleague" in page
    assert page.count("Propose this change") == 2
    assert "Save and continue" not in page
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    page = staff.get(address(Service, "change", draft)).content.decode()
    assert "Propose this change" not in page
    assert "Save and continue" in page


def test_an_author_goes_on_with_an_open_proposal(staff: Client, second: Client) -> None:
    listing = ServiceFactory.make()
    send(staff, listing, **NUMBER)
    assert send(staff, listing, summary="Someone who listens.", **WHY).status_code == 302
    (proposal,) = Proposal.objects.all()
    assert proposal.revisions.count() == 2
    decide(second, proposal, "approve")
    listing.refresh_from_db()
    assert (number_of(listing), listing.summary) == (NEW, "Someone who listens.")


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"contacts-0-value": NEW}, "Say the reason for this change."),
        ({"contacts-0-value": NEW, "change_reason": "They moved."}, "where you read or heard it"),
        (WHY, "Nothing differs from what is public."),
        ({"hold_reason": "No hours.", **WHY}, "it is held back"),
        ({"contacts-0-DELETE": "on", **WHY}, "needs a contact"),
    ],
)
def test_a_proposal_that_is_refused_keeps_what_was_typed(
    staff: Client, sent: dict[str, str], why: str
) -> None:
    listing = ServiceFactory.make()
    answer = send(staff, listing, description="Typed for an hour.", **sent) if why[0] != "N" else (
        send(staff, listing, **sent)
    )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 200
    assert why in page
    assert all(value in page for value in sent.values() if value != "on")
    assert not Proposal.objects.exists()


def test_typed_text_stays_when_a_colleague_proposed_meanwhile(
    staff: Client, second: Client
) -> None:
    listing = ServiceFactory.make()
    where = address(Service, "change", listing)
    opened = filled(staff.get(where))
    send(second, listing, **NUMBER)
    answer = staff.post(where, opened | {"summary": "Someone who listens.", **WHY})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Someone who listens." in page
    assert "A colleague changed this listing after you opened it" in page
    assert f"before “0808 801 0331”, now “{NEW}”" in page
    assert Proposal.objects.get().revisions.count() == 1
    # And once more, when the colleague has written a second version.
    send(second, listing, **{**NUMBER, "contacts-0-value": "0114 496 0111"})
    page = staff.post(where, opened | WHY).content.decode()
    assert f"before “{NEW}”, now “0114 496 0111”" in page


def test_typed_text_stays_when_a_colleague_withdrew_the_listing_meanwhile(
    staff: Client, colleague: User
) -> None:
    listing = ServiceFactory.make()
    send(staff, listing, **NUMBER)
    where = address(Service, "change", listing)
    opened = filled(staff.get(where))
    workflow.withdraw(listing, colleague, NOW, "Wrong.")
    answer = staff.post(where, opened | {"summary": "Someone who listens.", **WHY})
    assert answer.status_code == 200
    assert "Someone who listens." in answer.content.decode()


def test_the_second_person_sees_old_and_new_the_reason_and_the_source(
    staff: Client, second: Client
) -> None:
    listing = ServiceFactory.make()
    send(staff, listing, summary="Someone who can talk.", **NUMBER)
    page = second.get(page_of(Proposal.objects.get()))
    number, summary = page.context["waiting"].rows
    assert number.can_hurt
    assert not summary.can_hurt
    text = page.content.decode()
    assert "<del>801</del> <del>0331</del>" in text or "<del>0808 801 0331</del>" in text
    assert "<ins>" in text
    assert "They moved." in text
    assert 'href="https://source.example/page"' in text
    assert "asha" in text
    assert listing.organization.name in text
    assert "Approve exactly this" in text


def test_whoever_wrote_it_is_told_that_somebody_else_approves(staff: Client) -> None:
    listing = ServiceFactory.make()
    send(staff, listing, **NUMBER)
    proposal = Proposal.objects.get()
    page = staff.get(page_of(proposal)).content.decode()
    assert "You wrote a part of this, so somebody else approves it." in page
    assert "Approve exactly this" not in page
    assert decide(staff, proposal, "approve") == [
        "Somebody else has to approve what you wrote a part of."
    ]
    assert number_of(listing) == "0808 801 0331"


def test_a_page_that_is_not_new_any_more_approves_nothing(staff: Client, second: Client) -> None:
    listing = ServiceFactory.make()
    send(staff, listing, **NUMBER)
    proposal = Proposal.objects.get()
    seen = second.get(page_of(proposal)).context["waiting"].decide.seen
    send(staff, listing, **{**NUMBER, "contacts-0-value": "0900 123 4567"})
    assert decide(second, proposal, "approve", seen=seen) == [
        "Something was changed after you opened this page. Look at it again."
    ]
    assert number_of(listing) == "0808 801 0331"


def test_an_author_reads_the_reason_for_which_it_came_back(staff: Client, second: Client) -> None:
    listing = ServiceFactory.make()
    send(staff, listing, **NUMBER)
    proposal = Proposal.objects.get()
    assert decide(second, proposal, "return") == ["Say the reason."]
    assert decide(second, proposal, "return", reason="It rings out.") == [
        f"{listing}: Given back to the author."
    ]
    for where in (address(Service, "change", listing), page_of(proposal), reverse(WAITING)):
        assert "It rings out." in staff.get(where).content.decode()
    (one,) = staff.get(reverse(WAITING)).context["waiting"]
    assert one.is_mine
    (one,) = second.get(reverse(WAITING)).context["waiting"]
    assert not one.is_mine
    send(staff, listing, **NUMBER)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN


def test_a_dropped_proposal_can_still_be_read(staff: Client) -> None:
    listing = ServiceFactory.make()
    send(staff, listing, **NUMBER)
    proposal = Proposal.objects.get()
    assert decide(staff, proposal, "drop") == [
        f"{listing}: Dropped. What the public sees stays as it is."
    ]
    page = staff.get(page_of(proposal))
    assert page.context["waiting"] is None
    assert "They moved." in page.content.decode()
    assert staff.get(reverse(WAITING)).context["waiting"] == []
    assert decide(staff, proposal, "approve") == ["This proposal was decided already: Dropped."]


def test_a_change_beneath_a_proposal_is_shown_to_both(staff: Client, second: Client) -> None:
    listing = ServiceFactory.make()
    send(staff, listing, **NUMBER)
    Service.objects.update(alert="Closed on Monday.")
    proposal = Proposal.objects.get()
    page = second.get(page_of(proposal)).content.decode()
    assert "The public listing was changed after this was proposed" in page
    assert "Closed on Monday." in page
    assert "Approve exactly this" not in page
    form = staff.get(address(Service, "change", listing)).content.decode()
    assert "Saving puts the old text back" in form
    assert "Closed on Monday." in form


def test_wording_alone_is_approved_from_the_list(staff: Client, second: Client) -> None:
    words, number = ServiceFactory.make(), ServiceFactory.make()
    send(staff, words, summary="Someone who listens.", change_reason="Plainer.")
    send(staff, number, **NUMBER)
    page = second.get(reverse(WAITING))
    assert page.content.decode().count("Approve this wording</button>") == 1
    first, other = page.context["waiting"]
    assert (first.decide.is_wording, other.decide.is_wording) == (True, False)
    assert approval_of(first.proposal) in page.content.decode()
    second.post(approval_of(first.proposal), {"seen": first.decide.seen})
    words.refresh_from_db()
    assert words.summary == "Someone who listens."
    assert "Approve this wording</button>" not in staff.get(reverse(WAITING)).content.decode()


def test_a_number_in_words_is_not_approved_from_the_list(staff: Client, second: Client) -> None:
    listing = ServiceFactory.make()
    send(staff, listing, summary="Ring 0900 123 4567.", **WHY)
    assert "Approve this wording</button>" not in second.get(reverse(WAITING)).content.decode()


EDITOR = ("view_service", "change_service", "submit_service")


@pytest.mark.parametrize(
    ("rights", "allowed"),
    [
        (("view_service",), []),
        (EDITOR, ["drop"]),
        ((*EDITOR, "return_service"), ["return", "drop"]),
        ((*EDITOR, "return_service", "publish_service"), ["approve", "return", "drop"]),
    ],
)
def test_each_decision_is_a_right_of_its_own(
    curator: User, rights: tuple[str, ...], allowed: list[str]
) -> None:
    person = looker(*rights)
    for decision in ("approve", "return", "drop"):
        proposal = a_proposal(ServiceFactory.make(), curator)
        page = person.get(page_of(proposal))
        button = (
            approval_of(proposal)
            if decision == "approve"
            else f'name="decision" value="{decision}"'
        )
        assert (button in page.content.decode()) is (decision in allowed)
        where = approval_of(proposal) if decision == "approve" else page_of(proposal)
        seen = page.context["waiting"].decide.seen
        answer = person.post(where, {"decision": decision, "seen": seen, "reason": "No."})
        assert answer.status_code == (302 if decision in allowed else 403)
        proposal.refresh_from_db()
        assert (proposal.state == ProposalState.OPEN) is (decision not in allowed)
    assert person.get(reverse(WAITING)).status_code == 200


def test_the_address_of_an_approval_alone_leads_to_the_page(second: Client, curator: User) -> None:
    proposal = a_proposal(ServiceFactory.make(), curator)
    answer = second.get(approval_of(proposal))
    assert (answer.status_code, answer["Location"]) == (302, page_of(proposal))
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN


def test_who_sees_no_listings_sees_no_proposals(curator: User) -> None:
    proposal = a_proposal(ServiceFactory.make(), curator)
    stranger = looker("view_organization")
    assert stranger.get(page_of(proposal)).status_code == 403
    assert stranger.get(reverse(WAITING)).status_code == 403


def test_who_may_only_look_sees_a_public_listing_as_it_is(curator: User) -> None:
    listing = ServiceFactory.make()
    a_proposal(listing, curator, summary="Someone who listens.")
    guest = looker("view_service")
    where = address(Service, "change", listing)
    page = guest.get(where).content.decode()
    assert "Someone who listens." not in page
    assert "Propose this change" not in page
    assert guest.post(where, {"summary": "Changed."}).status_code == 403


def test_a_decision_of_which_nobody_has_heard_is_refused(second: Client, curator: User) -> None:
    proposal = a_proposal(ServiceFactory.make(), curator)
    assert "not one of the available choices" in decide(second, proposal, "vanish")[0]
    assert second.get(reverse("admin:resources_proposal_change", args=["x"])).status_code == 403
    assert second.get(reverse("admin:resources_proposal_change", args=[7])).status_code == 404


def test_an_address_that_names_no_listing_leads_home(staff: Client) -> None:
    assert staff.get("/staff/resources/service/nothing/change/").status_code == 302


def test_a_proposal_that_can_no_longer_be_read_is_written_from_the_public_listing(
    staff: Client, curator: User
) -> None:
    listing = ServiceFactory.make()
    proposal = a_proposal(listing, curator, terms={"type": ["counselling"]})
    TaxonomyTerm.objects.filter(slug="counselling").update(slug="talking")
    assert send(staff, listing, **NUMBER).status_code == 302
    assert proposal.revisions.count() == 2
    assert "terms" not in proposal.last.content


def test_the_history_tells_who_wrote_and_who_approved(staff: Client, second: Client) -> None:
    listing = ServiceFactory.make()
    send(staff, listing, **NUMBER)
    decide(second, Proposal.objects.get(), "approve")
    page = staff.get(reverse("admin:resources_service_history", args=[listing.pk]))
    version = next(entry for entry in page.context["page"] if entry.changes)
    assert (version.who, version.reason) == ("asha", "They moved.")
    assert "Approved proposal" in version.what
    step = next(entry for entry in page.context["page"] if "Published" in entry.what)
    assert step.who == "bryn"


def test_a_form_that_another_site_sends_proposes_nothing(curator: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(curator)
    assert send(strict, ServiceFactory.make(), **NUMBER).status_code == 403
    assert not Proposal.objects.exists()
