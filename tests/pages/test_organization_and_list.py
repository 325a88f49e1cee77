"""The page of an organisation and its services, and the page of a list made for a post."""

import pytest
from django.test import Client

from resources.choices import Publication
from resources.models import Organization, OrganizationIdentifier, Service
from tests.factories import CollectionFactory, OrganizationFactory, ServiceFactory
from tests.pages.reading import Element, read


def _names(element: Element) -> list[str]:
    return [heading.words for heading in element.all("h3")]


def test_an_organisation_shows_its_facts_and_its_published_services(
    db: None, client: Client
) -> None:
    organization = OrganizationFactory.make(
        name="The Charity",
        alternate_name="TC",
        description="Two people.\n\nOne room.",
        website="https://www.charity.example/",
    )
    OrganizationIdentifier.objects.create(
        organization=organization, scheme="GB-CHC", identifier="1155140"
    )
    ServiceFactory.make(name="B", organization=organization)
    ServiceFactory.make(name="A", organization=organization)
    ServiceFactory.make(name="Local", organization=organization, areas=["leeds"])
    ServiceFactory.make(name="Of another")
    main = read(client, organization.get_absolute_url()).one("main")
    assert _names(main) == ["A", "B", "Local"]
    for words in ("Also known as TC", "Two people.", "One room.", "charity.example"):
        assert words in main.words
    assert "1155140" in main.all("dl", _class="facts")[0].words


def test_an_organisation_of_which_little_is_known_shows_only_that(db: None, client: Client) -> None:
    service = ServiceFactory.make(name="A")
    main = read(client, service.organization.get_absolute_url()).one("main")
    assert "Also known as" not in main.words
    assert "Website of the organisation" not in main.words
    assert _names(main) == ["A"]


def test_the_page_of_a_service_leads_to_who_runs_it_and_back(db: None, client: Client) -> None:
    service = ServiceFactory.make()
    organization = service.organization.get_absolute_url()
    assert organization in read(client, service.get_absolute_url()).hrefs
    assert service.get_absolute_url() in read(client, organization).hrefs


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.WITHDRAWN])
def test_an_organisation_without_a_published_service_has_no_page(
    publication: Publication, db: None, client: Client
) -> None:
    service = ServiceFactory.make(publication=publication)
    assert read(client, service.organization.get_absolute_url()).status == 404


def test_a_broker_has_no_page_although_its_service_is_called_published(
    db: None, client: Client
) -> None:
    service = ServiceFactory.make()
    Organization.objects.update(is_broker=True)
    assert read(client, service.organization.get_absolute_url()).status == 404
    assert read(client, service.get_absolute_url()).status == 404


@pytest.fixture
def trio(db: None) -> list[Service]:
    """Three services, in another order than that of their names."""
    return [ServiceFactory.make(name=name) for name in ("Second", "Alpha", "Third")]


def test_a_list_shows_its_services_in_its_own_order_with_its_own_words(
    trio: list[Service], client: Client
) -> None:
    CollectionFactory.make(
        slug="l",
        title="To begin",
        intro="One.\n\nTwo.",
        services=trio,
        post_url="https://x.example",
    )
    page = read(client, "/lists/l/")
    assert page.heading == "To begin"
    assert page.listed == [service.code for service in trio]
    assert [one.one("h3").words for one in page.cards] == ["Second", "Alpha", "Third"]
    notes = [one.one("p", class_="card__note").words for one in page.cards]
    assert notes == ["Note 0.", "Note 1.", "Note 2."]
    # A note of the list's own stands in the place of what the service does.
    assert not [one for one in page.cards if "Someone to talk to." in one.words]
    assert page.one("main").all("ol")
    assert {"One.", "Two."} <= {one.words for one in page.all("p")}


@pytest.mark.parametrize(
    "publication", [Publication.DRAFT, Publication.IN_REVIEW, Publication.WITHDRAWN]
)
def test_a_list_leaves_out_a_service_that_is_no_longer_published_and_its_note(
    publication: Publication, trio: list[Service], client: Client
) -> None:
    CollectionFactory.make(slug="l", services=trio)
    Service.objects.filter(pk=trio[1].pk).update(publication=publication)
    page = read(client, "/lists/l/")
    assert page.listed == [trio[0].code, trio[2].code]
    assert "Alpha" not in page.words
    assert "Note 1." not in page.words


def test_a_list_whose_services_are_all_gone_says_so_and_leads_on(
    trio: list[Service], client: Client
) -> None:
    CollectionFactory.make(slug="l", services=trio)
    Service.objects.update(publication=Publication.WITHDRAWN)
    main = read(client, "/lists/l/").one("main")
    assert "This list is empty now." in main.words
    assert "/services/" in main.hrefs


def test_a_list_that_is_not_published_has_no_page(trio: list[Service], client: Client) -> None:
    CollectionFactory.make(slug="l", services=trio, is_published=False)
    assert read(client, "/lists/l/").status == 404


def test_the_about_page_counts_what_the_public_can_see(trio: list[Service], client: Client) -> None:
    Service.objects.filter(pk=trio[0].pk).update(publication=Publication.DRAFT)
    ServiceFactory.make(organization=trio[1].organization)
    figures = read(client, "/about/").one("dl", class_="figures")
    assert figures.answers == {"services": "3", "organisations": "2"}


@pytest.mark.proves("SAFETY 1.4")
def test_the_safety_page_says_in_plain_words_what_nobody_can_hide(db: None, client: Client) -> None:
    page = read(client, "/safety/")
    section = page.section("What nobody can hide for you")
    assert set(section.answers) == {
        "Your history",
        "Searches you made before",
        "Other devices of yours",
        "Monitoring apps",
        "The router and the provider",
        "Phone bills and call lists",
        "Messages",
        "Screenshots and printed pages",
    }
    assert "can look suspicious" in page.one("main").words
    assert page.has("section", _id="now")
