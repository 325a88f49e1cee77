"""Checks: under the curator's name and the day, never by ringing a line that may not be rung."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from resources.choices import DatePrecision, FactKind, VerificationMethod
from resources.curation import workflow
from resources.models import ContactRoute, Service, Verification
from tests.admin.forms import address
from tests.factories import ContactRouteFactory, ServiceFactory

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=timezone.get_default_timezone())


def sent(route: ContactRoute, **changes: Any) -> dict[str, Any]:
    """Return a filled form: a route of a service was confirmed by phone."""
    return {
        "service": str(route.service_id),
        "contact_route": str(route.pk),
        "fact_kind": FactKind.CONTACT,
        "fields": "number",
        "method": VerificationMethod.PHONE,
    } | changes


def add(client: Client, form: dict[str, Any]) -> Any:
    """Send the form; return the answer."""
    return client.post(address(Verification, "add"), form)


def test_a_check_takes_the_curators_name_and_the_day(staff: Client, curator: User) -> None:
    long_ago = timezone.now() - timedelta(days=30)
    route = ServiceFactory.make(last_modified=long_ago).contacts.get()
    assert add(staff, sent(route)).status_code == 302
    check = Verification.objects.get()
    assert (check.checked_by, check.checked_on) == (curator, timezone.localdate())
    assert check.precision == DatePrecision.DAY
    assert Service.objects.get().last_modified > long_ago


def test_nobody_signs_a_check_with_another_name(
    staff: Client, curator: User, colleague: User
) -> None:
    route = ServiceFactory.make().contacts.get()
    add(staff, sent(route, checked_by=str(colleague.pk)))
    assert Verification.objects.get().checked_by == curator


def test_an_earlier_day_can_be_given(staff: Client) -> None:
    route = ServiceFactory.make().contacts.get()
    assert add(staff, sent(route, checked_on="2026-10-03", precision="day")).status_code == 302
    assert Verification.objects.get().checked_on == date(2026, 10, 3)


def test_a_day_that_has_not_come_is_refused(staff: Client) -> None:
    """A date in the future would never grow old, and a page would call it the last check."""
    route = ServiceFactory.make().contacts.get()
    later = timezone.localdate() + timedelta(days=400)
    response = add(staff, sent(route, checked_on=later.isoformat(), precision="day"))
    assert response.status_code == 200
    assert "checked_on" in response.context["adminform"].form.errors
    assert not Verification.objects.exists()


def test_a_line_that_may_not_be_rung_is_not_confirmed_by_phone(staff: Client) -> None:
    route = ContactRouteFactory.make(channel="phone", value="0808 802 9999", do_not_test_call=True)
    response = add(staff, sent(route))
    assert response.context["adminform"].form.errors == {
        "contact_route": ["This line may not be called to test it."]
    }
    assert not Verification.objects.exists()
    assert add(staff, sent(route, method=VerificationMethod.EMAIL)).status_code == 302


def test_a_way_of_contact_of_another_service_is_refused_by_name(staff: Client) -> None:
    route = ServiceFactory.make().contacts.get()
    other = ServiceFactory.make()
    response = add(staff, sent(route, service=str(other.pk)))
    assert response.context["adminform"].form.errors == {
        "contact_route": ["This way of contact belongs to another service."]
    }
    assert not Verification.objects.exists()


def test_a_check_of_a_whole_service_needs_no_way_of_contact(staff: Client) -> None:
    route = ServiceFactory.make().contacts.get()
    form = sent(route, contact_route="", fact_kind=FactKind.DESCRIPTION)
    assert add(staff, form).status_code == 302
    assert Verification.objects.get().contact_route is None


def test_an_empty_form_is_refused_and_nothing_is_kept(staff: Client, db: None) -> None:
    assert add(staff, {}).status_code == 200
    assert not Verification.objects.exists()


def test_the_workflow_refuses_a_dangerous_check_without_any_form(curator: User) -> None:
    route = ContactRouteFactory.make(channel="phone", value="999", do_not_test_call=True)
    check = Verification(
        service=route.service,
        contact_route=route,
        fact_kind=FactKind.CONTACT,
        fields="number",
        method=VerificationMethod.PHONE,
    )
    with pytest.raises(workflow.NotAllowedError, match="may not be called"):
        workflow.verify(check, curator, NOW)
    assert not Verification.objects.exists()


def test_a_check_that_was_made_stays_as_it_was(staff: Client) -> None:
    route = ServiceFactory.make().contacts.get()
    add(staff, sent(route))
    check = Verification.objects.get()
    response = staff.post(address(Verification, "change", check), sent(route, fields="other"))
    assert response.status_code == 403
    deleted = staff.post(address(Verification, "delete", check), {"post": "yes"})
    assert deleted.status_code == 403
    assert Verification.objects.get().fields == "number"
