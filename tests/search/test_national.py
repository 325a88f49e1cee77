"""Every list ends with a free line that is open, for whoever was asked for, at every half hour."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from resources.choices import ContactCost, RegionLevel
from resources.filters import ServiceFilter
from resources.models import Service, TaxonomyTerm
from resources.regions import all_regions
from resources.search import FACETS, current_index, national_lines
from resources.templatetags.open_lines import lines_open_at
from tests.conftest import LONDON
from tests.factories import ServiceFactory, VerificationFactory
from tests.publishing import publish_all
from tests.search.oracle import all_entries, is_open_at

pytestmark = pytest.mark.django_db

# Monday 21 to Sunday 27 December 2026: Christmas Day, and days after it that are holidays.
WEEK = datetime(2026, 12, 21, tzinfo=LONDON)
HALF_HOURS = 7 * 48
ALL_DAY = ("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")
EVERYWHERE = ["united-kingdom"]
LISTENS = ["helpline", "domestic-abuse"]


def asked(moment: datetime, **parameters: str) -> ServiceFilter:
    """Return a question as a page understands it."""
    return ServiceFilter(QueryDict(urlencode(parameters)), lenient=True, moment=moment)


def moments() -> Iterator[datetime]:
    """Yield every half hour of the week."""
    for number in range(HALF_HOURS):
        yield WEEK + timedelta(minutes=30 * number)


@pytest.mark.proves("DESIGN 2.8")
@pytest.mark.usefixtures("shipped")
@pytest.mark.long
@pytest.mark.one_engine
def test_every_list_ends_with_an_open_line_whoever_asks_wherever_at_every_half_hour() -> None:
    entries = {entry.service: entry for entry in all_entries() if entry.free_lines}
    audiences = TaxonomyTerm.objects.filter(taxonomy__slug="audience")
    wide = [region for region in all_regions() if region.level != RegionLevel.DISTRICT]
    questions = {
        (term.slug, region.slug): asked(WEEK, audience=term.code, region=region.code).query
        for term in audiences
        for region in wide
    }
    assert len(questions) == len(audiences) * len(wide) > 250
    index = current_index()
    for moment in moments():
        is_open = {key for key, entry in entries.items() if is_open_at(entry, moment, "free_lines")}
        for (audience, area), query in questions.items():
            found = national_lines(index, moment, query)
            assert is_open.intersection(found.services), (audience, area, moment)
            if found.fits:
                fitting = (FACETS["audience"](entries[key]) for key in found.services)
                assert all(audience in audiences for audiences in fitting), (audience, area, moment)


@pytest.mark.usefixtures("shipped")
def test_no_area_and_no_other_filter_takes_the_open_lines_away() -> None:
    night = WEEK + timedelta(days=4, hours=3)
    everywhere = [line.name for line in lines_open_at(night).lines]
    assert everywhere
    for region in all_regions():
        question = asked(night, region=region.code, channel="post", cost="paid")
        end = lines_open_at(night, question)
        assert [line.name for line in end.lines] == everywhere
        assert end.not_for == ""


def line(name: str, *terms: str, **values: object) -> Service:
    """Make a national line that is always open and free, for the given people."""
    service: Service = ServiceFactory.make(
        name=name, areas=EVERYWHERE, terms=[*LISTENS, *terms], hours=[ALL_DAY], **values
    )
    service.contacts.update(cost=ContactCost.FREE)
    VerificationFactory.make(service=service, contact_route=service.contacts.get())
    return service


def ending(moment: datetime, **parameters: str) -> tuple[list[str], str]:
    """Return the names of the lines at the end of a list, and whom they are not made for."""
    publish_all()
    end = lines_open_at(moment, asked(moment, **parameters))
    return [one.name for one in end.lines], end.not_for


def test_a_line_made_for_the_people_comes_before_one_for_everyone(a_tuesday: datetime) -> None:
    line("Everyone", "everyone")
    line("Men", "men")
    line("Women", "women")
    assert ending(a_tuesday) == (["Everyone"], "")
    assert ending(a_tuesday, audience="men") == (["Men", "Everyone"], "")


def test_a_line_for_grown_ups_is_no_line_for_a_child(a_tuesday: datetime) -> None:
    line("Grown-ups", "everyone", minimum_age=18)
    line("Children", "children", maximum_age=17)
    line("Any age", "everyone")
    assert ending(a_tuesday, audience="children") == (["Children", "Any age"], "")
    assert ending(a_tuesday, age="15") == (["Any age"], "")
    assert ending(a_tuesday, age="40") == (["Any age", "Grown-ups"], "")
    assert ending(a_tuesday, age="under-18") == (["Children", "Any age"], "")


def test_where_no_line_fits_the_lines_for_everyone_are_named_and_the_page_says_so(
    a_tuesday: datetime,
) -> None:
    line("Grown-ups", "everyone", minimum_age=18)
    assert ending(a_tuesday, age="15") == (["Grown-ups"], "Age 15")
    assert ending(a_tuesday, age="under-18") == (["Grown-ups"], "Under 18")


def test_a_line_that_is_open_only_by_a_way_that_costs_is_not_enough(a_tuesday: datetime) -> None:
    line("Everyone", "everyone")
    men = line("Men", "men")
    men.contacts.update(cost=ContactCost.NOT_KNOWN)
    assert ending(a_tuesday, audience="men") == (["Everyone"], "")


def test_a_line_that_was_withdrawn_a_moment_ago_is_not_named(a_tuesday: datetime) -> None:
    gone = line("Gone", "everyone")
    line("Here", "everyone")
    publish_all()
    # As if the change had not been published: the rows are asked for again, and only public ones.
    Service.objects.filter(pk=gone.pk).update(publication="withdrawn")
    assert [one.name for one in lines_open_at(a_tuesday).lines] == ["Here"]
