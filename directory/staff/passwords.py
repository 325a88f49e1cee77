"""A rule for passwords: words that everybody here would guess first do not count."""

import re
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What the site and its people are called, in the words of the place.
OUR_WORDS: Final = ("directory", "support", "staff", "curator", "editor", "admin", "password")


class OurWords:
    """Refuses a password that is short without the name of the site and its words."""

    def __init__(self, rest: int = 10) -> None:
        self.rest = rest

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where too little is left."""
        named = re.findall(r"\w{4,}", f"{settings.SITE_NAME} {settings.ORGANISATION_NAME}".lower())
        left = password.lower()
        for word in (*named, *OUR_WORDS):
            left = left.replace(word, "")
        if len(re.sub(r"\W|_", "", left)) < self.rest:
            raise ValidationError(self.get_help_text(), code="our_words")

    def get_help_text(self) -> str:
        return _("The name of the site, and words such as “staff”, are guessed first.")
