"""The place in a sentence is found, ordinary words are left alone, slips are only suggested."""

from collections.abc import Callable
from functools import partial
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.regions import Mention, mention_in, prepare, slip_in
from resources.regions.mentions import mentionable
from resources.regions.ordinary import AT_AN_END, LEADS, MONTHS, NEVER, ORDINARY
from tests.pace import pace


def words_of(text: str) -> list[str]:
    return text.split()


ENGLISH = words_of(
    "rape crisis in near and women men please help my abuse support for keens counselling"
)


def found(text: str) -> Mention:
    mention = mention_in(text.split())
    assert mention is not None
    return mention


def named(text: str) -> str:
    """Return the words that name the place of a text; empty if there is none."""
    mention = mention_in(text.split())
    return " ".join(text.split()[mention.start : mention.stop]) if mention else ""


def slugs(mention: Mention | None) -> set[str]:
    return {area.slug for area in mention.areas} if mention else set()


def quickest(function: Callable[[], object]) -> float:
    """Return the milliseconds that something takes on the usual machine, undisturbed."""
    times = []
    for _ in range(7):
        start = perf_counter()
        function()
        times.append(perf_counter() - start)
    return min(times) * 1000 / pace()


@pytest.mark.parametrize(
    ("text", "name", "areas"),
    [
        ("rape crisis near rotherham", "rotherham", {"rotherham"}),
        ("Refuge Stoke-on-Trent please", "Stoke-on-Trent", {"stoke-on-trent"}),
        ("help in newcastle upon tyne now", "newcastle upon tyne", {"newcastle-upon-tyne"}),
        ("kirkby in ashfield counselling", "kirkby in ashfield", {"ashfield"}),
        ("miltonkeynes refuge", "miltonkeynes", {"milton-keynes"}),
        ("saint albans sarc", "saint albans", {"st-albans"}),
        ("king's lynn", "king's lynn", {"kings-lynn-and-west-norfolk"}),
        ("co durham sarc", "co durham", {"county-durham"}),
        ("counselling in scotland", "scotland", {"scotland"}),
        ("uk helpline for men", "uk", {"united-kingdom"}),
        ("women of the wirral", "the wirral", {"wirral"}),
        ("refuge in brum", "brum", {"birmingham"}),
        ("moss side counselling", "moss side", {"manchester"}),
        ("south east london sarc", "south east london", {"london"}),
        ("rhondda a lle diogel", "rhondda", {"rhondda-cynon-taf"}),
    ],
)
def test_the_longest_name_in_a_sentence_is_its_place(text: str, name: str, areas: set[str]) -> None:
    assert named(text) == name
    assert slugs(found(text)) == areas


def test_a_county_has_all_its_districts() -> None:
    assert {"lewes", "hastings", "rother"} <= slugs(found("counselling east sussex"))


@pytest.mark.parametrize(
    "text", ["newport wales", "help wales newport", "leeds west yorkshire", "leeds yorkshire uk"]
)
def test_a_name_and_the_area_around_it_are_one_place(text: str) -> None:
    mention = found(text)
    assert mention.is_certain
    assert slugs(mention) in ({"newport"}, {"leeds"})
    assert mention.stop - mention.start == len(text.removeprefix("help ").split())


def test_a_full_postcode_in_a_sentence_is_its_place() -> None:
    for text in ("rape crisis s60 1ae", "rape crisis S601AE", "leeds or s60 1ae"):
        mention = found(text)
        assert slugs(mention) == {"rotherham"}
        assert mention.places[0].point is not None
    assert named("rape crisis s60 1ae please") == "s60 1ae"


def test_the_first_half_of_a_postcode_is_a_place_too() -> None:
    assert named("rape crisis s60") == "s60"
    assert slugs(found("gp in gl50")) == {"cheltenham"}


def test_a_name_beside_a_postcode_that_tells_less_says_more() -> None:
    assert slugs(found("belfast bt1 1aa")) == {"belfast"}


@pytest.mark.parametrize(
    "text", ["me 14 years ago", "zz9 9zz", "he was 16", "call 999", "s600 1ae", "for 18 to 25"]
)
def test_numbers_are_no_postcodes(text: str) -> None:
    assert mention_in(text.split()) is None


