"""The settings of the directory, with the addresses at which something goes wrong."""

from directory import settings

# Every setting is as in production, but this one.
globals().update({name: value for name, value in vars(settings).items() if name.isupper()})
ROOT_URLCONF = "tests.browser.faults"
