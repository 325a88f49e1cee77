"""The filter form, the filters that are on, and addresses that say nothing but codes."""

import re
from datetime import datetime
from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from resources.choices import RegionLevel
from resources.filters import ServiceFilter
from resources.models import TaxonomyTerm
from resources.presenters import (
    PlainUrls,
    active_filters,
    filter_form,
    query,
)
from resources.presenters.choices import region_groups, type_branches
from resources.private_search.form import read_form
from resources.regions import RegionRecord, all_regions, find_region
from resources.search import FACETS
from resources.validators import TERM_CODE_PATTERN
from tests.factories import (
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    at_point,
    term,
)
from tests.publishing import publish_written

GSS_CODE = r"[A-Z][0-9]{8}"


def asked(text: str) -> ServiceFilter:
    """Return the filter set that a link makes, as a page reads it."""
    return ServiceFilter(QueryDict(text), lenient=True)


def test_nations_and_regions_are_offered_and_the_council_areas_around_what_is_chosen() -> None:
    (wide,) = region_groups()
    levels = {RegionLevel.NATION, RegionLevel.REGION, RegionLevel.CROWN_DEPENDENCY}
    expected = [one.code for one in all_regions() if one.level in levels]
    assert [option.value for option in wide.options] == expected
    assert [option.label for option in wide.options][:2] == ["England", "Scotland"]
    for chosen in ("yorkshire-and-the-humber", "rotherham"):
        _wide, local = region_groups(find_region(chosen))
        names = [option.label for option in local.options]
        assert {"Rotherham", "Leeds", "York"} <= set(names)
        assert "Cardiff" not in names
        assert names == sorted(names)


def test_an_area_without_council_areas_of_its_own_adds_no_group() -> None:
    (wide,) = region_groups(find_region("england"))
    assert [option.label for option in wide.options if option.selected] == ["England"]


def test_only_the_area_that_was_asked_for_is_selected() -> None:
    selected = [
        option.label
        for group in region_groups(find_region("rotherham"))
        for option in group.options
        if option.selected
    ]
    assert selected == ["Rotherham"]


@pytest.mark.django_db
def test_kinds_of_help_stand_in_their_two_branches() -> None:
    terms = TaxonomyTerm.objects.filter(taxonomy__slug="type")
    emotional, practical = type_branches(terms, [term("helpline"), term("practical")])
    assert (emotional.value, practical.value) == (term("emotional").code, term("practical").code)
    assert [option.value for option in emotional.options if option.selected] == [
        term("helpline").code
    ]
    assert (emotional.checked, practical.checked) == (False, True)
    assert not any(option.selected for option in practical.options)
    assert term("housing").code in {option.value for option in practical.options}
    assert len(emotional.options) + len(practical.options) + 2 == terms.count()


@pytest.mark.django_db
def test_the_form_is_filled_in_with_what_was_asked_for() -> None:
    form = filter_form(asked("region=rotherham&region=leeds&type=helpline"))
    chosen = [one.label for group in form.regions for one in group.options if one.selected]
    assert chosen == ["Rotherham"]
    assert [one.label for one in form.extra_regions] == ["Leeds"]
    ticked = [one.value for branch in form.types for one in branch.options if one.selected]
    assert ticked == [term("helpline").code]


@pytest.mark.django_db
def test_an_empty_form_asks_for_anywhere() -> None:
    form = filter_form(asked(""))
    assert form.extra_regions == ()
    assert not any(one.selected for group in form.regions for one in group.options)


@pytest.mark.django_db
def test_every_closed_list_but_kinds_of_help_is_offered_in_a_folded_group() -> None:
    made = asked("")
    offered = {field.name for group in filter_form(made).further for field in group.fields}
    closed = {name for name in made.filters if made.choices(name)}
    assert offered == (closed & FACETS.keys()) - {"type"} | {"open"}


