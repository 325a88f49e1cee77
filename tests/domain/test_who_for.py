"""For whom a service is and where, in one line: what somebody has said, and no more."""

from typing import Any

import pytest
from django.utils import translation

from resources.models import Service, ServiceArea
from resources.presenters.areas import area_words
from resources.presenters.sentences import joined
from resources.presenters.who_for import fit_words, marks
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


def fit(service: Service) -> str:
    """Return the line of a saved service, as a list has it."""
    row = Service.objects.for_listing().get(pk=service.pk)
    return fit_words(row, area_words(row))


@pytest.mark.parametrize(
    ("terms", "ages", "who"),
    [
        (["everyone"], (None, None), "For anyone"),
        (["everyone", "supporters"], (16, None), "For anyone 16 or over"),
        (["everyone"], (0, 18), "For anyone up to 18"),
        (["everyone"], (None, 25), "For anyone up to 25"),
        (["adults"], (18, None), "For anyone 18 or over"),
        (["women"], (None, None), "For women"),
        (["women"], (16, None), "For women 16 or over"),
        (["women", "adults"], (None, None), "For women"),
        (["men"], (18, 25), "For men from 18 to 25"),
        (["women", "men"], (None, 25), "For women and men, up to 25"),
        (["adults", "children"], (None, None), "For adults and children"),
        (["lgbt"], (None, None), "For LGBT+ people"),
        (
            ["black-minoritised", "women"],
            (None, None),
            "For women and Black and minoritised people",
        ),
        (["deaf"], (None, None), "For Deaf people"),
        (["women", "men", "deaf"], (None, None), "For women, men and Deaf people"),
        (
            ["women", "men", "deaf", "faith"],
            (None, None),
            "For women, men and 2 more groups",
        ),
    ],
)
def test_a_line_says_for_whom_a_service_is_as_a_sentence_does(
    terms: list[str], ages: tuple[int | None, int | None], who: str
) -> None:
    service = ServiceFactory.make(terms=terms, minimum_age=ages[0], maximum_age=ages[1])
    assert fit(service) == f"{who}. Anywhere in the UK."


@pytest.mark.parametrize(
    ("terms", "ages", "is_marked"),
    [
        (["adults"], (None, None), True),
        (["adults"], (16, None), False),
        (["women", "adults"], (None, None), True),
        (["adults", "children"], (None, None), False),
        (["adults", "everyone"], (None, None), False),
        (["women"], (None, None), False),
    ],
)
def test_what_is_for_adults_without_an_age_has_a_mark(
    terms: list[str], ages: tuple[int | None, int | None], *, is_marked: bool
) -> None:
    service = ServiceFactory.make(terms=terms, minimum_age=ages[0], maximum_age=ages[1])
    row = Service.objects.for_listing().get(pk=service.pk)
    assert marks(row, "") == (("Adults only",) if is_marked else ())


def test_what_a_mark_says_is_not_said_again() -> None:
    assert fit(ServiceFactory.make(terms=["adults"])) == "Anywhere in the UK."


def test_a_page_in_another_language_says_which_words_are_of_the_data() -> None:
    service = ServiceFactory.make(terms=["women", "deaf"], coverage_description="Hull & Goole")
    row = Service.objects.for_listing().get(pk=service.pk)
    with translation.override("cy"):
        words, (alert,) = fit(row), marks(row, "Shut <now>.")
    assert words == (
        'For <span lang="en">women</span> and <span lang="en">Deaf people</span>. '
        '<span lang="en">Hull &amp; Goole</span>.'
    )
    assert alert == '<span lang="en">Shut &lt;now&gt;.</span>'


@pytest.mark.proves("SAFETY 4.2")
@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({}, "Anywhere in the UK."),
        ({"minimum_age": 16}, "For people 16 or over. Anywhere in the UK."),
    ],
)
def test_nobody_is_called_welcome_where_nobody_has_said_for_whom_it_is(
    facts: dict[str, Any], line: str
) -> None:
    assert fit(ServiceFactory.make(**facts)) == line


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ("", "Rotherham"),
        ("South Yorkshire.", "South Yorkshire"),
        ("the east of the county", "The east of the county"),
        ("x" * 50, "X" + "x" * 49),
        ("x" * 51, "Rotherham"),
    ],
)
def test_a_line_says_where_in_the_words_of_the_service_if_they_are_short(
    told: str, where: str
) -> None:
    service = ServiceFactory.make(
        terms=["everyone"], areas=["rotherham"], coverage_description=told
    )
    assert fit(service) == f"For anyone. {where}."


def test_a_service_for_a_part_of_an_area_says_so() -> None:
    service = ServiceFactory.make(terms=["everyone"], areas=["rotherham"])
    ServiceArea.objects.filter(service=service).update(is_partial=True)
    assert fit(service) == "For anyone. Part of Rotherham."


@pytest.mark.parametrize(
    ("names", "more", "words"),
    [
        ([], "", ""),
        (["Leeds"], "", "Leeds"),
        (["Leeds", "York"], "", "Leeds and York"),
        (["Leeds", "York", "Hull"], "", "Leeds, York and Hull"),
        (["Leeds", "York", "Hull", "Goole"], "", "Leeds, York, Hull and Goole"),
        (["Leeds", "York", "Hull"], "%(names)s and %(count)d more", "Leeds, York and Hull"),
        (
            ["Leeds", "York", "Hull", "Goole", "Selby"],
            "%(names)s and %(count)d more",
            "Leeds, York and 3 more",
        ),
    ],
)
def test_names_are_joined_as_a_sentence_does(names: list[str], more: str, words: str) -> None:
    assert joined(names, more) == words


def test_how_many_names_stand_before_the_count_can_be_chosen() -> None:
    more = "%(names)s and %(count)d more"
    assert joined(["a", "b", "c"], more, most=2) == "a and 2 more"
    assert joined(["a", "b"], more, most=2) == "a and b"
