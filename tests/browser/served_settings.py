"""The settings of the directory, with the addresses at which something goes wrong.

The clock of its pages stands still, so that the lines that are open, and with them the height of
a page, are the same whenever the tests run.
"""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from directory import settings
from resources import clock

# Every setting is as in production, but this one.
globals().update({name: value for name, value in vars(settings).items() if name.isupper()})
ROOT_URLCONF = "tests.browser.faults"
# A Tuesday afternoon, on which most lines are open.
MOMENT: Final = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("Europe/London"))


def that_minute() -> datetime:
    return MOMENT


# The views read the clock's name when they are imported, which is after the settings.
clock.this_minute = that_minute
