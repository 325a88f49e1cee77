"""What a contact leaves behind is told in one line, and what is not known is told as such."""

import re

import pytest

from resources.choices import Channel, ContactCost, TraceAnswer
from resources.models import ContactRoute
from resources.models.contact import TRACE_FIELDS
from resources.presenters.traces import ASKED, left_behind

VALUES = {Channel.EMAIL: "help@example.org", Channel.WEBSITE: "https://example.org"}
KNOWN = [TraceAnswer.YES, TraceAnswer.NO, TraceAnswer.DEPENDS]
MOST_WORDS = 25


def route(channel: str = Channel.PHONE, **facts: str) -> ContactRoute:
    """Return a way of contact of which only these facts are known."""
    return ContactRoute(channel=channel, value=VALUES.get(Channel(channel), "999"), **facts)


def test_a_call_of_which_nothing_is_known_says_so_and_what_the_phone_keeps() -> None:
    assert left_behind(route()) == (
        "Cost not known. The call stays in your call list until you delete it. "
        "We do not know if it shows on your bill."
    )


def test_a_call_of_which_all_is_known_says_it_and_leaves_nothing_open() -> None:
    told = left_behind(
        route(cost=ContactCost.FREE, **dict.fromkeys(TRACE_FIELDS, TraceAnswer.NO.value))
    )
    assert told == (
        "Free. Not on your bill. They do not leave voicemail. "
        "Their number does not show when they call back. They do not ask for a name. "
        "You do not need an account. No record of what you say stays on your device. "
        "The call stays in your call list until you delete it."
    )


@pytest.mark.proves("SAFETY 4.7")
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("field", TRACE_FIELDS)
def test_what_is_known_is_told_on_every_channel_and_no_answer_reads_like_another(
    channel: Channel, field: str
) -> None:
    nothing = left_behind(route(channel))
    told = {left_behind(route(channel, **{field: answer})) for answer in KNOWN}
    assert len(told) == len(KNOWN)
    assert nothing not in told


@pytest.mark.parametrize("field", TRACE_FIELDS)
def test_what_depends_is_told_as_a_may_and_neither_as_a_yes_nor_as_a_no(field: str) -> None:
    told = left_behind(route(**{field: TraceAnswer.DEPENDS}))
    assert re.search(r"may [a-z ]+: it depends\.", told)


@pytest.mark.proves("SAFETY 4.7")
@pytest.mark.parametrize("channel", Channel)
def test_nothing_is_said_of_the_service_where_nothing_is_known(channel: Channel) -> None:
    told = left_behind(route(channel))
    for sure in ("Not on your bill", "They do not", "They leave", "They ask", "You need", "Free"):
        assert sure not in told
    for field in ASKED.get(channel, ()):
        assert "We do not know" in told, field


@pytest.mark.parametrize(
    ("channel", "kept"),
    [
        (Channel.PHONE, "call list"),
        (Channel.TEXT, "your messages"),
        (Channel.WEBCHAT, "browser history"),
        (Channel.EMAIL, "sent mail"),
        (Channel.WEBSITE, "browser history"),
    ],
)
def test_a_device_keeps_what_it_keeps_whatever_the_service_does(
    channel: Channel, kept: str
) -> None:
    assert kept in left_behind(route(channel))
    no_record = dict.fromkeys(TRACE_FIELDS, TraceAnswer.NO.value)
    assert kept in left_behind(route(channel, **no_record))


def test_a_visit_in_person_leaves_nothing_on_a_device() -> None:
    assert left_behind(route(Channel.IN_PERSON)) == ""
    assert left_behind(route(Channel.POST)) == ""


@pytest.mark.parametrize("answer", TraceAnswer)
@pytest.mark.parametrize("channel", Channel)
def test_the_sentences_are_short(channel: Channel, answer: TraceAnswer) -> None:
    told = left_behind(route(channel, **dict.fromkeys(TRACE_FIELDS, answer.value)))
    for sentence in filter(None, told.split(". ")):
        assert len(sentence.split()) <= MOST_WORDS, sentence


@pytest.mark.proves("SAFETY 4.7")
@pytest.mark.parametrize(
    ("channel", "unknown"),
    [
        (Channel.PHONE, "We do not know if it shows on your bill."),
        (Channel.RELAY_UK, "We do not know if it shows on your bill."),
        (Channel.TEXT, "We do not know if it shows on your bill."),
        (
            Channel.WEBCHAT,
            "We do not know if you need an account, or if a record stays on your device.",
        ),
        (Channel.WEB_FORM, "We do not know if you need an account."),
        (Channel.VIDEO_BSL, "We do not know if you need an account."),
        (Channel.EMAIL, ""),
        (Channel.IN_PERSON, ""),
        (Channel.WEBSITE, ""),
    ],
)
def test_beside_a_way_stands_of_what_is_not_known_only_what_is_asked_of_that_way(
    channel: Channel, unknown: str
) -> None:
    told = left_behind(route(channel))
    assert told[told.index("We do not know") :] == unknown if unknown else "not know" not in told