@pytest.mark.parametrize(
    "text",
    [
        "my mother in law hits me",
        "abused in church",
        "i hope it is over",
        "mold in my house",
        "my boyfriend barry shouts",
        "i like reading books",
        "he is in the bath",
        "need a deal to settle",
        "i saw a red car",
        "help me please",
        "",
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert mention_in(text.split()) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [("in sandwich", "sandwich"), ("women near flint", "flint"), ("help around rye", "rye")],
)
def test_a_town_with_the_name_of_an_ordinary_word_counts_after_in_or_near(
    text: str, name: str
) -> None:
    assert named(text) == name
    assert found(text).is_certain


@pytest.mark.parametrize("text", ["reading rape crisis", "counselling bath", "in march", "mold"])
def test_nobody_is_sure_of_a_town_that_may_be_a_word(text: str) -> None:
    assert not found(text).is_certain


def test_in_a_sentence_a_month_is_a_time() -> None:
    assert mention_in(["i", "turned", "her", "down", "in", "march"]) is None


def test_places_of_one_name_are_all_offered() -> None:
    mention = found("richmond counselling")
    assert slugs(mention) == {"richmond-upon-thames", "north-yorkshire"}
    assert (mention.label, mention.is_certain) == ("Richmond", False)
    assert len(mention.places) > 1


@pytest.mark.parametrize(
    ("text", "towns"),
    [("derby or nottingham", {"derby", "nottingham"}), ("leeds bradford", {"leeds", "bradford"})],
)
def test_two_towns_in_one_sentence_are_both_offered(text: str, towns: set[str]) -> None:
    mention = found(text)
    assert not mention.is_certain
    assert {place.district.slug for place in mention.places if place.district} == towns


def test_a_post_town_beside_a_name_tells_which_is_meant() -> None:
    assert slugs(found("sarc dinnington sheffield")) == {"rotherham"}


def test_the_police_stay_among_the_words_that_are_looked_for() -> None:
    mention = found("kent police did nothing")
    assert named("kent police did nothing") == "kent"
    assert "medway" in slugs(mention)


def test_a_village_is_no_place_in_a_sentence() -> None:
    assert mention_in(["abberley"]) is None


def test_what_a_mention_prints_holds_no_place() -> None:
    assert "rotherham" not in repr(found("in rotherham")).lower()


def test_every_ordinary_word_is_the_name_of_a_place() -> None:
    names = mentionable().written
    assert [word for word in NEVER | ORDINARY | AT_AN_END if word not in names] == []
    assert ORDINARY >= MONTHS
    assert len(NEVER | ORDINARY | AT_AN_END) == len(NEVER) + len(ORDINARY) + len(AT_AN_END)
    assert not LEADS & names.keys()


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("rape crisis rothrham", "rothrham", "Rotherham, Yorkshire and the Humber"),
        ("counselling in manchestr please", "manchestr", "Manchester, North West"),
        ("women milton keens support", "milton keens", "Milton Keynes, South East"),
        ("help birming ham", "birming ham", "Birmingham, West Midlands"),
        ("help in stok on trent", "stok on trent", "Stoke-on-Trent, West Midlands"),
        ("abuse lester", "lester", "Leicester, East Midlands"),
    ],
)
def test_a_slip_in_a_sentence_is_suggested(text: str, name: str, label: str) -> None:
    words = text.split()
    slip = slip_in(words, ENGLISH.__contains__)
    assert slip is not None
    assert " ".join(words[slip.start : slip.stop]) == name
    assert slip.places[0].label == label
    assert not slip.is_certain


@pytest.mark.parametrize("before", ["a", "my", "their"])
def test_no_town_follows_an_article(before: str) -> None:
    assert slip_in(["help", "in", "stairwell"], ENGLISH.__contains__) is not None
    assert slip_in(["slept", "in", before, "stairwell"], ENGLISH.__contains__) is None


def test_known_words_are_never_suggestions() -> None:
    assert slip_in(["touting"], lambda _word: False) is not None
    assert slip_in(["touting"], lambda _word: True) is None


@pytest.mark.parametrize("text", ["abbrley", "xyzzy qwertyuiop", "s60 1af", "a b c", "rothr4m", ""])
def test_what_is_far_from_any_large_place_is_left_alone(text: str) -> None:
    assert slip_in(text.split(), ENGLISH.__contains__) is None


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.text(max_size=12), max_size=20))
def test_no_words_break_it(words: list[str]) -> None:
    for mention in (mention_in(words), slip_in(words, ENGLISH.__contains__)):
        if mention:
            assert 0 <= mention.start < mention.stop <= len(words)
            assert mention.areas
            assert mention.places


@pytest.mark.timed
def test_nobody_waits_for_a_place_in_a_sentence() -> None:
    prepare()
    usual = words_of("i need somebody to talk to about abuse near rotherham please help")
    known = frozenset(usual)
    slipped = [*usual[:9], "rothrham", *usual[10:]]
    assert quickest(lambda: mention_in(usual)) < 0.5
    assert quickest(lambda: slip_in(usual, known.__contains__)) < 0.5
    assert quickest(lambda: slip_in(slipped, known.__contains__)) < 1


@pytest.mark.timed
def test_the_longest_text_is_read_quickly_too() -> None:
    prepare()
    random = Random(1)  # noqa: S311  invents words, which are no secret
    unknown = ["".join(random.choices("abcdefghilmnorstu", k=6)) for _ in range(290)]
    towns = ["newport", "richmond", "whitchurch", "newcastle", "sutton"] * 45
    for words in (unknown, towns, ["a"] * 1000, ["a" * 2000]):
        assert quickest(partial(mention_in, words)) < 10
        assert quickest(partial(slip_in, words, ENGLISH.__contains__)) < 10
