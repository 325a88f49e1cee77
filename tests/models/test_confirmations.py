"""Asking a provider: whom, how often, by which message; and what a closed link is worth."""

import logging
import re
import stat
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.logs import LINE, Redact
from directory.mail import PRIVATE_FILES, mail_backend
from resources.choices import Channel, Publication, SuppressedKind
from resources.curation import confirmation
from resources.curation.confirmation import digest_of, find_live, revoke
from resources.curation.confirmation_addresses import is_role_address
from resources.curation.workflow import NotAllowedError
from resources.models import Confirmation, Service, Suppression
from resources.models.confirmation import ConfirmationState
from tests.confirming import OFFICE, a_link, a_listing, ask, sent_link
from tests.factories import ContactRouteFactory, ServiceFactory, UserFactory
from tests.infrastructure.tables import every_row

pytestmark = pytest.mark.django_db

TELLING = re.compile(
    r"abus|assault|rape|violen|surviv|victim|refuge|sexual|help|support|crisis|counsel", re.I
)
PICTURES = re.compile(r"<|img|src=|utm_|pixel", re.I)


@pytest.fixture
def service() -> Service:
    return a_listing()


def refused(service: Service, address: str = OFFICE, source: str = "") -> str:
    """Return what is said against a question; nothing was sent and nothing is kept."""
    before = (Confirmation.objects.count(), len(mail.outbox))
    with pytest.raises(NotAllowedError) as refusal:
        ask(service, UserFactory.make(), address, source)
    assert (Confirmation.objects.count(), len(mail.outbox)) == before
    return str(refusal.value)


def test_a_provider_gets_one_plain_message_with_one_link(service: Service) -> None:
    made = ask(service, UserFactory.make(username="asha"))
    (message,) = mail.outbox
    assert message.to == [OFFICE]
    assert (message.cc, message.bcc, message.attachments) == ([], [], [])
    text = str(message.body)
    assert len(re.findall(r"https?://\S+/confirm/", text)) == 1
    for said in ("Zebra", "Support directory", "Nobody has to answer", "works once", "/about/"):
        assert said in text
    assert f"until {timezone.localtime(made.expires_at).day} " in text
    assert "asha" not in text
    assert made.expires_at - timezone.now() > timedelta(days=13)


def test_neither_its_subject_nor_its_headers_say_what_it_is_about_or_report_back(
    service: Service, settings: LazySettings
) -> None:
    settings.CONTACT_EMAIL = settings.DEFAULT_FROM_EMAIL = "team@directory.example"
    Service.objects.filter(pk=service.pk).update(name="Rape crisis line")
    service.refresh_from_db()
    ask(service, UserFactory.make())
    (message,) = mail.outbox
    assert message.subject == "Please look at your entry"
    whole = message.message()
    assert whole.get_content_type() == "text/plain"
    # The letters of a key are chance: "Img" may be among them.
    assert not PICTURES.search(re.sub(r"/confirm/\S*", "/confirm/", str(message.body)))
    headers = dict(whole.items())
    assert set(headers) == {
        *("Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject"),
        *("From", "To", "Reply-To", "Date", "Message-ID"),
    }
    assert not [text for text in headers.values() if TELLING.search(text)]
    assert headers["Message-ID"].endswith("@directory.example>")
    assert "team@directory.example" in str(message.body)


def test_the_secret_of_a_link_is_long_and_stands_in_no_table(service: Service) -> None:
    ask(service, UserFactory.make())
    token = sent_link().split("/")[2]
    assert len(token) >= 32
    assert find_live(token, timezone.now()) == Confirmation.objects.get()
    assert Confirmation.objects.get().digest == digest_of(token)
    assert token not in "".join(map(str, every_row()))
    other = a_listing(name="Okapi")
    ask(other, UserFactory.make())
    assert token not in sent_link()


def test_the_address_of_the_organisation_may_be_written_to(service: Service) -> None:
    service.organization.email = "info@zebra.example"
    service.organization.save()
    assert ask(service, UserFactory.make(), "info@zebra.example").address == "info@zebra.example"


def test_an_address_that_is_not_published_needs_a_source(service: Service) -> None:
    assert "does not publish" in refused(service, "info@okapi.example")
    made = ask(service, UserFactory.make(), "info@okapi.example", "Their annual report.")
    assert made.source == "Their annual report."


@pytest.mark.parametrize(
    "address",
    ["info@a.example", "Helpline@a.example", "office-leeds@a.example", "zebra@mail.example",
     "enquiries2@a.example", "infozebra@mail.example", "acorn@acorn.example"],
)  # fmt: skip
def test_an_address_of_a_role_or_of_the_service_is_known(service: Service, address: str) -> None:
    service.organization.name = "Zebra of Leeds"
    assert is_role_address(service, address)


