"""Terms, lists, synonyms, organisations and places wait for a second person, as listings do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from resources.choices import ProposalState, RecordKind, SnapshotWriter
from resources.curation.records import document_of
from resources.curation.workflow import NotAllowedError
from resources.listings import record_proposals
from resources.listings.deciding import Wanted
from resources.listings.reference import load_reference
from resources.models import (
    DataRevision,
    Location,
    Organization,
    OrganizationIdentifier,
    PublishedRecord,
    RecordProposal,
    Service,
    Snapshot,
    SynonymGroup,
    Taxonomy,
    TaxonomyTerm,
)
from tests.factories import CollectionFactory, ServiceFactory, UserFactory, term
from tests.proposing import NOW
from tests.proposing_records import (
    SOURCE,
    a_change,
    a_deletion,
    a_new_term,
    a_public_list,
    a_public_organization,
    a_public_place,
    approve,
    refused,
    standing,
)
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db: None) -> User:
    return UserFactory.make(username="asha")


@pytest.fixture
def second(db: None) -> User:
    return UserFactory.make(username="bryn")


def some_synonyms() -> SynonymGroup:
    return SynonymGroup.objects.create(words=["a b", "c d"])


Changes = tuple[Callable[[], Any], dict[str, Any]]
EVERY: dict[str, Changes] = {
    "organization": (
        a_public_organization,
        {
            "name": "Hope Home",
            "website": "https://home.example",
            "identifiers": [{"scheme": "GB-CHC", "identifier": "1000001"}],
        },
    ),
    "place": (a_public_place, {"address_1": "2 Low Street", "region": "leeds", "parking": "yes"}),
    "list": (
        a_public_list,
        {"intro": "Begin here.", "post_url": "https://post.example/", "entries": []},
    ),
    "taxonomy": (
        lambda: Taxonomy.objects.get(slug="topic"),
        {"name": "About", "description": "W."},
    ),
    "term": (
        lambda: term("counselling"),
        {"name": "Talking", "synonyms": ["talk"], "parent": "helpline", "position": 9},
    ),
    "synonyms": (some_synonyms, {"words": ["e f", "g h"], "note": "Said so.", "is_used": False}),
}


@pytest.mark.parametrize("kind", EVERY)
def test_each_kind_of_row_is_changed_by_a_second_person_exactly_as_proposed(
    author: User, second: User, kind: str
) -> None:
    make, changes = EVERY[kind]
    row = make()
    before = standing(row)
    proposal = a_change(row, author, **changes)
    assert standing(row) == before
    assert "Somebody else" in refused(proposal, author)
    approve(proposal, second)
    assert standing(row) == proposal.last.content != before
    said = {name: value for name, value in changes.items() if value not in ([], "")}
    assert {name: standing(row)[name] for name in said} == said
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.decided_at) == ("approved", second, NOW)
    revision = proposal.last
    assert (revision.author, revision.at, revision.reason, revision.source, revision.base) == (
        author, NOW, "It has changed.", SOURCE, before,
    )  # fmt: skip


def test_public_pages_follow_an_approval_and_nothing_before_it(
    client: Client, author: User, second: User
) -> None:
    runs = a_public_organization()
    publish_all()
    page = runs.get_absolute_url()
    proposal = a_change(runs, author, website="https://evil.example.org")
    assert "evil.example" not in client.get(page).content.decode()
    revision = PublishedRecord.objects.get().revision
    approve(proposal, second)
    assert "evil.example" in client.get(page).content.decode()
    assert PublishedRecord.objects.get().revision > revision
    version = Snapshot.objects.latest_of([runs.services.get().pk]).get()
    assert (version.writer, version.actor, version.reason) == (
        SnapshotWriter.PROPOSAL, author, "It has changed.",
    )  # fmt: skip
    assert version.organization["website"] == "https://evil.example.org"


def test_partners_are_told_of_a_place_that_changed(author: User, second: User) -> None:
    place = a_public_place()
    proposal = a_change(place, author, address_1="2 Low Street")
    Service.objects.update(last_modified=NOW.replace(hour=1))
    approve(proposal, second)
    assert Service.objects.get().last_modified == NOW


def test_search_follows_the_new_name_of_a_term(client: Client, author: User, second: User) -> None:
    ServiceFactory.make(terms=["counselling"])
    publish_all()
    page = "/api/v1/services/?type=counselling"
    assert client.get(page).json()["count"] == 1
    before = DataRevision.objects.get().number
    approve(a_change(term("counselling"), author, slug="talking"), second)
    assert client.get("/api/v1/services/?type=talking").json()["count"] == 1
    assert DataRevision.objects.get().number > before


def test_what_is_new_is_not_there_until_a_second_person_approves_it(
    author: User, second: User
) -> None:
    made = TaxonomyTerm(taxonomy=term("helpline").taxonomy, slug="pets", code="zzz", name="Pets")
    content = {
        "record": "term", "id": str(made.pk), "taxonomy": "type", "slug": "new-one",
        "code": "zzz", "name": "New one", "position": 0,
    }  # fmt: skip
    wanted = Wanted(content, "People ask for it.")
    proposal = record_proposals.propose(RecordKind.TERM, made.pk, author, NOW, wanted)
    assert not TaxonomyTerm.objects.filter(slug="new-one").exists()
    (name,) = (one for one in record_proposals.to_decide(proposal).changes if one.field == "name")
    assert (name.old, name.new) == ("", "New one")
    approve(proposal, second)
    assert TaxonomyTerm.objects.get(slug="new-one").pk == made.pk


def test_a_row_is_deleted_by_a_second_person(author: User, second: User) -> None:
    for row in (a_new_term(), some_synonyms(), a_public_list()):
        proposal = a_deletion(row, author)
        assert standing(row)
        approve(proposal, second)
        assert not standing(row)


def test_what_is_in_use_or_shipped_is_not_even_proposed_for_deletion(author: User) -> None:
    ServiceFactory.make(terms=["counselling"])
    shipped = SynonymGroup.objects.create(words=["a b", "c d"], shipped=["a b", "c d"])
    rows: list[tuple[Model, str]] = [
        (term("counselling"), "still use this"),
        (Taxonomy.objects.get(slug="topic"), "still use this"),
        (shipped, "switched off"),
    ]
    for row, why in rows:
        with pytest.raises(NotAllowedError, match=why):
            a_deletion(row, author)
    assert not RecordProposal.objects.exists()


def test_a_term_that_came_into_use_meanwhile_is_not_deleted(author: User, second: User) -> None:
    unused = a_new_term()
    proposal = a_deletion(unused, author)
    ServiceFactory.make(terms=["new-term"])
    assert "still use this" in refused(proposal, second)


def by_row(row: Any) -> None:
    Organization.objects.update(email="help@evil.example")


def by_register_number(row: Any) -> None:
    OrganizationIdentifier.objects.create(organization=row, scheme="GB-CHC", identifier="7")


def by_what_shows_it(row: Any) -> None:
    ServiceFactory.make(organization=row, name="Another")


@pytest.mark.parametrize("move", [by_row, by_register_number, by_what_shows_it])
def test_what_moved_after_the_second_person_looked_is_not_approved(
    author: User, second: User, move: Callable[[Any], None]
) -> None:
    runs = a_public_organization()
    proposal = a_change(runs, author, website="https://home.example")
    seen = record_proposals.to_decide(proposal).seen
    move(runs)
    with pytest.raises(NotAllowedError, match="after you opened this page"):
        record_proposals.approve(proposal, second, NOW, seen)
    runs.refresh_from_db()
    assert runs.website == "https://hope.example"


def test_a_listing_of_a_list_that_is_called_otherwise_has_to_be_looked_at_again(
    author: User, second: User
) -> None:
    public = a_public_list()
    proposal = a_change(public, author, intro="Begin here.")
    seen = record_proposals.to_decide(proposal).seen
    Service.objects.update(name="Somewhere else")
    with pytest.raises(NotAllowedError, match="after you opened this page"):
        record_proposals.approve(proposal, second, NOW, seen)


def test_a_term_that_the_loader_refreshed_is_gone_over_by_its_author(
    author: User, second: User
) -> None:
    TaxonomyTerm.objects.filter(slug="counselling").update(name="Old name")
    proposal = a_change(term("counselling"), author, description="Talking to somebody.")
    load_reference()
    (moved,) = (one for one in record_proposals.to_decide(proposal).moved if one.field == "name")
    assert moved.old == "Old name"
    assert "changed after it was proposed" in refused(proposal, second)
    a_change(term("counselling"), author, description="Talking to somebody.")
    approve(proposal, second)
    assert term("counselling").description == "Talking to somebody."


def test_nobody_approves_what_they_wrote_a_version_of(author: User, second: User) -> None:
    runs = a_public_organization()
    proposal = a_change(runs, author, website="https://home.example")
    again = a_change(runs, second, website="https://home.example", name="Hope Home")
    assert again == proposal
    for person in (author, second):
        assert "Somebody else" in refused(proposal, person)
    approve(proposal, UserFactory.make())


def test_nor_a_list_that_they_wrote_before_it_was_proposed(author: User, second: User) -> None:
    hidden = CollectionFactory.make(is_published=False)
    LogEntry.objects.create(
        user=second, content_type=ContentType.objects.get_for_model(hidden), action_flag=CHANGE,
        object_id=str(hidden.pk), object_repr="x", action_time=timezone.now(),
    )  # fmt: skip
    proposal = a_change(hidden, author, is_published=True)
    assert "Somebody else" in refused(proposal, second)
    approve(proposal, UserFactory.make())
    # What was approved since is everybody's again.
    LogEntry.objects.update(action_time=NOW.replace(hour=1))
    approve(a_change(hidden, author, intro="Begin here."), second)


def test_an_organisation_that_was_approved_with_a_listing_is_nobodys_own(
    author: User, second: User
) -> None:
    runs = a_public_organization()
    LogEntry.objects.create(
        user=second, content_type=ContentType.objects.get_for_model(runs), action_flag=CHANGE,
        object_id=str(runs.pk), object_repr="x", action_time=NOW.replace(hour=1),
    )  # fmt: skip
    proposal = a_change(runs, author, website="https://home.example")
    assert "Somebody else" in refused(proposal, second)
    runs.services.get().reviews.create(
        from_publication="in_review", to_publication="published", at=NOW.replace(hour=2)
    )
    approve(proposal, second)


def test_a_proposal_is_given_back_dropped_and_decided_once(author: User, second: User) -> None:
    runs = a_public_organization()
    proposal = a_change(runs, author, website="https://home.example")
    with pytest.raises(NotAllowedError, match="Say the reason"):
        record_proposals.send_back(proposal, second, NOW, " ")
    record_proposals.send_back(proposal, second, NOW, "It does not answer.")
    assert "Given back" in refused(proposal, second)
    a_change(runs, author, website="https://house.example")
    approve(proposal, second)
    for step in (record_proposals.send_back, record_proposals.drop):
        with pytest.raises(NotAllowedError, match="decided already"):
            step(proposal, second, NOW, "Wrong.")
    another = a_change(runs, author, website="https://home.example")
    assert another != proposal
    record_proposals.drop(another, author, NOW, "")
    another.refresh_from_db()
    assert another.state == ProposalState.DROPPED
    runs.refresh_from_db()
    assert runs.website == "https://house.example"


def test_a_reason_is_always_needed_and_a_source_for_a_fact(author: User) -> None:
    runs, counselling = a_public_organization(), term("counselling")
    site = {**standing(runs), "website": "https://home.example"}
    words = {**standing(counselling), "name": "Talking"}
    for kind, row, wanted, why in (
        (RecordKind.ORGANIZATION, runs, Wanted(site, "", SOURCE), "Say the reason"),
        (RecordKind.ORGANIZATION, runs, Wanted(site, "They moved."), "where you read or heard it"),
        (RecordKind.TERM, counselling, Wanted(words, " "), "Say the reason"),
        (RecordKind.TERM, counselling, Wanted(standing(counselling), "Same."), "Nothing differs"),
    ):
        with pytest.raises(NotAllowedError, match=why):
            record_proposals.propose(kind, row.pk, author, NOW, wanted)
    assert record_proposals.propose(
        RecordKind.TERM, counselling.pk, author, NOW, Wanted(words, "Plainer.")
    )


def test_register_numbers_and_entries_that_stay_keep_their_keys(author: User, second: User) -> None:
    runs, public = a_public_organization(), a_public_list()
    one = OrganizationIdentifier.objects.create(
        organization=runs, scheme="GB-CHC", identifier="1000001"
    )
    numbers = [
        {"scheme": "GB-CHC", "identifier": "1000001"},
        {"scheme": "GB-COH", "identifier": "09000001"},
    ]
    approve(a_change(runs, author, identifiers=numbers), second)
    assert runs.identifiers.count() == 2
    assert runs.identifiers.filter(pk=one.pk).exists()
    first, last = public.entries.all()
    entries = list(reversed(standing(public)["entries"]))
    approve(a_change(public, author, entries=entries), second)
    assert [entry.pk for entry in public.entries.all()] == [last.pk, first.pk]
    assert document_of("collection", public.pk)["entries"] == entries


def test_a_place_is_hidden_by_a_proposal_and_everything_forgets_its_address(
    author: User, second: User
) -> None:
    place = a_public_place()
    gone = dict.fromkeys(("address_1", "postcode", "city", "latitude", "longitude", "region"))
    proposal = a_change(place, author, address_visibility="hidden", **gone)
    assert "High Street" in str(proposal.last.base)
    approve(proposal, second)
    place.refresh_from_db()
    assert str(place) == "Hidden: nothing is stored"
    told = [*Snapshot.objects.all(), *proposal.revisions.all()]
    for row in told:
        assert "High Street" not in str([row.content, getattr(row, "base", "")])
        assert "Ring twice" not in str(row.content)
    assert not Location.objects.filter(service_at_locations__description="Ring twice.").exists()
