"""A search token: unreadable, unforgeable, worthless after an hour, and never twice the same."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from resources.private_search.token import StaleTokenError, decrypt, encrypt

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
STATES = st.dictionaries(
    st.text(min_size=1, max_size=10), st.lists(st.text(max_size=30), min_size=1), max_size=4
)


@given(STATES)
def test_a_question_comes_back_as_it_was_asked(state: dict[str, list[str]]) -> None:
    assert decrypt(encrypt(state, NOW), NOW, HOUR) == state


def test_a_token_tells_no_second() -> None:
    made = [encrypt({"words": ["a"]}, NOW + timedelta(seconds=after)) for after in (0, 1, 59)]
    # A token begins with the version and the time, in the clear.
    assert {base64.urlsafe_b64decode(token[:12])[1:9] for token in made} == {
        int(NOW.timestamp()).to_bytes(8, "big")
    }


def test_two_equal_questions_give_two_tokens() -> None:
    assert encrypt({"region": ["E08000018"]}, NOW) != encrypt({"region": ["E08000018"]}, NOW)


def test_a_token_tells_neither_the_words_nor_their_length() -> None:
    short = encrypt({"words": ["a"]}, NOW)
    longer = encrypt({"words": ["somebody to talk to at night"]}, NOW)

    assert "night" not in longer
    assert len(short) == len(longer)
    # No question of one box: a thousand letters of every alphabet there is.
    long = "".join(chr(0x4E00 + number * 7) for number in range(1_000))
    assert len(encrypt({"words": [long]}, NOW)) > len(short)
    assert decrypt(encrypt({"words": [long]}, NOW), NOW, HOUR) == {"words": [long]}


def test_a_token_can_stand_in_an_address() -> None:
    token = encrypt({"words": ["~/?&=#%"]}, NOW)

    assert token.replace("-", "").replace("_", "").isalnum()


def test_a_token_is_worth_nothing_after_an_hour() -> None:
    token = encrypt({"words": ["a"]}, NOW)

    assert decrypt(token, NOW + HOUR, HOUR) == {"words": ["a"]}
    with pytest.raises(StaleTokenError):
        decrypt(token, NOW + HOUR + timedelta(seconds=1), HOUR)


@pytest.mark.parametrize("broken", ["", "x", "gAAAAA", "é", "A" * 7_000, "gAAAAABm" + "A" * 120])
def test_a_broken_token_is_refused(broken: str) -> None:
    with pytest.raises(StaleTokenError):
        decrypt(broken, NOW, HOUR)


def test_a_changed_token_is_refused() -> None:
    token = encrypt({"region": ["E08000018"]}, NOW)
    changed = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]

    with pytest.raises(StaleTokenError):
        decrypt(changed, NOW, HOUR)


@pytest.mark.parametrize("words", ["a", "b", "somebody to talk to", "x" * 200])
def test_a_token_has_one_spelling(words: str) -> None:
    token = encrypt({"words": [words]}, NOW)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spelt = [token[:-1] + letter for letter in letters] + [token + "=", token + "==", f" {token}"]
    read = []
    for one in spelt:
        try:
            decrypt(one, NOW, HOUR)
            read.append(one)
        except StaleTokenError:
            pass
    assert read == [token]


def test_a_token_of_another_installation_is_refused(settings: LazySettings) -> None:
    token = encrypt({"region": ["E08000018"]}, NOW)
    settings.SECRET_KEY = "another key " * 5

    with pytest.raises(StaleTokenError):
        decrypt(token, NOW, HOUR)
