"""A provider opens a link and says what is right: easily, once, and nothing public moves by it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from resources.choices import Channel, ProviderRole, Publication, VerificationMethod
from resources.curation.confirmation import revoke
from resources.listings.proposals import content_of
from resources.models import (
    Confirmation,
    Proposal,
    Service,
    Verification,
)
from tests.confirming import Form, a_link, a_listing
from tests.factories import (
    LocationFactory,
    ServiceAtLocationFactory,
    UserFactory,
)
from tests.pages.reading import read

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


def test_the_page_shows_what_is_public_with_two_choices_and_a_text_for_each(form: Form) -> None:
    page = form.page
    assert (page.status, page.title, page.heading) == (200, *["Is this still right?"] * 2)
    each = {one.one("legend").words: one for one in page.section("Each part").all("fieldset")}
    assert "0808 801 0331" in each["Phone"].words
    assert "Monday, 9am to 5pm" in each["When you answer: Phone"].words
    assert "office@zebra.example" in each["Email"].words
    assert "16" in each["Youngest age"].words
    for one in each.values():
        assert [box.attrs["value"] for box in one.all("input")] == ["right", "different"]
        assert one.one("textarea").attrs["maxlength"] == "600"
    assert page.one("input", id="all-right").attrs["type"] == "radio"
    roles = [box.attrs["value"] for box in page.all("input", name="role")]
    assert roles == ProviderRole.values
    assert not page.has("input", type="text")
    assert page.one("body").all("a")[0].words == "Emergency: Exit this page"


def test_what_is_not_public_is_not_on_the_page(service: Service, client: Client) -> None:
    Service.objects.filter(pk=service.pk).update(curator_note="Quokka note")
    private = LocationFactory.make(
        address_visibility="area_only", address_1="", postcode="", city="Leeds"
    )
    ServiceAtLocationFactory.make(service=service, location=private)
    page = Form(client, LINK if a_link(service, TOKEN) else "").page
    assert "Quokka" not in page.words
    assert "Leeds" in page.words


def test_a_program_that_opens_every_link_changes_nothing(
    service: Service, asked: Confirmation, client: Client
) -> None:
    before = content_of(service.pk)
    for _ in range(3):
        assert client.get(LINK).status_code == 200
        assert client.head(LINK).status_code == 200
        client.get(f"{LINK}?all=right&role=office")
        client.get(f"{LINK}again/")
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        client.generic(method, LINK)
    assert client.post(LINK).status_code == 303
    assert client.post(LINK, {"all": "right", "role": "office"})["Location"] == f"{LINK}again/"
    asked.refresh_from_db()
    assert asked.state == "open"
    assert content_of(service.pk) == before
    assert not Verification.objects.exists()


def test_all_of_it_is_one_choice_and_stamps_every_value_that_was_shown(
    service: Service, form: Form, asker: User
) -> None:
    count = len(form.labels)
    assert form.all_right().send() == SENT
    rows = Verification.objects.filter(service=service)
    assert rows.count() == count
    assert {"contact", "hours", "areas", "name", "minimum_age"} <= stamps(service)
    for row in rows:
        assert (row.method, row.spoke_with) == (VerificationMethod.EMAIL, ProviderRole.OFFICE)
        assert (row.checked_by, row.checked_on) == (asker, timezone.localdate())
    answered = Confirmation.objects.get()
    assert (answered.state, answered.role, answered.stamped) == ("answered", "office", count)
    assert not Proposal.objects.exists()
    assert "Confirmed with the service" in read(Client(), service.get_absolute_url()).words


def test_only_what_was_called_right_is_stamped(service: Service, form: Form) -> None:
    form.right("Phone", "Youngest age").send()
    assert stamps(service) == {"contact", "minimum_age"}
    confirmed = Verification.objects.get(fact="contact")
    assert confirmed.contact_route is not None
    assert confirmed.contact_route.value == NUMBER


def test_a_value_that_changed_meanwhile_is_not_stamped_and_the_answer_says_so(
    service: Service, form: Form, client: Client
) -> None:
    service.contacts.filter(channel=Channel.PHONE).update(value=NEW)
    assert form.right("Phone", "Youngest age").send() == PART
    assert stamps(service) == {"minimum_age"}
    answered = Confirmation.objects.get()
    assert (answered.stamped, answered.moved) == (1, 1)
    assert "was changed while you read" in read(client, PART).words
    assert "was changed" not in read(client, SENT).words


def test_a_value_that_was_not_shown_cannot_be_confirmed(service: Service, client: Client) -> None:
    other = a_listing()
    a_link(other, "e-other-secret")
    theirs = Form(client, "/confirm/e-other-secret/")
    a_link(service, TOKEN)
    form = Form(client, LINK)
    form.sent["shown"] = theirs.sent["shown"]
    assert form.all_right().send() == f"{LINK}again/"
    for forged in ("", "x", form.sent["shown"][:-1] + "x"):
        form.sent["shown"] = forged
        assert form.send() == f"{LINK}again/"
    assert not Verification.objects.exists()


def test_a_link_works_once(service: Service, form: Form, client: Client) -> None:
    assert form.right("Phone").send() == SENT
    assert form.right("Youngest age").send() == LINK
    assert read(client, LINK).status == 410
    assert stamps(service) == {"contact"}


def over(client: Client, token: str) -> tuple[int, bytes, Any]:
    """Return what somebody is told at a link, by opening it and by sending its form."""
    answer = client.get(f"/confirm/{token}/")
    sent = client.post(f"/confirm/{token}/", {"all": "right", "role": "office"})
    assert (sent.status_code, sent.content) == (303, b"")
    assert sent["Location"] == f"/confirm/{token}/"
    return answer.status_code, answer.content, sorted(answer.headers.items())


def test_a_link_that_is_wrong_used_old_or_taken_back_gets_one_answer(client: Client) -> None:
    used, old, back, withdrawn = (a_link(a_listing(), f"secret-{n}") for n in range(4))
    Form(client, "/confirm/secret-0/").all_right().send()
    Confirmation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    revoke(back, UserFactory.make(), timezone.now())
    Service.objects.filter(pk=withdrawn.service_id).update(publication=Publication.WITHDRAWN)
    answers = {str(over(client, token)) for token in (*(f"secret-{n}" for n in range(4)), "none")}
    assert len(answers) == 1
    page = read(client, "/confirm/secret-0/")
    assert (page.status, page.heading) == (410, "This link does not work")
    assert "Nothing is lost." in page.words
    assert used.service.name not in page.words


def test_the_form_says_what_is_missing_when_nothing_was_chosen(form: Form, client: Client) -> None:
    page = read(client, form.send())
    assert page.status == 200
    assert "Say that all of it is right" in page.one("div", role="alert").words
    assert page.one("form").attrs["action"] == ".."
    assert form.all_right().send() == SENT


def test_somebody_who_names_no_part_is_somebody_else_of_the_service(form: Form) -> None:
    form.sent["role"] = "Jane Smith"
    form.all_right().send()
    assert Confirmation.objects.get().role == ProviderRole.OTHER


def test_no_cookie_and_no_token_is_needed_and_nothing_of_the_link_is_kept_or_told(
    asked: Confirmation,
) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(LINK)
    for name, value in {
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, noarchive, nosnippet",
    }.items():
        assert page[name] == value
    assert TOKEN not in page.content.decode()
    form = Form(strict, LINK).all_right()
    answer = strict.post(LINK, form.sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.content) == (303, b"")
    assert not strict.cookies
    assert TOKEN not in answer["Location"]


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_a_form_of_another_site_answers_nothing(
    form: Form, asked: Confirmation, origin: str
) -> None:
    sent = form.all_right().sent
    answer = form.client.post(LINK, sent, headers={"Sec-Fetch-Site": origin})
    assert answer.status_code == 403
    asked.refresh_from_db()
    assert asked.state == "open"


def test_what_providers_wrote_is_on_no_page_and_in_no_open_data(
    service: Service, form: Form
) -> None:
    form.different("Name", "Quokka place").send()
    for address in (
        service.get_absolute_url(),
        f"/api/v1/services/{service.pk}/",
        "/services/",
        SENT,
        LINK,
    ):
        assert "Quokka" not in Client().get(address).content.decode()


def test_whether_new_people_are_taken_counts_from_the_day_of_the_answer(client: Client) -> None:
    service = a_listing(
        referral_status="open",
        referral_status_as_of=date(2026, 1, 1),
        referral_status_precision="day",
    )
    a_link(service, TOKEN)
    Form(client, LINK).right("Do you take new people?").send()
    service.refresh_from_db()
    assert service.referral_status_as_of == timezone.localdate()
    assert stamps(service) == {"referral_status"}


def test_to_open_a_link_costs_few_queries(
    asked: Confirmation, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get(LINK)  # publishes what the factories wrote, which costs by its size
    with django_assert_max_num_queries(16):
        client.get(LINK)
