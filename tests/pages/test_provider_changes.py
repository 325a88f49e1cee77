"""What a provider wants to be different becomes a proposal, or waits for a person: never public."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from resources.choices import Channel, SuppressedKind
from resources.curation.workflow import NotAllowedError
from resources.listings import proposals
from resources.listings.answers import REASON
from resources.listings.proposals import content_of
from resources.models import (
    Confirmation,
    Proposal,
    ProviderChange,
    Service,
    Suppression,
)
from tests.confirming import Form, a_link, a_listing
from tests.factories import (
    UserFactory,
    term,
)
from tests.proposing import a_proposal, approve

pytestmark = pytest.mark.django_db

TOKEN = "d9Kq2mWx9TzLr4HvNc8PfYsD3gJe6AuQ"
LINK = f"/confirm/{TOKEN}/"
SENT, PART = "/confirm/sent/", "/confirm/sent/part/"
NUMBER, NEW = "0808 801 0331", "0114 496 0999"


@pytest.fixture
def asker() -> User:
    return UserFactory.make(username="asha")


@pytest.fixture
def service() -> Service:
    return a_listing(summary="Someone to talk to.")


@pytest.fixture
def asked(service: Service, asker: User) -> Confirmation:
    return a_link(service, TOKEN, asked_by=asker)


@pytest.fixture
def form(asked: Confirmation, client: Client) -> Form:
    return Form(client, LINK)


def stamps(service: Service) -> set[str]:
    """Return the facts that count as confirmed by the service, with the values they have now."""
    rows = Service.objects.for_detail().get(pk=service.pk).verifications.all()
    return {row.fact for row in rows if not row.value_has_changed}


def left() -> dict[str, tuple[str, str]]:
    """Return what waits for a person: the words, and the reason."""
    return {one.label: (one.words, one.why) for one in ProviderChange.objects.open()}


def test_a_change_waits_beside_what_is_public_and_who_asked_cannot_approve_it(
    service: Service, form: Form, asker: User
) -> None:
    before = content_of(service.pk)
    form.right("Youngest age").different("Phone", f" {NEW}\r\n").send()
    assert content_of(service.pk)["contacts"] == before["contacts"]
    proposal = Proposal.objects.get()
    assert (proposal.last.author, proposal.last.reason) == (asker, REASON)
    assert proposal.last.source.startswith("Confirmation link of 20")
    assert proposal.last.source.endswith("answered by: Office or reception")
    (change,) = proposals.to_decide(proposal).changes
    assert (change.old, change.new) == (NUMBER, NEW)
    with pytest.raises(NotAllowedError, match="Somebody else"):
        approve(proposal, asker)
    approve(proposal, UserFactory.make())
    assert service.contacts.get(channel=Channel.PHONE).value == NEW
    assert stamps(service) == {"minimum_age"}
    kept = ProviderChange.objects.get()
    assert (kept.proposal, kept.words, kept.label) == (proposal, NEW, "Phone")


def test_words_count_whatever_was_chosen_beside_them(service: Service, form: Form) -> None:
    number = form.labels.index("Youngest age")
    form.all_right().sent[f"words-{number}"] = "18"
    form.send()
    assert "minimum_age" not in stamps(service)
    assert Proposal.objects.get().last.content["minimum_age"] == 18


def test_hours_ages_links_and_plain_words_are_put_into_one_proposal(
    service: Service, asked: Confirmation, client: Client
) -> None:
    Service.objects.filter(pk=service.pk).update(
        url="https://zebra.example/", maximum_age=25, what_happens_next="We ring.", cost="free"
    )
    form = Form(client, LINK)
    form.different("When you answer: Phone", "Mon-Fri 10am-noon, closed on bank holidays")
    form.different("Oldest age", "30").different("What happens next", "A person writes to you.")
    form.different("Web page", "https://www.zebra.example/us").different("What it costs", "A bit")
    form.different("Email", "info@zebra.example")
    form.send()
    content = Proposal.objects.get().last.content
    line, mail = content["contacts"]
    assert line["hours"] == [
        {"days": ["MO", "TU", "WE", "TH", "FR"], "opens": "10:00", "closes": "12:00",
         "bank_holidays": "closed"}
    ]  # fmt: skip
    assert (mail["value"], content["maximum_age"]) == ("info@zebra.example", 30)
    assert content["what_happens_next"] == "A person writes to you."
    assert content["url"] == "https://www.zebra.example/us"
    assert left() == {
        "What it costs": ("A bit", "This is none of the answers that a listing can give.")
    }
    assert Proposal.objects.count() == 1


REFUSED = {
    "Phone": [
        ("0909 123 4567", "costs extra"),
        ("0845 123 4567", "costs extra"),
        ("070 1234 5678", "costs extra"),
        ("0114 496 0999 ext 4", "by itself"),
        ("ring Jane on 0114 496 0999", "by itself"),
        ("0114 1", "in use"),
        ("", "did not say"),
    ],
    "Email": [("jane.smith@zebra.example", "person's own"), ("nowhere", "by itself")],
    "When you answer: Phone": [("most days", "could not be read"), ("9-5", "could not be read")],
    "Youngest age": [("sixteen", "no age"), ("900", "no age")],
    "In one line": [("Ring 0909 123 4567.", "number, an address"), ("x" * 300, "may not say this")],
    "Name": [("Abuser's Place", "never changed by a link")],
    "Kind of help": [("Refuge", "never changed by a link")],
    "Where you help": [("Everywhere", "never changed by a link")],
}


@pytest.mark.parametrize("turn", range(7))
def test_what_cannot_be_put_in_safely_waits_for_a_person_in_their_words(
    service: Service, asked: Confirmation, client: Client, turn: int
) -> None:
    service.terms.set([term("helpline")])
    before = content_of(service.pk)
    refused = {label: several[turn] for label, several in REFUSED.items() if turn < len(several)}
    form = Form(client, LINK)
    for label, (words, _why) in refused.items():
        form.different(label, words)
    assert form.send() == SENT
    assert {label: words for label, (words, _why) in left().items()} == {
        label: words for label, (words, _why) in refused.items()
    }
    for label, (words, why) in refused.items():
        assert why in left()[label][1]
        assert not words or words not in left()[label][1]
    assert not Proposal.objects.exists()
    assert content_of(service.pk) == before


def test_what_must_not_come_back_is_not_proposed(service: Service, form: Form) -> None:
    Suppression.objects.create(
        kind=SuppressedKind.NUMBER, value="+441144960999", reason="Sold.", review_on="2030-01-01"
    )
    form.different("Phone", NEW).different("Youngest age", "18").send()
    assert list(left()) == ["Phone"]
    (change,) = proposals.to_decide(Proposal.objects.get()).changes
    assert change.new == "18"


def test_a_proposal_of_a_colleague_is_not_written_over(service: Service, form: Form) -> None:
    waiting = a_proposal(service, UserFactory.make(), summary="Somebody who listens.")
    form.different("Phone", NEW).send()
    assert waiting.revisions.count() == 1
    assert left() == {"Phone": (NEW, "A proposal for this listing waits already.")}


def test_what_the_listing_says_already_is_no_proposal(service: Service, form: Form) -> None:
    form.different("Phone", NUMBER).send()
    assert left() == {"Phone": (NUMBER, "This is what the listing says already.")}


def test_signs_that_nobody_sees_and_too_many_words_are_not_kept(form: Form) -> None:
    form.different("Name", "a\x00\x1b[31m\u202eb\r\nc" + "d" * 900).send()
    words = ProviderChange.objects.get().words
    assert words == ("a[31mb\nc" + "d" * 900)[:600]
