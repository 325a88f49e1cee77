"""What holds of many services at once has to follow from what they have in common."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.choices import Channel
from resources.search.standing import MARKS, MARKS_OF_TERMS
from tests.search.entries import EVERY_DAY, contact, entry, hours

TOPICS = ("domestic-abuse", "child-sexual-abuse", "any-crime", "addiction", "fgm")
AUDIENCES = ("everyone", "adults", "women", "men", "children", "students", "supporters", "lgbt")
TYPES = ("helpline", "reporting", "pets", "money", "housing", "emotional", "practical")
TERMS = st.fixed_dictionaries(
    {
        "topic": st.sets(st.sampled_from(TOPICS)),
        "audience": st.sets(st.sampled_from(AUDIENCES)),
        "type": st.sets(st.sampled_from(TYPES)),
        "by-and-for": st.sets(st.sampled_from(("led-by-lgbt", "led-by-deaf"))),
    }
)
OTHERWISE: dict[str, Any] = {
    "name": "Bereaved Jewish women in Wales",
    "areas": ("wales",),
    "languages": {"bfi"},
    "contacts": (contact(Channel.PHONE, is_crisis_line=True),),
    "hours": (hours(EVERY_DAY, "00:00", "00:00"),),
    "minimum_age": 12,
    "is_unconfirmed": True,
}


@given(TERMS)
def test_marks_of_terms_say_the_same_of_services_that_differ_in_all_else(
    terms: dict[str, set[str]],
) -> None:
    plain, other = entry(terms=terms), entry(terms=terms, **OTHERWISE)
    for name, holds in MARKS_OF_TERMS.items():
        assert holds(plain) == holds(other), name


@pytest.mark.parametrize("name", ["urgent", "deaf", "reachable", "unconfirmed", "after a death"])
def test_other_marks_do_not(name: str) -> None:
    assert (MARKS[name](entry()), MARKS[name](entry(**OTHERWISE))) == (False, True)
