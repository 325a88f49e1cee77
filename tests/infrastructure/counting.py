"""Let the workers that count lines leave what counts where it is, until a line is met often.

SlipCover takes it out again where a line has been met fifty times more, which makes the line as
quick as before. To put the new code in its place it searches every function of every module, each
time: an eighth of what pages, API and search alone took. On a command line `--threshold` says how
often is enough, but the workers of pytest-xdist are not told (slipcover/pytest_plugin.py).

A plugin for pytest, named on the command line so that it is loaded before SlipCover's own.
"""

from functools import partialmethod
from typing import Final

from slipcover import Slipcover

# A line that is met less often costs less than the search. One that is met without end, as in a
# loop over letters, takes three times as long until it is left alone.
OFTEN: Final = 2_000

Slipcover.__init__ = partialmethod(Slipcover.__init__, d_miss_threshold=OFTEN)
