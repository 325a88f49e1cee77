"""The one message that a provider gets: plain words, one link, and nothing that tells on anybody.

Its subject says neither what kind of service it is about nor that it is about help at all: others
may read the mailbox. It holds no picture and nothing that reports that it was opened.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.defaultfilters import date as date_words
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

log = logging.getLogger("resources.confirmation")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says: about which listing, at which link, until when, and who asks."""

    name: str
    link: str
    about: str
    until: datetime

    @property
    def subject(self) -> str:
        """The same for everybody."""
        return _("Please look at your entry")

    @property
    def text(self) -> str:
        """The whole message."""
        until = date_words(localtime(self.until), "j F Y, H:i")
        who = settings.ORGANISATION_NAME
        named = _("We are %(who)s, and keep") % {"who": who} if who else _("We keep")
        office = settings.CONTACT_EMAIL or self.about
        paragraphs = (
            _("Hello,"),
            _("%(who)s the public list “%(site)s”. You have an entry in it:")
            % {"who": named, "site": settings.SITE_NAME},
            f"    {self.name}",
            _(
                "People rely on it, so we ask now and then: is it still right? On this page you "
                "see what the entry says. You can say that it is right, or what has changed:"
            ),
            f"    {self.link}",
            _(
                "You need no account and no password, and we ask for no name. The link works once, "
                "until %(until)s. Whoever has it can answer for you: please do not pass it on."
            )
            % {"until": until},
            _("Nobody has to answer. If you do not, your entry stays as it is."),
            _("Questions, or no more of these messages: %(office)s") % {"office": office},
        )
        return "\n\n".join(paragraphs) + "\n"


def send(letter: Letter, address: str) -> bool:
    """Send a message to one address; tell whether it went. A log says no more than that."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    message = EmailMessage(
        letter.subject,
        letter.text,
        to=[address],
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else None,
        # Django's own would name this machine.
        headers={"Message-ID": make_msgid(domain=sender.rpartition("@")[2] or "localhost")},
    )
    try:
        return message.send() == 1
    # Whatever a mail server does, the link has to be void and the curator told.
    except Exception:
        log.exception("A message to a provider could not be sent.")
        return False
