"""How hours are told: the week, and the moment."""

from datetime import date

import pytest

from resources.opening_hours import (
    BankHolidays,
    Period,
    summary,
    words,
)
from tests.domain.opening_hours.periods import (
    ALWAYS,
    EVERY_DAY,
    GOOD_FRIDAY,
    LONDON,
    NIGHT,
    OFFICE,
    hours,
    london,
)

# The week in words

SUMMARIES: list[tuple[list[Period], list[str]]] = [
    ([], []),
    (ALWAYS, ["24 hours a day, every day"]),
    (
        [hours("MO,TU,WE,TH", "10:00-21:00"), hours("FR", "10:00-18:00")],
        ["Monday to Thursday, 10am to 9pm", "Friday, 10am to 6pm"],
    ),
    ([hours(EVERY_DAY, "17:00-00:00")], ["Every day, 5pm to midnight"]),
    ([hours("SU,SA", "11:00-16:00")], ["Saturday and Sunday, 11am to 4pm"]),
    (
        [hours("MO,TU,TH,FR", "08:30-17:00")],
        ["Monday, Tuesday, Thursday and Friday, 8:30am to 5pm"],
    ),
    (
        [hours("MO,TU,WE,FR,SA,SU", "12:30-13:05")],
        ["Monday to Wednesday and Friday to Sunday, 12:30pm to 1:05pm"],
    ),
    (
        [hours("MO,TU,WE,TH,FR", "12:30-16:30"), hours("MO,TU,WE,TH,FR", "09:30-12:00")],
        ["Monday to Friday, 9:30am to noon and 12:30pm to 4:30pm"],
    ),
    (
        [hours("WE", "00:30-01:00"), hours("WE", "12:00-13:00"), hours("WE", "00:00-00:15")],
        ["Wednesday, midnight to 12:15am, 12:30am to 1am and noon to 1pm"],
    ),
    ([hours("FR,SA", "18:00-02:00")], ["Friday and Saturday, 6pm to 2am the next day"]),
    ([hours("MO", "09:00-09:00")], ["Monday, 9am to 9am the next day"]),
    ([hours("SA,SU", "00:00-00:00")], ["Saturday and Sunday, all day"]),
    (
        [hours("FR", "09:00-17:00"), hours("MO", "09:00-17:00"), hours("TU", "09:00-12:00")],
        ["Monday and Friday, 9am to 5pm", "Tuesday, 9am to noon"],
    ),
    ([hours("MO", "09:00-12:00"), hours("MO", "11:00-15:00")], ["Monday, 9am to 3pm"]),
    # A night given in two parts is one night, over the end of the week too.
    (
        [hours("FR,SU", "17:00-00:00"), hours("SA,MO", "00:00-02:00")],
        ["Friday and Sunday, 5pm to 2am the next day"],
    ),
    # What lasts more than a day is cut at midnight, over the end of the week too.
    (
        [hours("FR", "17:00-00:00"), hours("SA,SU", "00:00-00:00"), hours("MO", "00:00-09:00")],
        ["Monday, midnight to 9am", "Friday, 5pm to midnight", "Saturday and Sunday, all day"],
    ),
    (
        [hours("SA", "22:00-06:00"), hours("SU", "06:00-00:00"), hours("MO", "00:00-02:00")],
        ["Monday, midnight to 2am", "Saturday, 10pm to midnight", "Sunday, all day"],
    ),
    (
        [
            hours("MO", "10:00-12:00", valid_from=date(2026, 12, 1), valid_to=date(2027, 1, 5)),
            hours("MO", "09:00-17:00", valid_to=date(2026, 11, 30)),
            hours("MO", "09:00-16:00", valid_from=date(2026, 12, 1)),
            hours("TU", "09:00-17:00"),
        ],
        [
            "Tuesday, 9am to 5pm",
            "Monday, 9am to 5pm, until 30 November 2026",
            "Monday, 10am to noon, from 1 December 2026, until 5 January 2027",
            "Monday, 9am to 4pm, from 1 December 2026",
        ],
    ),
    (
        [hours(EVERY_DAY, "00:00-00:00", bank_holidays=BankHolidays.OPEN)],
        ["24 hours a day, every day", "Open on bank holidays too"],
    ),
    (
        [hours(EVERY_DAY, "00:00-00:00", bank_holidays=BankHolidays.CLOSED)],
        ["Every day, all day", "Closed on bank holidays"],
    ),
    (
        [
            hours("MO", "09:00-17:00", bank_holidays=BankHolidays.CLOSED),
            hours("TU", "09:00-17:00", bank_holidays=BankHolidays.OPEN),
        ],
        ["Monday and Tuesday, 9am to 5pm"],
    ),
]


