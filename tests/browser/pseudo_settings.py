"""The settings of the directory in a language that nobody speaks, from right to left."""

from tests.browser.served_settings import *  # noqa: F403  every setting but these is the same
from tests.pseudo_language import CODE, speak

speak()
LANGUAGE_CODE = CODE
LANGUAGES = [(CODE, "Nobody's")]
