"""The settings of the directory in a language that nobody speaks, from right to left."""

from tests.browser import served_settings
from tests.pseudo_language import CODE, speak

speak()
# Every setting but these is the same.
globals().update({name: value for name, value in vars(served_settings).items() if name.isupper()})
LANGUAGE_CODE = CODE
LANGUAGES = [(CODE, "Nobody's")]