@pytest.mark.proves("SAFETY 3.6")
@pytest.mark.parametrize(("periods", "lines"), SUMMARIES, ids=lambda value: str(value)[-40:])
def test_the_week_in_words(periods: list[Period], lines: list[str]) -> None:
    assert summary(periods) == lines


# The moment in words (1 June 2026 is a Monday)

WORDS: list[tuple[list[Period], str, str]] = [
    (ALWAYS, "2026-06-01 12:00", "Open now, 24 hours a day"),
    (OFFICE, "2026-06-01 12:00", "Open now until 5pm"),
    (OFFICE, "2026-06-01 08:00", "Opens today at 9am"),
    (OFFICE, "2026-06-01 18:00", "Opens tomorrow at 9am"),
    (OFFICE, "2026-06-05 18:00", "Opens Monday at 9am"),
    ([hours("TU", "10:00-11:00")], "2026-05-30 12:00", "Opens Tuesday at 10am"),
    ([hours("MO", "10:00-11:00")], "2026-06-01 12:00", "Opens Monday 8 June 2026 at 10am"),
    (NIGHT, "2026-06-01 23:00", "Open now until 6am tomorrow"),
    (NIGHT, "2026-06-02 05:00", "Open now until 6am"),
    ([hours("MO", "17:00-00:00")], "2026-06-01 23:59", "Open now until midnight"),
    ([hours("SA,SU", "00:00-00:00")], "2026-06-06 09:00", "Open now until midnight tomorrow"),
    (
        [hours("FR,SA,SU", "00:00-00:00"), hours("MO", "00:00-09:30")],
        "2026-06-05 09:00",
        "Open now until 9:30am on Monday",
    ),
    ([hours("WE", "00:00-04:00")], "2026-06-02 12:00", "Opens today at midnight"),
    ([hours("WE", "00:00-04:00")], "2026-06-01 12:00", "Opens tomorrow at midnight"),
    ([hours("SA", "00:00-04:00")], "2026-06-01 12:00", "Opens Friday at midnight"),
    (
        [hours(EVERY_DAY, "00:00-00:00", bank_holidays=BankHolidays.CLOSED)],
        "2026-06-01 12:00",
        "Open now",
    ),
    (
        [hours("MO", "09:00-17:00", valid_from=date(2026, 7, 1))],
        "2026-06-01 12:00",
        "Closed now",
    ),
    ([], "2026-06-01 12:00", "Hours not known"),
    (
        [hours("MO", "09:00-17:00", valid_to=date(2026, 5, 1))],
        "2026-06-01 12:00",
        "Hours not known",
    ),
]


@pytest.mark.parametrize(("periods", "clock", "text"), WORDS)
def test_the_moment_in_words(periods: list[Period], clock: str, text: str) -> None:
    assert words(periods, london(clock), zone=LONDON) == text


SHUT_ON_HOLIDAYS = [hours("MO,TU,WE,TH,FR", "09:00-17:00", bank_holidays=BankHolidays.CLOSED)]


@pytest.mark.parametrize(
    ("periods", "clock", "text"),
    [
        (OFFICE, "2026-04-03 12:00", "Bank holiday hours not known"),
        (ALWAYS, "2026-04-03 12:00", "Bank holiday hours not known"),
        # "Opens Monday" would say that it is closed on Friday, which nobody has said.
        (OFFICE, "2026-04-02 18:00", "Closed now"),
        (OFFICE, "2026-04-03 18:00", "Opens Monday at 9am"),
        (OFFICE, "2026-04-01 18:00", "Opens tomorrow at 9am"),
        (SHUT_ON_HOLIDAYS, "2026-04-02 18:00", "Opens Monday at 9am"),
        (ALWAYS, "2026-04-02 18:00", "Open now, 24 hours a day"),
    ],
)
def test_the_words_about_a_bank_holiday_claim_nothing_unknown(
    periods: list[Period], clock: str, text: str
) -> None:
    assert words(periods, london(clock), zone=LONDON, holidays=[GOOD_FRIDAY]) == text
