"""What public pages and links depend on is not deleted, not even by somebody with every right."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from resources.models import (
    Collection,
    RecordProposal,
    Report,
    TaxonomyTerm,
    TermInUseError,
)
from tests.admin.forms import address
from tests.factories import CollectionFactory, ServiceFactory, term
from tests.proposing_records import a_new_term, approve


def test_a_term_that_services_carry_is_not_deleted(staff: Client, client: Client) -> None:
    ServiceFactory.make(terms=["counselling"])
    used = term("counselling")
    where = address(TaxonomyTerm, "delete", used)
    assert staff.post(where, {"reason": "Unused."}).status_code == 403
    assert not RecordProposal.objects.exists()
    assert client.get("/api/v1/services/?type=counselling").json()["count"] == 1


def test_terms_are_not_deleted_by_ticking_them(staff: Client) -> None:
    where = address(TaxonomyTerm, "changelist")
    assert "delete_selected" not in staff.get(where).content.decode()
    unused = a_new_term()
    sent = {"action": "delete_selected", "_selected_action": [str(unused.pk)], "post": "yes"}
    staff.post(where, sent)
    assert TaxonomyTerm.objects.filter(pk=unused.pk).exists()


def test_a_term_of_a_draft_is_in_use_too(db: None) -> None:
    ServiceFactory.make(terms=["counselling"], publication="draft")
    with pytest.raises(TermInUseError):
        term("counselling").delete()
    with pytest.raises(TermInUseError):
        TaxonomyTerm.objects.filter(slug__in=["counselling", "helpline"]).delete()


def test_a_term_that_nothing_carries_is_deleted_by_two(staff: Client, colleague: User) -> None:
    unused = a_new_term()
    sent = staff.post(address(TaxonomyTerm, "delete", unused), {"reason": "Unused."})
    assert sent.status_code == 302
    assert TaxonomyTerm.objects.filter(pk=unused.pk).exists()
    approve(RecordProposal.objects.get(), colleague)
    assert not TaxonomyTerm.objects.filter(pk=unused.pk).exists()


def test_a_public_list_and_a_report_of_a_visitor_are_not_deleted_by_one(staff: Client) -> None:
    service = ServiceFactory.make()
    public = CollectionFactory.make(services=[service])
    report = Report.objects.create(
        service=service, felt_unsafe=True, received_on="2026-11-28", number=1
    )
    assert staff.post(address(Report, "delete", report), {"post": "yes"}).status_code == 403
    assert staff.post(address(Collection, "delete", public), {"post": "yes"}).status_code == 200
    assert Collection.objects.get() == public
    page = staff.get(address(Collection, "changelist"))
    assert "delete_selected" not in page.content.decode()
    hidden = CollectionFactory.make(is_published=False)
    sent = staff.post(address(Collection, "delete", hidden), {"post": "yes"})
    assert sent.status_code == 302
    assert Collection.objects.get() == public
