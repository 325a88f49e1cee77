"""Let the workers that count lines leave what counts where it is, until the end.

SlipCover takes it out again where a line has been met fifty times, which makes the line as quick as
before. To put the new code in its place it searches every function of every module, each time: a
quarter of what the tests took. On a command line `--threshold` says how often is enough, but the
workers of pytest-xdist are not told (slipcover/pytest_plugin.py).

A plugin for pytest, named on the command line so that it is loaded before SlipCover's own.
"""

from functools import partialmethod
from typing import Final

from slipcover import Slipcover

# As much as it can hold: more often than any line is met.
NEVER: Final = 2**31 - 1

Slipcover.__init__ = partialmethod(Slipcover.__init__, d_miss_threshold=NEVER)
