"""A confidential value that has been taken out stands in no table, and is never printed."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from resources.choices import AddressVisibility, Publication, ReportKind, SnapshotWriter
from resources.curation import snapshots
from resources.curation.redaction import pattern_of
from resources.curation.reports import receive
from resources.models import (
    ContactRoute,
    Location,
    Report,
    Review,
    Service,
    Snapshot,
    Suppression,
    SynonymGroup,
    Verification,
)
from tests.cast import Cast
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.infrastructure.tables import every_row

SECRET = "Quokkasted Lodge"
TRACES = ("quokkasted", "quokkast")
NUMBER = "01632 960 123"
CAST = Cast(lambda: SECRET, lambda number: f"https://quokkasted-lodge.example.org/{number}")

Redact = Callable[..., str]


@pytest.fixture
def redact(monkeypatch: pytest.MonkeyPatch) -> Redact:
    """Run the command with a value from a pipe; return what it prints."""

    def run(value: str = SECRET, *, commit: bool = True) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{value}\n"))
        out = io.StringIO()
        call_command("redact", commit=commit, stdout=out, stderr=out)
        return out.getvalue()

    return run


def dumped() -> Iterator[tuple[str, str]]:
    """Yield every cell of every table of the database, those of the index of words included."""
    for table, row in every_row():
        for cell in row:
            raw = bytes(cell) if isinstance(cell, bytes | memoryview) else None
            text = raw.decode("latin-1") if raw is not None else str(cell)
            yield table, text.lower()


def tables_with(*words: str) -> set[str]:
    """Return the tables that hold one of some words."""
    return {table for table, text in dumped() if any(word in text for word in words)}


def scattered() -> Service:
    """Write the value wherever a person can write, in many spellings; return a public listing."""
    curator = UserFactory.make()
    spelled = {
        "slug": "quokkasted-lodge",
        "name": f"{SECRET} line",
        "summary": f"Ask at {SECRET}.",
        "description": f"First.\n\nWe meet in QUOKKASTED  LODGE, at the back of {SECRET}.",
        "url": "https://example.org/quokkasted_lodge",
        "curator_note": "Unconfirmed: quokkasted-lodge",
    }
    service = ServiceFactory.make(organization=CAST.organization(), **CAST.texts(Service) | spelled)
    route = ContactRouteFactory.make(service=service, label=SECRET, note=f"Say “{SECRET}”.")
    VerificationFactory.make(service=service, fields=SECRET, contact_route=route)
    VerificationFactory.make(
        service=service, source_url="https://example.org/?q=Quokkasted%20Lodge"
    )
    gone = ContactRouteFactory.make(service=service, channel="in_person", value=f"At {SECRET}")
    VerificationFactory.make(service=service, fields=f"{SECRET}, in person", contact_route=gone)
    ServiceAtLocationFactory.make(
        service=service,
        description=f"Behind {SECRET}",
        location=LocationFactory.make(name=SECRET, latitude=53.4, longitude=-1.4),
    )
    CAST.collection(service)
    _noted_by_staff(service, curator)
    return service


def _noted_by_staff(service: Service, curator: User) -> None:
    """Write the value where only the staff read."""
    Review.objects.create(
        service=service,
        actor=curator,
        from_publication=Publication.IN_REVIEW,
        to_publication=Publication.PUBLISHED,
        at="2026-11-01T09:00:00Z",
        reason=f"They moved to {SECRET}.",
    )
    SynonymGroup.objects.create(words=[SECRET.lower(), "the lodge"], note=SECRET)
    LogEntry.objects.create(
        user=curator,
        content_type=ContentType.objects.get_for_model(Service),
        object_id=str(service.pk),
        object_repr=f"{SECRET} line",
        action_flag=CHANGE,
        change_message=f'[{{"changed": {{"name": "contact route", "object": "{SECRET}"}}}}]',
    )


@pytest.mark.proves("SAFETY 2.8")
@pytest.mark.django_db
def test_a_value_that_was_taken_out_stands_in_no_table(redact: Redact) -> None:
    service = scattered()
    before = tables_with(*TRACES)
    assert {"resources_service", "resources_review", "django_admin_log"} < before
    assert {"resources_verification"} < before

    printed = redact()

    assert tables_with(*TRACES) == set()
    assert not [word for word in TRACES if word in printed.lower()]
    assert "0 left by hand" in printed
    assert "Restart the servers" in printed
    service.refresh_from_db()
    assert service.summary == "Ask at [removed]."
    assert service.description.startswith("First.\n\nWe meet in [removed], at the back")


@pytest.mark.django_db
def test_no_digest_is_left_from_which_a_value_could_be_guessed(redact: Redact) -> None:
    """Few letters have few values: whoever tries them all finds the one with the digest."""
    place = LocationFactory.make(name=SECRET)
    service = ServiceAtLocationFactory.make(location=place).service
    VerificationFactory.make(service=service, fact="location")
    VerificationFactory.make(service=service, contact_route=service.contacts.get())
    redact()
    digests = dict(service.verifications.values_list("fact", "digest"))
    assert digests["location"] == ""
    assert digests["contact"] != ""


@pytest.mark.django_db
def test_earlier_versions_lose_the_value_and_all_of_a_place_or_contact_that_had_it(
    redact: Redact,
) -> None:
    place = LocationFactory.make(name=SECRET, city="Quokkaville", postcode="S60 1AE")
    service = ServiceAtLocationFactory.make(location=place).service
    ContactRouteFactory.make(service=service, channel="in_person", value=f"At {SECRET}", note="Zoo")
    Service.objects.update(description=f"We meet in {SECRET}, upstairs.")
    snapshots.found([service.pk], datetime.now(UTC))
    Service.objects.update(description="Elsewhere.")
    snapshots.found([service.pk], datetime.now(UTC))
    redact()
    versions = Snapshot.objects.order_by("version")
    assert [version.writer for version in versions] == ["found", "found"]
    first, _second = versions
    assert first.content["description"] == "We meet in [removed], upstairs."
    for version in versions:
        assert version.content["location"] == {
            "id": str(place.pk),
            "address_visibility": "hidden",
        }
        assert [contact["channel"] for contact in version.content["contacts"]] == ["phone"]
    assert service.reviews.get().reason == "A confidential value was taken out of every table."


@pytest.mark.django_db
def test_the_identity_of_a_listing_is_no_text_in_which_a_value_is_found(redact: Redact) -> None:
    """Four digits between two hyphens occur in an id by chance."""
    key = "0e2353f3-1234-51fa-942f-8e1b3478e1a8"
    service = ServiceFactory.make(id=key)
    snapshots.found([service.pk], datetime.now(UTC))
    redact("1234")
    assert Snapshot.objects.get().content["id"] == key


@pytest.mark.django_db
def test_nothing_is_written_before_the_rows_have_been_shown(redact: Redact) -> None:
    service = scattered()
    before = sorted(dumped())

    printed = redact(commit=False)

    assert sorted(dumped()) == before
    assert "Nothing was written" in printed
    assert f"clear resources.service {service.pk}: slug, name, alternate_name, summary" in printed
    assert "delete resources.contactroute" in printed
    assert "hide resources.location" in printed
    assert "clear admin.logentry" in printed
    assert "lodge" not in printed.lower()


@pytest.mark.proves("SAFETY 2.8")
@pytest.mark.django_db
def test_a_place_with_a_confidential_part_becomes_a_hidden_one(redact: Redact) -> None:
    scattered()
    redact()
    place = Location.objects.get()
    assert place.address_visibility == AddressVisibility.HIDDEN
    assert (place.address_1, place.city, place.postcode) == ("", "", "")
    assert (place.latitude, place.longitude, place.region) == (None, None, None)


@pytest.mark.django_db
def test_a_way_of_contact_goes_with_its_value_and_with_what_was_checked_of_it(
    redact: Redact,
) -> None:
    service = scattered()
    redact()
    assert not service.contacts.filter(channel="in_person").exists()
    kept = service.contacts.get(channel="email")
    assert (kept.label, kept.note) == ("[removed]", "Say “[removed]”.")
    assert Verification.objects.filter(contact_route=kept).count() == 1
    assert Verification.objects.count() == 2


@pytest.mark.django_db
def test_a_listing_that_lost_a_value_says_that_and_when_but_not_what(redact: Redact) -> None:
    service = scattered()
    before = Service.objects.get(pk=service.pk).last_modified
    redact()
    service.refresh_from_db()
    step = service.reviews.first()
    assert step is not None
    assert step.reason == "A confidential value was taken out of every table."
    assert step.from_publication == step.to_publication == service.publication
    assert service.last_modified > before
    assert service.is_curated


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [NUMBER, "01632960123", "+44 1632 960123", "+44 (0)1632 960-123"])
def test_a_number_is_found_however_it_is_written(typed: str, redact: Redact) -> None:
    service = ServiceFactory.make(description=f"Ring {typed} after six.")
    ContactRouteFactory.make(service=service, channel="phone", value="01632 960 123")
    other = ContactRouteFactory.make(service=service, channel="phone", value="01632 960 1234")
    redact(NUMBER)
    service.refresh_from_db()
    assert service.description == "Ring [removed] after six."
    assert other in service.contacts.all()
    assert not ContactRoute.objects.filter(value="01632 960 123").exists()


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("QUOKKASTED LODGE", True),
        ("at quokkasted\nlodge.", True),
        ("/quokkasted_lodge/", True),
        ("Quokkasted%20Lodge", True),
        ("Quokkastedlodge", True),
        ("Quokkasted Lodges", False),
        ("Old-Quokkasted Lodge", True),
        ("NewQuokkasted Lodge", False),
        ("Quokkasted", False),
    ],
)
def test_a_value_is_found_in_any_spelling_but_not_in_a_longer_word(
    text: str, is_found: bool
) -> None:
    assert bool(pattern_of(SECRET).search(text)) is is_found


def test_a_letter_with_an_accent_is_found_as_the_log_of_the_staff_writes_it() -> None:
    assert pattern_of("Café Noir").search('{"object": "Caf\\u00e9 Noir"}')
    assert pattern_of("Café Noir").search("café noir")


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["", "abc", "--- 1 2", "Rotherham", "counselling"])
def test_what_is_too_short_or_a_word_of_the_directory_is_refused(
    value: str, redact: Redact
) -> None:
    ServiceFactory.make(summary="Counselling in Rotherham, abc.")
    before = sorted(dumped())
    with pytest.raises(CommandError) as refusal:
        redact(value)
    assert not value or value not in str(refusal.value)
    assert sorted(dumped()) == before


@pytest.mark.django_db
def test_an_account_and_a_line_of_the_shipped_file_are_left_to_a_person(redact: Redact) -> None:
    UserFactory.make(username="quokka", last_name=SECRET)
    printed = redact()
    assert "by hand auth.user" in printed
    assert "1 left by hand" in printed
    assert "by hand listings.jsonl, line" in redact("napac.org.uk", commit=False)


@pytest.mark.django_db
def test_the_digest_of_a_number_that_stands_nowhere_any_more_goes_too(redact: Redact) -> None:
    """Eleven digits are soon tried out. A check of what still stands there keeps its digest."""
    changed, other = ServiceFactory.make(), ServiceFactory.make()
    for service in (changed, other):
        VerificationFactory.make(service=service, contact_route=service.contacts.get())
    ContactRoute.objects.filter(service=changed).update(value="0114 496 0777")
    assert all(Verification.objects.values_list("digest", flat=True))
    redact(NUMBER)
    assert Verification.objects.get(service=changed).digest == ""
    assert Verification.objects.get(service=other).digest


@pytest.mark.django_db
def test_the_way_to_a_place_that_is_hidden_is_taken_out_with_it(redact: Redact) -> None:
    visit = ServiceAtLocationFactory.make(
        location__address_1=SECRET, description="Behind the blue gate."
    )
    writing = snapshots.Writing(SnapshotWriter.FORM, datetime(2026, 11, 28, 15, tzinfo=UTC))
    snapshots.written([visit.service_id], writing)
    redact()
    visit.refresh_from_db()
    assert visit.description == ""
    assert "blue gate" not in str([row.content for row in Snapshot.objects.all()])


@pytest.mark.django_db
def test_an_earlier_version_of_an_organisation_is_cleared(redact: Redact) -> None:
    service = ServiceFactory.make(organization__website="https://quokkasted-lodge.example.org/")
    writing = snapshots.Writing(SnapshotWriter.FORM, datetime(2026, 11, 28, 15, tzinfo=UTC))
    snapshots.written([service.pk], writing)
    type(service.organization).objects.update(website="")
    redact()
    assert not [row for row in dumped() if "quokkasted" in str(row).lower()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_reference_rows_afterwards")
def test_the_space_that_the_value_took_is_given_back(
    redact: Redact, monkeypatch: pytest.MonkeyPatch
) -> None:
    scattered()
    said: list[str] = []

    def overheard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        said.append(f"{sql} {params}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(overheard):
        redact()
    assert any(statement.startswith("VACUUM") for statement in said)
    assert not [one for one in said if any(word in one.lower() for word in TRACES)]
    assert tables_with(*TRACES) == set()


def test_what_a_visitor_wrote_by_mistake_is_taken_out_and_the_report_stays(
    redact: Redact, db: None
) -> None:
    service = ServiceFactory.make()
    day = date(2026, 11, 28)
    receive(service, [ReportKind.ADDRESS_SHOWN], f"{SECRET} is its name", day)
    receive(service, [ReportKind.HOURS_WRONG], "Nine to five.", day)
    redact()
    assert tables_with(*TRACES) == set()
    words = set(Report.objects.values_list("words", flat=True))
    assert words == {"[removed] is its name", "Nine to five."}
    assert Report.objects.raised().count() == 1


def test_a_name_is_forgotten_by_the_list_of_what_must_not_come_back_too(
    redact: Redact, db: None
) -> None:
    for kind in ("name", "host"):
        value = SECRET.lower() if kind == "name" else "quokkasted-lodge.example"
        Suppression.objects.create(kind=kind, value=value, reason="R.", review_on=date(2027, 1, 1))
    kept = Suppression.objects.create(
        kind="host", value="evil.example", reason=f"Near {SECRET}.", review_on=date(2027, 1, 1)
    )
    redact()
    assert list(Suppression.objects.values_list("pk", "reason")) == [(kept.pk, "Near [removed].")]
