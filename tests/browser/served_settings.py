"""The settings of the directory, with the addresses at which something goes wrong."""

from directory.settings import *  # noqa: F403  every setting is as in earnest, but this one

ROOT_URLCONF = "tests.browser.faults"