@pytest.mark.django_db
def test_everything_that_the_form_offers_is_kept_in_the_sealed_question(
    a_tuesday: datetime,
) -> None:
    for group in filter_form(asked("age=16")).further:
        for field in group.fields:
            sent = {field.name: [option.value for option in field.options]}
            question = read_form(MultiValueDict(sent))
            assert {name: list(kept) for name, kept in question.parameters.items()} == sent
            understood = ServiceFilter(question.data, lenient=True, moment=a_tuesday)
            assert understood.results.count() == 0
            assert [(name, row.code) for name, row in understood.chosen] == [
                (field.name, value) for value in sent[field.name]
            ]


@pytest.mark.django_db
def test_a_group_is_open_when_one_of_its_choices_is_on() -> None:
    form = filter_form(asked("no_name=maybe&access=step_free&access=hearing_loop"))
    assert [group.label for group in form.further if group.is_used] == ["Privacy", "Getting in"]
    on = [
        option.label
        for group in form.further
        for field in group.fields
        for option in field.options
        if option.selected
    ]
    assert on == ["No name needed, or not known yet", "Step-free access", "Hearing loop"]


@pytest.mark.django_db
def test_no_number_is_asked_for_as_an_age_and_one_that_a_link_brought_is_kept() -> None:
    def ages(text: str) -> list[tuple[str, str, bool]]:
        fields = [field for group in filter_form(asked(text)).further for field in group.fields]
        options = [option for field in fields if field.name == "age" for option in field.options]
        return [(one.value, one.label, one.selected) for one in options]

    young = ("under-18", "I am under 18")
    assert ages("") == [(*young, False)]
    assert ages("age=Under-18") == [(*young, True)]
    assert ages("age=016") == [(*young, False), ("16", "Age 16", True)]


@pytest.mark.django_db
def test_english_is_offered_only_where_a_link_asked_for_it() -> None:
    def languages(text: str) -> list[str]:
        fields = [field for group in filter_form(asked(text)).further for field in group.fields]
        (field,) = [field for field in fields if field.name == "language"]
        return [option.label for option in field.options]

    assert "English" not in languages("")
    assert "Polish" in languages("")
    assert "English" in languages("language=en")


@pytest.mark.django_db
def test_what_is_chosen_says_by_itself_what_it_is() -> None:
    made = asked(
        "no_report=yes&off_bill=maybe&cost=not_known&sign=relay&age=16&age=under-18&language=pl"
    )
    chosen = active_filters(made, PlainUrls(tuple(made.chosen)))
    assert {one.label for one in chosen} == {
        "No report to the police needed",
        "Not on the phone bill, or not known yet",
        "Cost not known",
        "By Relay UK",
        "Age 16",
        "Under 18",
        "Polish",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["age=abc", "age=121", "no_name=no", "access=lift"])
def test_a_page_leaves_a_wrong_value_out_and_says_which_part_it_was(text: str) -> None:
    made = asked(text)
    assert made.chosen == []
    name = text.split("=")[0]
    assert made.ignored_parameters == [str(made.filters[name].label)]


@pytest.mark.django_db
def test_an_address_holds_codes_and_no_words() -> None:
    made = asked("region=rotherham&type=counselling&type=emotional")
    for pair in parse_qsl(query(made.chosen, 2).removeprefix("?"), strict_parsing=True):
        assert re.fullmatch(f"region {GSS_CODE}|type {TERM_CODE_PATTERN}|page 2", " ".join(pair))
    assert query(made.chosen, 2).endswith("&page=2")
    assert "page" not in query(made.chosen)
    assert query([]) == "?"


@pytest.mark.django_db
def test_no_code_of_an_area_or_a_term_is_a_word_that_names_it() -> None:
    rows: list[RegionRecord | TaxonomyTerm] = [*all_regions(), *TaxonomyTerm.objects.all()]
    for row in rows:
        assert query([("any", row)]) == f"?any={row.code}"
        assert row.code != row.slug


@pytest.mark.django_db
def test_each_filter_can_be_taken_off_and_leaves_the_others() -> None:
    made = asked("region=rotherham&region=leeds&type=housing")
    chosen = active_filters(made, PlainUrls(tuple(made.chosen)))
    housing = term("housing")
    assert [(one.label, one.remove_url) for one in chosen] == [
        ("Rotherham", f"?region=E08000035&type={housing.code}"),
        ("Leeds", f"?region=E08000018&type={housing.code}"),
        (housing.name, "?region=E08000018&region=E08000035"),
    ]


