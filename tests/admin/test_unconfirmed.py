"""What the public, partners and the staff are told of a listing that nobody confirmed."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from resources.choices import CadenceKind
from resources.curation.daily import run
from resources.filters import ServiceFilter
from resources.listings.sheets.exporting import export, exported_services
from resources.models import WithdrawalRule
from resources.regions import Point
from resources.search import Query, Results, current_index
from tests.admin.test_due import checked
from tests.cadence import PUBLISHED, a_listing, at, days_of_steps, until_unconfirmed
from tests.factories import at_point
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db
MARK = "We have not been able to confirm this lately"


def test_an_unconfirmed_listing_is_marked_and_last_in_its_group_everywhere(client: Client) -> None:
    lost = a_listing(name="Aaa")
    a_listing(name="Nation", areas=["england"])
    until_unconfirmed()
    found = a_listing(date(2027, 1, 1), name="Zzz")
    listing = client.get("/services/?region=rotherham").content.decode()
    places = [listing.index(f">{name}<") for name in ("Zzz", "Aaa", "Nation")]
    assert places == sorted(places)
    assert listing.count(MARK) == 1
    assert MARK in client.get(lost.get_absolute_url()).content.decode()
    assert MARK not in client.get(found.get_absolute_url()).content.decode()
    answer = client.get("/api/v1/services/?region=rotherham").json()["results"]
    assert [row["name"] for row in answer] == ["Zzz", "Aaa", "Nation"]
    marked = {row["name"]: row["checked"]["unconfirmed_since"] for row in answer}
    assert marked == {
        "Aaa": str(days_of_steps(CadenceKind.LOCAL)[-1]),
        "Zzz": None,
        "Nation": None,
    }
    one = client.get(f"/api/v1/services/{lost.pk}/").json()
    assert one["checked"]["unconfirmed_since"] == marked["Aaa"]
    checked(lost, "contact", day=date(2027, 2, 1))
    assert MARK not in client.get("/services/?region=rotherham").content.decode()
    assert client.get("/api/v1/services/?region=rotherham").json()["results"][0]["name"] == "Aaa"


def test_in_an_answer_to_words_it_is_last_too_unless_it_is_asked_for_by_its_name() -> None:
    a_listing(name="Aardvark line", summary="Somebody listens after rape.", terms=["counselling"])
    until_unconfirmed()
    a_listing(name="Zebra line", summary="Somebody listens after rape.", terms=["counselling"])

    def found(words: str) -> list[str]:
        question = QueryDict(urlencode({"words": words}))
        return [one.name for one in ServiceFilter(question, moment=at(PUBLISHED)).results]

    assert found("counselling after rape") == ["Zebra line", "Aardvark line"]
    assert found("Aardvark line")[0] == "Aardvark line"


def test_in_a_list_by_distance_it_is_last_though_it_is_the_nearest(client: Client) -> None:
    at_point(a_listing(name="Near"), 53.43, -1.36)
    until_unconfirmed()
    at_point(a_listing(date(2027, 1, 1), name="Far"), 53.9, -1.0)
    publish_all()
    query = Query(start=Point(53.43, -1.36), moment=at(PUBLISHED))
    assert [one.name for one in Results(current_index(), query)] == ["Far", "Near"]


def test_the_export_says_since_when_a_listing_is_unconfirmed() -> None:
    a_listing()
    day = until_unconfirmed()
    head, row = export(exported_services(["published"]), "csv").decode().splitlines()[:2]
    assert "Unconfirmed since" in head
    assert str(day) in row


def test_the_pages_tell_of_reminders_and_two_people_set_a_rule_there(
    staff: Client, second: Client, curator: User, colleague: User
) -> None:
    a_listing(name="Zebra line")
    run(at(days_of_steps(CadenceKind.LOCAL)[0]))
    told = staff.get(reverse("staff-due")).content.decode()
    assert "Nobody has confirmed these in their period" in told
    assert "the second time on 2 August 2026" in told
    assert "The daily run was last made on 5 July 2026" in told
    page, target = (
        reverse(f"admin:resources_withdrawalrule_{name}") for name in ("standing", "set")
    )
    sent = {"decision": "propose", "kind": "local", "after_days": "60", "reason": "Gone."}
    assert "Error:" in staff.post(target, sent | {"after_days": "3"}).content.decode()
    assert staff.post(target, sent).status_code == 302
    rule = WithdrawalRule.objects.get()
    for client, may_agree in ((staff, False), (second, True)):
        assert ("Agree: Local service" in client.get(page).content.decode()) is may_agree
    agreeing = {"decision": "agree", "rule": rule.pk}
    assert "Somebody else has to agree" in staff.post(target, agreeing).content.decode()
    assert second.post(target, agreeing).status_code == 302
    assert "in force" in staff.get(page).content.decode()
    staff.post(target, {"decision": "take_back", "rule": rule.pk})
    rule.refresh_from_db()
    assert (rule.agreed_by, rule.ended_by) == (colleague, curator)
