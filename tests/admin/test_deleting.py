"""What public pages and links depend on is not deleted, not even by somebody with every right."""

import pytest
from django.test import Client

from resources.models import Collection, Report, TaxonomyTerm, TermInUseError
from tests.admin.forms import address
from tests.factories import CollectionFactory, ServiceFactory, term


def delete_ticked(client: Client, *terms: TaxonomyTerm) -> str:
    """Tick terms in the list, choose to delete them, and confirm; return the page that answers."""
    sent = {
        "action": "delete_selected",
        "_selected_action": [str(found.pk) for found in terms],
        "post": "yes",
    }
    answer = client.post(address(TaxonomyTerm, "changelist"), sent, follow=True)
    return answer.content.decode()


def a_new_term() -> TaxonomyTerm:
    return TaxonomyTerm.objects.create(
        taxonomy=term("helpline").taxonomy, slug="new-term", code="zzz", name="New term"
    )


def test_a_term_that_services_carry_is_not_deleted(staff: Client, client: Client) -> None:
    ServiceFactory.make(terms=["counselling"])
    used, unused = term("counselling"), a_new_term()
    refused = staff.post(address(TaxonomyTerm, "delete", used), {"post": "yes"})
    assert refused.status_code == 403
    assert used.name in delete_ticked(staff, used, unused)
    assert TaxonomyTerm.objects.filter(pk__in=[used.pk, unused.pk]).count() == 2
    assert client.get("/api/v1/services/?type=counselling").json()["count"] == 1
    delete_ticked(staff, unused)
    assert not TaxonomyTerm.objects.filter(pk=unused.pk).exists()


def test_a_term_of_a_draft_is_in_use_too(db: None) -> None:
    ServiceFactory.make(terms=["counselling"], publication="draft")
    with pytest.raises(TermInUseError):
        term("counselling").delete()
    with pytest.raises(TermInUseError):
        TaxonomyTerm.objects.filter(slug__in=["counselling", "helpline"]).delete()


def test_a_term_that_nothing_carries_is_deleted(staff: Client) -> None:
    unused = a_new_term()
    sent = staff.post(address(TaxonomyTerm, "delete", unused), {"post": "yes"})
    assert sent.status_code == 302
    assert not TaxonomyTerm.objects.filter(pk=unused.pk).exists()


def test_a_public_list_and_a_report_of_a_visitor_are_not_deleted(staff: Client) -> None:
    service = ServiceFactory.make()
    public = CollectionFactory.make(services=[service])
    report = Report.objects.create(
        service=service, felt_unsafe=True, received_on="2026-11-28", number=1
    )
    for row in (public, report):
        where = address(type(row), "delete", row)
        assert staff.post(where, {"post": "yes"}).status_code == 403
    page = staff.get(address(Collection, "changelist"))
    assert "delete_selected" not in page.content.decode()
    hidden = CollectionFactory.make(is_published=False)
    sent = staff.post(address(Collection, "delete", hidden), {"post": "yes"})
    assert sent.status_code == 302