@pytest.mark.django_db
def test_the_last_filter_leaves_the_whole_list() -> None:
    made = asked("region=rotherham")
    (chosen,) = active_filters(made, PlainUrls(tuple(made.chosen)))
    assert chosen.remove_url == "?"


def offered(text: str) -> dict[str, list[str]]:
    """Return the choices of the form above a list, by parameter, with their counts."""
    publish_written()
    made = ServiceFilter(QueryDict(text), lenient=True, moment=timezone.localtime())
    form = filter_form(made, counts=made.results.counts)
    fields = [field for group in form.further for field in group.fields]
    shown = {field.name: [option.shown for option in field.options] for field in fields}
    kinds = [one.shown for branch in form.types for one in branch.options]
    return shown | ({"type": kinds} if kinds else {})


@pytest.mark.django_db
def test_a_choice_that_finds_nothing_or_everything_is_not_shown() -> None:
    for number in range(3):
        ServiceFactory.make(name=f"{number}", terms=["helpline", "everyone"], areas=["leeds"])
    assert offered("region=leeds") == {}


@pytest.mark.django_db
def test_a_choice_appears_by_itself_when_listings_have_the_fact() -> None:
    ServiceFactory.make(terms=["helpline"], areas=["leeds"], interpreter="yes")
    ServiceFactory.make(terms=["housing"], areas=["leeds"], interpreter="no", minimum_age=18)
    assert offered("region=leeds") == {
        "type": ["Someone to talk to by phone (1)", "Housing and refuge (1)"],
        "interpreter": ["Interpreters (1)", "Interpreters, or not known yet (1)"],
        "age": ["I am under 18 (1)"],
    }
    # What is counted is the list as it would be without the choice itself.
    assert offered("region=leeds&type=helpline") == {
        "type": ["Someone to talk to by phone (1)", "Housing and refuge (1)"]
    }


@pytest.mark.django_db
def test_a_choice_that_was_made_stays_whatever_it_finds() -> None:
    ServiceFactory.make(terms=["helpline"], areas=["leeds"])
    assert offered("age=under-18&sign=bsl&type=housing") == {
        "age": ["I am under 18 (0)"],
        "sign": ["In British Sign Language (0)"],
        "type": ["Housing and refuge (0)"],
    }


@pytest.mark.django_db
def test_a_need_that_every_place_meets_is_not_shown_beside_those_that_are_chosen() -> None:
    for needs in ({"step_free": "yes", "parking": "yes"}, {"step_free": "yes"}):
        visit = ServiceAtLocationFactory.make(location=LocationFactory.make(**needs))
        visit.service.terms.set([])
    assert offered("") == {"access": ["Parking for disabled people (1)"]}
    assert offered("access=step_free")["access"] == [
        "Step-free access (2)",
        "Parking for disabled people (1)",
    ]


@pytest.mark.django_db
def test_a_branch_that_finds_everything_is_no_choice_and_keeps_its_kinds() -> None:
    for terms in (["helpline"], ["counselling"]):
        ServiceFactory.make(terms=terms)
    publish_written()
    made = ServiceFilter(QueryDict(), lenient=True, moment=timezone.localtime())
    form = filter_form(made, counts=made.results.counts)
    (emotional,) = form.types
    assert (emotional.value, len(emotional.options)) == ("", 2)


@pytest.mark.django_db
def test_nearest_first_is_offered_where_a_place_is_given_and_two_have_a_point() -> None:
    def is_offered(text: str) -> bool:
        publish_written()
        return filter_form(asked(text)).nearest is not None

    ServiceFactory.make(areas=["leeds"])
    at_point(ServiceFactory.make(areas=["leeds"]), 53.8, -1.55)
    assert not is_offered("region=leeds"), "there is one place"
    at_point(ServiceFactory.make(areas=["leeds"], terms=["housing"]), 53.8, -1.5)
    assert is_offered("region=leeds")
    assert not is_offered("region=leeds&type=housing")
    assert not is_offered(""), "nobody knows from where"
    # Where it is on it can be taken off.
    assert is_offered("near=wales")
