"""Checks: of the value that a curator saw, under their name, and never by ringing an urgent line.

They are made on a page of the listing, with a tick beside each fact as it stands.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from resources.choices import DatePrecision, ProviderRole, VerificationMethod
from resources.curation.checks import Checking, facts_to_check, verify
from resources.curation.workflow import NotAllowedError
from resources.models import ContactRoute, Service, Verification
from tests.admin.forms import address
from tests.factories import (
    ContactRouteFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)

CALLED = {"method": VerificationMethod.PHONE, "spoke_with": ProviderRole.MANAGER}


def where(service: Service) -> str:
    return reverse("admin:resources_service_check", args=[service.pk])


def key_of(service: Service, fact: str, value: str = "") -> str:
    """Return what the page sends for a fact, as it stands now."""
    whole = Service.objects.for_detail().get(pk=service.pk)
    (key,) = [
        found.key
        for found in facts_to_check(whole)
        if found.fact == fact and value in ("", found.value)
    ]
    return key


def add(client: Client, service: Service, *keys: str, **changes: Any) -> Any:
    """Tick facts and send the form; return the answer."""
    return client.post(where(service), CALLED | {"facts": keys} | changes)


def refusals(response: Any) -> list[str]:
    """Return what a page that was not saved says is wrong."""
    assert response.status_code == 200
    assert not Verification.objects.exists()
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def test_a_check_takes_the_curators_name_the_day_and_the_value(
    staff: Client, curator: User
) -> None:
    service = ServiceFactory.make(last_modified=timezone.now() - timedelta(days=30))
    route = service.contacts.get()
    assert add(staff, service, key_of(service, "contact")).status_code == 302
    check = Verification.objects.get()
    assert (check.checked_by, check.checked_on) == (curator, timezone.localdate())
    assert (check.precision, check.spoke_with) == (DatePrecision.DAY, "manager")
    assert (check.fact, check.contact_route, check.fact_kind) == ("contact", route, "contact")
    assert not check.value_has_changed
    assert Service.objects.get().last_modified > service.last_modified


def test_several_facts_are_checked_at_once_each_with_a_row_of_its_own(staff: Client) -> None:
    service = ServiceFactory.make(
        hours=[("MO", "09:00", "17:00")], minimum_age=16, terms=["helpline"], cost="free"
    )
    ServiceAtLocationFactory.make(service=service, location__step_free="yes")
    facts = ["contact", "hours", "areas", "type", "minimum_age", "cost", "location", "step_free"]
    assert add(staff, service, *(key_of(service, fact) for fact in facts)).status_code == 302
    checks = Service.objects.for_detail().get().verifications.all()
    assert {check.fact for check in checks} == set(facts)
    assert not any(check.value_has_changed for check in checks)


def test_the_page_shows_each_fact_as_it_stands_and_when_it_was_last_checked(staff: Client) -> None:
    service = ServiceFactory.make(minimum_age=16, maximum_age=25)
    VerificationFactory.make(
        service=service, contact_route=service.contacts.get(), checked_on=date(2020, 5, 1)
    )
    VerificationFactory.make(service=service, fact="minimum_age", checked_on=None, precision="")
    page = staff.get(where(service)).content.decode()
    assert "0808 801 0331" in page
    assert "1 May 2020" in page
    assert "Due" in page
    assert "Read in a source without a date" in page
    assert "Not checked" in page
    assert ">Hours" not in page  # there are none


def test_nobody_signs_a_check_with_another_name(
    staff: Client, curator: User, colleague: User
) -> None:
    service = ServiceFactory.make()
    add(staff, service, key_of(service, "contact"), checked_by=str(colleague.pk))
    assert Verification.objects.get().checked_by == curator


def test_an_earlier_day_can_be_given(staff: Client) -> None:
    service = ServiceFactory.make()
    add(staff, service, key_of(service, "contact"), checked_on="2026-10-03")
    assert Verification.objects.get().checked_on == date(2026, 10, 3)


def test_a_day_that_has_not_come_is_refused(staff: Client) -> None:
    """A date in the future would never grow old, and a page would call it the last check."""
    service = ServiceFactory.make()
    later = timezone.localdate() + timedelta(days=400)
    sent = add(staff, service, key_of(service, "contact"), checked_on=later.isoformat())
    assert refusals(sent) == ["This day has not come yet."]


def test_a_value_that_was_changed_while_somebody_checked_it_is_not_checked(staff: Client) -> None:
    service = ServiceFactory.make()
    seen = key_of(service, "contact")
    ContactRoute.objects.update(value="0114 496 0777")
    sent = add(staff, service, seen, source_url="https://example.org/typed")
    assert refusals(sent) == ["Something was changed after you opened this page. Look again."]
    assert "https://example.org/typed" in sent.content.decode()


def test_a_fact_of_another_service_is_refused(staff: Client) -> None:
    other = key_of(ServiceFactory.make(), "contact")
    assert refusals(add(staff, ServiceFactory.make(), other))


def test_a_line_that_may_not_be_rung_is_not_confirmed_by_ringing_it(staff: Client) -> None:
    route = ContactRouteFactory.make(channel="phone", value="0808 802 9999", do_not_test_call=True)
    key = key_of(route.service, "contact", "0808 802 9999")
    assert "Do not test-call this line" in staff.get(where(route.service)).content.decode()
    assert refusals(add(staff, route.service, key)) == [
        "This line may not be called to test it. Ring the service's office line instead."
    ]
    sent = add(staff, route.service, key, method=VerificationMethod.OFFICE_LINE)
    assert sent.status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"spoke_with": ""}, "Say the role"),
        ({"method": VerificationMethod.WEBSITE}, "leave the role out"),
        ({"method": VerificationMethod.REGISTER, "spoke_with": ""}, "Give the address"),
        ({"method": VerificationMethod.PUBLIC_SOURCE, "spoke_with": ""}, "Give the address"),
        ({"spoke_with": "Jane Smith"}, "Select a valid choice"),
        ({"method": ""}, "This field is required"),
        ({"facts": []}, "Choose at least one fact"),
    ],
)
def test_a_check_says_how_and_with_whom_it_was_made(
    staff: Client, changes: dict[str, Any], words: str
) -> None:
    service = ServiceFactory.make()
    (refusal,) = refusals(add(staff, service, key_of(service, "contact"), **changes))
    assert words in refusal


def test_a_call_names_the_line_that_was_rung(staff: Client) -> None:
    service = ServiceFactory.make(minimum_age=16)
    age = key_of(service, "minimum_age")
    assert refusals(add(staff, service, age)) == ["Choose the line that you rang too."]
    assert add(staff, service, age, key_of(service, "contact")).status_code == 302


def test_one_call_reaches_one_line(staff: Client) -> None:
    """Nobody has rung a second number, or an e-mail address, by ringing the first."""
    service = ServiceFactory.make()
    line = key_of(service, "contact")
    ContactRouteFactory.make(service=service, channel="phone", value="0808 802 9999")
    ContactRouteFactory.make(service=service, channel="email", value="a@example.org")
    other, mail = (
        key_of(service, "contact", value) for value in ("0808 802 9999", "a@example.org")
    )
    for ticked in ([line, other], [line, mail], [mail]):
        assert refusals(add(staff, service, *ticked)) == [
            "Choose the one line that you rang. Check other ways of contact by themselves."
        ]
    asked = {"method": VerificationMethod.OFFICE_LINE}
    assert add(staff, service, other, mail, **asked).status_code == 302


@pytest.mark.parametrize(
    ("said", "checked", "expected"),
    [
        (date(2026, 10, 3), date(2026, 11, 20), date(2026, 11, 20)),
        (None, date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 24), date(2026, 11, 20), date(2026, 11, 24)),
    ],
)
def test_who_confirms_that_a_service_takes_new_people_dates_it(
    staff: Client, curator: User, said: date | None, checked: date, expected: date
) -> None:
    service = ServiceFactory.make(
        referral_status="open" if said else "not_known",
        referral_status_as_of=said,
        referral_status_precision="month",
    )
    key = key_of(service, "referral_status" if said else "contact")
    assert add(staff, service, key, method="email", checked_on=checked).status_code == 302
    whole = Service.objects.for_detail().get()
    (check,) = whole.verifications.all()
    assert not check.value_has_changed
    if said:
        assert whole.referral_status_as_of == expected
        assert whole.referral_status_precision == ("month" if expected == said else "day")
    else:  # nothing was said of new people
        assert whole.referral_status_as_of is None


def test_the_workflow_refuses_a_dangerous_check_without_any_form(curator: User) -> None:
    route = ContactRouteFactory.make(channel="phone", value="999", do_not_test_call=True)
    called = Checking(VerificationMethod.PHONE, ProviderRole.SUPPORT)
    keys = [key_of(route.service, "contact", "999")]
    with pytest.raises(NotAllowedError, match="may not be called"):
        verify(route.service, keys, called, curator, timezone.now())
    assert not Verification.objects.exists()


def test_a_check_that_was_made_stays_as_it_was(staff: Client) -> None:
    service = ServiceFactory.make()
    add(staff, service, key_of(service, "contact"))
    check = Verification.objects.get()
    changed = staff.post(address(Verification, "change", check), {"fields": "other"})
    assert changed.status_code == 403
    deleted = staff.post(address(Verification, "delete", check), {"post": "yes"})
    assert deleted.status_code == 403
    assert Verification.objects.get().fields == "Phone"


def test_only_those_who_may_add_checks_are_led_to_the_page_and_may_open_it(
    client: Client, db: None
) -> None:
    service = ServiceFactory.make()
    viewer = UserFactory.make(is_superuser=False)
    viewer.user_permissions.add(Permission.objects.get(codename="view_service"))
    client.force_login(viewer)
    listing = address(Service, "change", service)
    assert where(service) not in client.get(listing).content.decode()
    assert client.get(where(service)).status_code == 403
    assert add(client, service, key_of(service, "contact")).status_code == 403
    viewer.user_permissions.add(Permission.objects.get(codename="add_verification"))
    assert where(service) in client.get(listing).content.decode()
    assert client.get(where(service)).status_code == 200


def test_the_page_costs_the_same_for_many_facts_as_for_few(staff: Client) -> None:
    costs = []
    for size in (1, 12):
        service = ServiceFactory.make(hours=[("MO", "09:00", "17:00")], minimum_age=16)
        ServiceAtLocationFactory.make(service=service)
        for _ in range(size):
            route = ContactRouteFactory.make(service=service)
            VerificationFactory.make(service=service, contact_route=route)
        with CaptureQueriesContext(connection) as asked:
            assert staff.get(where(service)).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("none", {"changed", "unchecked"}),
        ("old", {"old", "undated"}),
        ("recent", {"confirmed", "read"}),
        ("confirmed", {"confirmed"}),
    ],
)
def test_listings_are_found_by_what_is_known_of_the_contacts_that_they_have_now(
    staff: Client, asked: str, found: set[str], curator: User
) -> None:
    today = timezone.localdate()
    days: dict[str, dict[str, Any]] = {
        "changed": {"checked_on": today},
        "read": {"checked_on": today - timedelta(days=180)},
        "old": {"checked_on": today - timedelta(days=181)},
        "undated": {"checked_on": None, "precision": ""},
        "confirmed": {"checked_on": today, "method": "phone", "checked_by": curator},
    }
    for name, values in days.items():
        route = ServiceFactory.make(name=name).contacts.get()
        VerificationFactory.make(service=route.service, contact_route=route, **values)
    ContactRoute.objects.filter(service__name="changed").update(value="0114 496 0777")
    ServiceFactory.make(name="unchecked")
    shown = staff.get(address(Service, "changelist"), {"checks": asked}).context["cl"]
    assert {service.name for service in shown.result_list} == found
