"""A service of one community is not what somebody of another one meets first."""

import pytest

from resources.search.communities import COMMUNITIES
from tests.factories import ServiceFactory
from tests.search.asking import asked, first, names

pytestmark = pytest.mark.django_db

HARM = ["domestic-abuse", "women", "helpline"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("rabbi says go home to my husband who hits me", "Jewish Line"),
        ("the imam says go home to my husband who hits me", "Muslim Line"),
        ("my vicar says go home to my husband who hits me", "Church Line"),
        ("the gurdwara says go home to my husband who hits me", "Sikh Line"),
    ],
)
def test_the_line_of_the_community_that_is_spoken_of_comes_before_those_of_others(
    text: str, name: str
) -> None:
    for own in ("Church Line", "Jewish Line", "Muslim Line", "Sikh Line"):
        ServiceFactory.make(name=own, terms=HARM)
    found = names(asked(text))
    assert found[0] == name


def test_where_no_line_is_of_a_community_one_for_everyone_comes_before_those_of_others() -> None:
    harm = ["child-sexual-abuse", "adults", "helpline"]
    ServiceFactory.make(
        name="Scheme", summary="For those hurt in the Church.", terms=[*harm, "faith"]
    )
    everyone = ServiceFactory.make(name="Open Line", terms=[*harm, "everyone"])
    for text in ("jehovahs witness elder touched me when i was 8", "kingdom hall elder abused me"):
        assert first(asked(text)) == everyone, text


def test_a_text_that_speaks_of_no_community_leaves_the_lines_of_all_as_they_are() -> None:
    ServiceFactory.make(name="Muslim Line", terms=[*HARM, "everyone"])
    plain = asked("my husband hits me")
    assert names(plain) == ["Muslim Line"]


def test_no_word_speaks_of_two_communities() -> None:
    said = [word for _names, words in COMMUNITIES.values() for word in words]
    assert len(said) == len(set(said))
