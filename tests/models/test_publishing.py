"""Every change of what the public sees is published by whoever makes it, in its own transaction."""

from io import StringIO
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.signals import request_started
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resources.choices import Publication, TombstoneReason
from resources.curation import workflow
from resources.filters import ServiceFilter
from resources.models import DataRevision, Service
from resources.search import current_index
from tests.commands.listing_lines import collection_line, load, organization_line, service_line
from tests.factories import ServiceFactory, UserFactory, term
from tests.publishing import publish_all, publish_written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_helps() -> None:
    """Rows are not published by the tests' own fixture before a page is asked for."""
    request_started.disconnect(publish_written)


def found(words: str) -> list[Service]:
    question = QueryDict(urlencode({"words": words}))
    return list(ServiceFilter(question, moment=timezone.now()).results)


def listed() -> int:
    """Return how many services the index holds."""
    return current_index().all.bit_count()


def test_a_published_listing_is_found_at_once_and_a_withdrawn_one_no_longer() -> None:
    author, colleague = UserFactory.make(), UserFactory.make()
    service = ServiceFactory.make(name="Zebra", publication=Publication.DRAFT)
    now = timezone.now()
    before = DataRevision.objects.current()
    assert listed() == 0
    workflow.submit(service, author, now)
    workflow.publish(service, colleague, now)
    assert (found("zebra"), listed()) == ([service], 1)
    workflow.withdraw(service, author, now, "A wrong number.")
    assert (found("zebra"), listed()) == ([], 0)
    assert DataRevision.objects.current() == before + 3


def test_a_recalled_listing_is_found_no_longer() -> None:
    service = ServiceFactory.make(name="Zebra")
    publish_all()
    workflow.recall(service, UserFactory.make(), timezone.now(), TombstoneReason.CLOSED)
    assert (found("zebra"), listed()) == ([], 0)


def test_loaded_listings_are_found_until_a_file_takes_them_away(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("listings")
    load(folder, organization_line(1), service_line(1, name="Zebra"))
    assert (len(found("zebra")), listed()) == (1, 1)
    load(folder, organization_line(1), service_line(1, name="Zebra", publication="draft"))
    assert (len(found("zebra")), listed()) == (0, 0)


def test_what_carries_a_term_is_found_by_the_terms_new_name(client: Client) -> None:
    curator: User = UserFactory.make()
    client.force_login(curator)
    service = ServiceFactory.make(terms=["counselling"])
    publish_all()
    counselling = term("counselling")
    values = {
        "taxonomy": counselling.taxonomy_id,
        "parent": counselling.parent_id,
        "slug": counselling.slug,
        "code": counselling.code,
        "name": "Zebra",
        "description": "Somebody listens.",
        "synonyms": '["okapi"]',
        "position": 1,
    }
    address = reverse("admin:resources_taxonomyterm_change", args=[counselling.pk])
    answer = client.post(address, values)
    assert answer.status_code == 302, answer.context["adminform"].errors
    assert found("zebra") == [service]
    assert found("okapi") == [service]
    service.terms.clear()
    publish_all()
    delete = reverse("admin:resources_taxonomyterm_delete", args=[counselling.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert found("zebra") == []
    assert ("type", counselling.slug) not in current_index().facets


def test_a_value_that_is_taken_out_is_found_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    ServiceFactory.make(name="Zebra")
    publish_all()
    before = DataRevision.objects.current()
    monkeypatch.setattr("sys.stdin", StringIO("zebra\n"))
    call_command("redact", commit=True)
    assert found("zebra") == []
    assert DataRevision.objects.current() > before


def test_names_of_terms_that_follow_the_shipped_file_are_published() -> None:
    service = ServiceFactory.make(terms=["counselling"])
    type(term("counselling")).objects.filter(slug="counselling").update(name="Zebra")
    publish_all()
    assert found("zebra") == [service]
    call_command("load_reference", verbosity=0)
    assert found("zebra") == []


def test_synonyms_of_terms_that_follow_the_shipped_file_are_published() -> None:
    ServiceFactory.make(terms=["counselling"])
    type(term("counselling")).objects.filter(slug="counselling").update(synonyms=["okapi"])
    publish_all()
    assert len(found("okapi")) == 1
    call_command("load_reference", verbosity=0)
    assert found("okapi") == []


def test_a_list_that_staff_change_or_a_file_brings_is_announced(
    client: Client, tmp_path: Path
) -> None:
    admin = User.objects.create_superuser("asha")
    client.force_login(admin)
    rows = {f"entries-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = {"title": "After a report", "slug": "after-a-report", "intro": "Words.", **rows}
    before = DataRevision.objects.current()
    answer = client.post(reverse("admin:resources_collection_add"), form)
    assert answer.status_code == 302
    assert DataRevision.objects.current() == before + 1
    first = (organization_line(), service_line(1))
    load(tmp_path, *first)
    before = DataRevision.objects.current()
    load(tmp_path, *first, collection_line(1))
    assert DataRevision.objects.current() == before + 1
