"""The forms of terms, lists, synonyms, organisations and places: what they save waits."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from resources.models import (
    Collection,
    CollectionEntry,
    Location,
    Organization,
    RecordProposal,
    Service,
    SynonymGroup,
    Taxonomy,
    TaxonomyTerm,
)
from tests.admin.forms import address, filled, said
from tests.factories import (
    CollectionFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceFactory,
    UserFactory,
    term,
)
from tests.proposing_records import (
    a_change,
    a_new_term,
    a_public_list,
    a_public_organization,
    a_public_place,
    standing,
)

WAITING = "admin:resources_proposal_waiting"
WHY = {"change_reason": "They moved.", "change_source": "https://source.example/page"}


def send(client: Client, row: Model, **changes: str) -> Any:
    """Change some fields of a form and send it."""
    where = address(type(row), "change", row)
    return client.post(where, filled(client.get(where)) | WHY | changes)


def page_of(proposal: RecordProposal) -> str:
    return reverse("admin:resources_recordproposal_change", args=[proposal.pk])


def approve(client: Client, proposal: RecordProposal) -> list[str]:
    """Open the page of a proposal and approve what it shows."""
    page = client.get(page_of(proposal))
    waits = page.context["waiting"]
    return said(client.post(waits.approve_url, {"seen": waits.decide.seen}, follow=True))


CHANGES: list[tuple[Any, dict[str, str]]] = [
    (a_public_organization, {"website": "https://home.example"}),
    (a_public_organization, {"description": "A charity that survivors lead."}),
    (a_public_place, {"address_1": "2 Low Street"}),
    (a_public_list, {"intro": "Ring this number first."}),
    (lambda: term("counselling"), {"name": "Talking"}),
    (lambda: Taxonomy.objects.get(slug="topic"), {"name": "About"}),
    (lambda: SynonymGroup.objects.create(words=["a b", "c d"]), {"words": "e f\ng h"}),
]


@pytest.mark.parametrize(("make", "changes"), CHANGES)
def test_what_one_person_saves_waits_for_a_second_who_sees_it(
    staff: Client, second: Client, make: Any, changes: dict[str, str]
) -> None:
    row = make()
    before = standing(row)
    form = staff.get(address(type(row), "change", row)).content.decode()
    assert "What you save here is a proposal." in form
    assert send(staff, row, **changes).status_code == 302
    assert standing(row) == before
    proposal = RecordProposal.objects.get()
    page = second.get(page_of(proposal)).content.decode()
    (new,) = changes.values()
    for word in (*new.split(), "They moved.", "asha", "<ins>", "Approve exactly this"):
        assert word in page
    form = staff.get(address(type(row), "change", row)).content.decode()
    assert "A change of this waits." in form
    assert new.split("\n")[0] in form
    assert "You wrote a part of this" in staff.get(page_of(proposal)).content.decode()
    assert approve(second, proposal)[0].endswith("Approved: the public sees it now.")
    assert standing(row) == proposal.last.content != before


def test_what_can_hurt_stands_in_front(staff: Client, second: Client) -> None:
    runs = a_public_organization()
    send(staff, runs, description="They listen.", website="https://home.example")
    page = second.get(page_of(RecordProposal.objects.get()))
    website, description = page.context["waiting"].rows
    assert (website.name, website.can_hurt) == ("Website", True)
    assert (description.name, description.can_hurt) == ("Description", False)
    text = page.content.decode()
    assert "<del>https://hope.example</del>" in text
    assert "1 public listing shows it" in text
    assert f'href="{runs.get_absolute_url()}"' in text


def test_parts_of_a_form_are_proposed_with_it_and_can_be_gone_on_with(
    staff: Client, second: Client
) -> None:
    """The form of what is proposed is sent back: its new parts have no rows yet."""
    public, added = a_public_list(), ServiceFactory.make(name="Added")
    part = {
        "entries-TOTAL_FORMS": "3",
        "entries-2-service": str(added.pk),
        "entries-2-position": "9",
        "entries-2-collection": str(public.pk),
        "entries-2-note": "Ask for Ann.",
    }
    assert send(staff, public, **part).status_code == 302
    assert CollectionEntry.objects.count() == 2
    page = staff.get(address(Collection, "change", public))
    assert "Ask for Ann." in page.content.decode()
    assert send(staff, public, intro="Begin here.").status_code == 302
    proposal = RecordProposal.objects.get()
    assert proposal.revisions.count() == 2
    text = second.get(page_of(proposal)).content.decode()
    assert "Added" in text
    approve(second, proposal)
    assert [entry.note for entry in public.entries.all()] == ["Note 0.", "Note 1.", "Ask for Ann."]
    public.refresh_from_db()
    assert public.intro == "Begin here."


def test_a_register_number_is_proposed_and_can_be_gone_on_with(staff: Client) -> None:
    runs = a_public_organization()
    part = {
        "identifiers-TOTAL_FORMS": "1",
        "identifiers-0-scheme": "GB-CHC",
        "identifiers-0-identifier": "1000001",
        "identifiers-0-organization": str(runs.pk),
    }
    assert send(staff, runs, **part).status_code == 302
    assert send(staff, runs, name="Hope Home").status_code == 302
    assert not runs.identifiers.exists()
    last = RecordProposal.objects.get().last
    assert (last.number, last.content["name"]) == (2, "Hope Home")
    assert last.content["identifiers"] == [{"scheme": "GB-CHC", "identifier": "1000001"}]


def a_new_group(client: Client, model: type[Model], **sent: str) -> Any:
    return client.post(address(model, "add"), WHY | sent)


def test_what_is_new_waits_too_and_its_form_can_be_gone_on_with(
    staff: Client, second: Client
) -> None:
    sent = {"taxonomy": str(Taxonomy.objects.get(slug="type").pk), "slug": "new-one", "code": "zzz",
            "name": "New one", "synonyms": "[]", "position": "3"}  # fmt: skip
    assert (
        "What you save here is a proposal."
        in staff.get(address(TaxonomyTerm, "add")).content.decode()
    )
    answer = a_new_group(staff, TaxonomyTerm, **sent)
    proposal = RecordProposal.objects.get()
    assert answer["Location"] == page_of(proposal)
    assert not TaxonomyTerm.objects.filter(slug="new-one").exists()
    page = second.get(page_of(proposal))
    assert "It is not there yet." in page.content.decode()
    where = page.context["subject"].write_url
    again = filled(staff.get(where)) | WHY | {"name": "A new one"}
    assert staff.post(where, again).status_code == 302
    approve(second, proposal)
    assert TaxonomyTerm.objects.get(slug="new-one").name == "A new one"
    assert a_new_group(staff, SynonymGroup, words="a b\nc d", is_used="on").status_code == 302
    assert not SynonymGroup.objects.exists()
    assert a_new_group(staff, Taxonomy, slug="new", name="New").status_code == 302
    assert not Taxonomy.objects.filter(slug="new").exists()


@pytest.mark.parametrize("make", [a_new_term, a_public_list])
def test_a_deletion_waits_for_a_second_person_and_needs_a_reason(
    staff: Client, second: Client, make: Any
) -> None:
    row = make()
    where = address(type(row), "delete", row)
    assert "Nothing is deleted now." in staff.get(where).content.decode()
    page = staff.post(where, {"reason": " "})
    assert "Say the reason for this change." in page.content.decode()
    assert staff.post(where, {"reason": "Nobody uses it."}).status_code == 302
    assert standing(row)
    proposal = RecordProposal.objects.get()
    assert "All of it would be deleted." in second.get(page_of(proposal)).content.decode()
    assert "To be deleted" in second.get(reverse(WAITING)).content.decode()
    form = staff.get(address(type(row), "change", row)).content.decode()
    assert "A colleague proposes to delete this." in form
    approve(second, proposal)
    assert not standing(row)


def test_a_list_that_nobody_sees_is_written_freely_and_published_by_two(
    staff: Client, second: Client, client: Client
) -> None:
    add = {"slug": "p7", "title": "A list", "intro": "A few.", "entries-TOTAL_FORMS": "0",
           "entries-INITIAL_FORMS": "0"}  # fmt: skip
    assert staff.post(address(Collection, "add"), add).status_code == 302
    hidden = Collection.objects.get()
    assert not RecordProposal.objects.exists()
    form = staff.get(address(Collection, "change", hidden)).content.decode()
    assert "You can save it as often as you like." in form
    send(staff, hidden, intro="Some.")
    hidden.refresh_from_db()
    assert hidden.intro == "Some."
    send(staff, hidden, is_published="on", intro="Ring this number first.")
    hidden.refresh_from_db()
    assert (hidden.is_published, hidden.intro) == (False, "Some.")
    assert client.get("/lists/p7/").status_code == 404
    proposal = RecordProposal.objects.get()
    approve(second, proposal)
    assert "Ring this number first." in client.get("/lists/p7/").content.decode()


def test_who_wrote_a_hidden_list_does_not_publish_it(staff: Client, second: Client) -> None:
    hidden = CollectionFactory.make(is_published=False)
    send(second, hidden, intro="Ring this number first.")
    send(staff, hidden, is_published="on")
    assert approve(second, RecordProposal.objects.get()) == [
        "Somebody else has to approve what you wrote a part of."
    ]
    hidden.refresh_from_db()
    assert not hidden.is_published


def test_a_new_list_that_is_ticked_as_published_is_a_proposal(staff: Client) -> None:
    add = {"slug": "p7", "title": "A list", "intro": "A few.", "is_published": "on",
           "entries-TOTAL_FORMS": "0", "entries-INITIAL_FORMS": "0"}  # fmt: skip
    answer = staff.post(address(Collection, "add"), add)
    assert "Say the reason for this change." in answer.content.decode()
    assert "A few." in answer.content.decode()
    assert staff.post(address(Collection, "add"), add | WHY).status_code == 302
    assert not Collection.objects.exists()
    assert RecordProposal.objects.count() == 1


def test_a_list_is_taken_from_the_public_at_once(staff: Client, client: Client) -> None:
    public = a_public_list()
    where = address(Collection, "change", public)
    sent = filled(staff.get(where))
    sent.pop("is_published")
    assert staff.post(where, sent).status_code == 302
    assert client.get(public.get_absolute_url()).status_code == 404
    assert not RecordProposal.objects.exists()
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("make", [OrganizationFactory.make, LocationFactory.make])
def test_what_no_public_listing_shows_is_changed_freely(staff: Client, make: Any) -> None:
    row = make()
    assert send(staff, row, name="Changed").status_code == 302
    row.refresh_from_db()
    assert row.name == "Changed"
    assert not RecordProposal.objects.exists()


def test_an_address_that_is_hidden_freely_is_forgotten_though_a_proposal_waited(
    staff: Client, curator: User
) -> None:
    place = a_public_place()
    a_change(place, curator, address_1="9 Secret Refuge Lane")
    Service.objects.update(publication="withdrawn")
    gone = dict.fromkeys(("address_1", "postcode", "city"), "")
    form = staff.get(address(Location, "change", place)).content.decode()
    assert "Secret" not in form
    send(staff, place, address_visibility="hidden", **gone)
    place.refresh_from_db()
    assert place.address_visibility == "hidden"
    told = RecordProposal.objects.get().last
    assert "Secret" not in str([told.content, told.base])
    assert "High Street" not in str([told.content, told.base])
    assert not Service.objects.filter(service_at_locations__description__gt="").exists()


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"change_reason": ""}, "Say the reason for this change."),
        ({"change_source": ""}, "Say where you read or heard it"),
        ({"website": "no link"}, "Enter a valid URL."),
        ({"is_broker": "on"}, "A broker&#x27;s service can never be published."),
    ],
)
def test_typed_text_stays_where_nothing_could_be_proposed(
    staff: Client, sent: dict[str, str], why: str
) -> None:
    runs = a_public_organization()
    answer = send(staff, runs, **({"name": "Hope Home"} | sent))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert why in page
    assert 'value="Hope Home"' in page
    assert not RecordProposal.objects.exists()
    runs.refresh_from_db()
    assert runs.name == "Hope House"


def test_typed_text_stays_when_a_colleague_wrote_meanwhile(staff: Client, second: Client) -> None:
    runs = a_public_organization()
    where = address(Organization, "change", runs)
    opened = filled(staff.get(where))
    send(second, runs, website="https://home.example")
    answer = staff.post(where, opened | WHY | {"name": "Typed name"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Typed name"' in page
    assert "A colleague changed this after you opened it" in page
    assert "bryn: website, before “https://hope.example”, now “https://home.example”." in page
    assert RecordProposal.objects.get().revisions.count() == 1


def test_a_term_that_a_colleague_approved_meanwhile_is_not_written_over(
    staff: Client, second: Client
) -> None:
    where = address(TaxonomyTerm, "change", term("counselling"))
    opened = filled(staff.get(where))
    send(second, term("counselling"), name="Talking")
    approve(staff, RecordProposal.objects.get())
    page = staff.post(where, opened | WHY | {"description": "Typed."}).content.decode()
    assert "A colleague changed this after you opened it" in page
    assert "Typed." in page


def test_an_author_reads_the_reason_for_which_it_came_back(staff: Client, second: Client) -> None:
    runs = a_public_organization()
    send(staff, runs, website="https://home.example")
    proposal = RecordProposal.objects.get()
    sent = {"decision": "return", "reason": "It does not answer."}
    told = said(second.post(page_of(proposal), sent, follow=True))
    assert told == ["Organisation: Hope House: Given back to the author."]
    for where in (address(Organization, "change", runs), page_of(proposal), reverse(WAITING)):
        assert "It does not answer." in staff.get(where).content.decode()
    (one,) = staff.get(reverse(WAITING)).context["waiting"]
    assert one.is_mine
    sent = {"decision": "drop", "reason": ""}
    staff.post(page_of(proposal), sent)
    proposal.refresh_from_db()
    assert proposal.state == "dropped"
    form = staff.get(address(Organization, "change", runs))
    assert "Organisation: Hope House" in staff.get(form.context["earlier"]).content.decode()
    assert "They moved." in staff.get(page_of(proposal)).content.decode()


def test_a_change_beneath_a_proposal_is_shown_to_both(staff: Client, second: Client) -> None:
    runs = a_public_organization()
    send(staff, runs, website="https://home.example")
    Organization.objects.update(name="Loaded name")
    page = second.get(page_of(RecordProposal.objects.get())).content.decode()
    assert "What stands there was changed after this was proposed." in page
    assert "Loaded name" in page
    assert "Approve exactly this" not in page
    form = staff.get(address(Organization, "change", runs)).content.decode()
    assert "Saving puts the old text back" in form
    assert "Loaded name" in form


def test_who_may_only_look_sees_rows_as_they_are(curator: User) -> None:
    runs = a_public_organization()
    a_change(runs, curator, website="https://home.example")
    guest = UserFactory.make(username="guest", is_superuser=False)
    names = ("view_organization", "view_service")
    guest.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(guest)
    where = address(Organization, "change", runs)
    page = client.get(where).content.decode()
    assert "home.example" not in page
    assert "Propose this change" not in page
    assert client.post(where, {"name": "Changed"}).status_code == 403


def test_an_address_that_names_no_row_leads_home(staff: Client) -> None:
    for rest in ("nothing", "00000000-0000-0000-0000-000000000007"):
        assert staff.get(f"/staff/resources/organization/{rest}/change/").status_code == 302
        assert staff.get(f"/staff/resources/taxonomyterm/{rest}/delete/").status_code in {302, 404}