@pytest.mark.parametrize(
    "address",
    ["jane.smith@zebra.example", "jane@zebra.example", "j.smith@zebra.example", "123@a.example",
     "helen@zebra.example", "jane.office@zebra.example"],
)  # fmt: skip
def test_a_persons_own_address_is_refused_also_where_a_listing_publishes_it(
    service: Service, address: str
) -> None:
    ContactRouteFactory.make(service=service, channel=Channel.EMAIL, value=address)
    assert "a person's own address" in refused(service, address)
    assert "a person's own address" in refused(service, address, "Their site.")


def test_what_must_not_come_back_is_not_written_to(service: Service) -> None:
    Suppression.objects.create(
        kind=SuppressedKind.HOST, value="zebra.example", reason="Sold.", review_on="2030-01-01"
    )
    assert refused(service) == "This must not come back: Sold."


@pytest.mark.parametrize("state", [Publication.DRAFT, Publication.IN_REVIEW, Publication.WITHDRAWN])
def test_nobody_is_asked_about_what_is_not_public(service: Service, state: Publication) -> None:
    Service.objects.filter(pk=service.pk).update(publication=state)
    assert "not public" in refused(service)


def test_a_listing_has_one_open_link_by_the_database_too(service: Service) -> None:
    ask(service, UserFactory.make())
    assert "open already" in refused(service)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_link(service, "another")


def test_after_one_ran_out_or_was_taken_back_another_may_be_sent(service: Service) -> None:
    first = ask(service, UserFactory.make())
    Confirmation.objects.update(expires_at=timezone.now())
    second = ask(service, UserFactory.make())
    revoke(second, UserFactory.make(), timezone.now())
    ask(service, UserFactory.make())
    states = list(Confirmation.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["expired", "revoked", "open"]
    with pytest.raises(NotAllowedError, match="over already"):
        revoke(first, UserFactory.make(), timezone.now())


def test_one_address_and_one_day_have_a_limit(settings: LazySettings) -> None:
    settings.MOST_CONFIRMATIONS_TO_ONE_ADDRESS, settings.MOST_CONFIRMATIONS_A_DAY = 2, 3
    for _ in range(2):
        ask(a_listing(), UserFactory.make())
    assert "written to 2 times today" in refused(a_listing(), OFFICE.upper())
    ask(a_listing(), UserFactory.make(), "info@okapi.example", "Their site.")
    assert "As many providers" in refused(a_listing(), "info@emu.example", "Their site.")
    yesterday = timezone.localdate() - timedelta(days=1)
    Confirmation.objects.update(asked_on=yesterday)
    ask(a_listing(), UserFactory.make())


def test_a_colleague_who_asks_between_our_count_and_our_link_is_counted(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MOST_CONFIRMATIONS_A_DAY = 1
    count = confirmation._refuse_many

    def slowly(address: str, now: datetime) -> None:
        count(address, now)
        a_link(a_listing(), "of a colleague")

    monkeypatch.setattr(confirmation, "_refuse_many", slowly)
    assert "A colleague asked at the same moment" in refused(a_listing())


def test_what_could_not_be_sent_is_void_and_the_curator_is_told(
    service: Service, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_self: Any, messages: Any) -> int:
        raise ConnectionRefusedError(messages[0].to[0], messages[0].body)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fails)
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Redact())
    handler.setFormatter(logging.Formatter(LINE))
    logging.getLogger().addHandler(handler)
    try:
        with pytest.raises(NotAllowedError, match="could not be sent"):
            ask(service, UserFactory.make())
    finally:
        logging.getLogger().removeHandler(handler)
    assert Confirmation.objects.get().state == ConfirmationState.NOT_SENT
    told = stream.getvalue()
    assert "A message to a provider could not be sent." in told
    assert "ConnectionRefusedError" in told
    assert not [word for word in (OFFICE, "Zebra", "/confirm/") if word in told]


def test_by_default_messages_are_files_that_only_their_owner_reads(
    service: Service, settings: LazySettings, tmp_path: Path
) -> None:
    folder = tmp_path / "mail"
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = PRIVATE_FILES, str(folder)
    ask(service, UserFactory.make())
    (file,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "/confirm/" in file.read_text()


def test_a_way_of_sending_that_nobody_knows_stops_the_start() -> None:
    files = "django.core.mail.backends.filebased.EmailBackend"
    assert mail_backend({"EMAIL_BACKEND": files}) == PRIVATE_FILES
    assert mail_backend({"EMAIL_BACKEND": "other"}) == "other"
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_backend({})


def test_a_link_is_worth_nothing_once_its_listing_is_withdrawn() -> None:
    service = ServiceFactory.make()
    a_link(service, "a secret")
    assert find_live("a secret", timezone.now()) is not None
    Service.objects.filter(pk=service.pk).update(publication=Publication.WITHDRAWN)
    assert find_live("a secret", timezone.now()) is None
    assert find_live("x" * 10_000, timezone.now()) is None
