"""What one way of contact leaves behind, in a few short sentences.

Two kinds of sentence, which are never mixed: what the service does, which is told only where it is
known, and what a device does by itself, which is true of the channel whoever is called.
"""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from resources.choices import Channel, ContactCost, TraceAnswer
from resources.models import ContactRoute
from resources.models.contact import TRACE_FIELDS

# A bill lists calls and messages; what goes through the internet is not a line on it.
ON_A_BILL: Final = frozenset({Channel.PHONE, Channel.TEXT, Channel.RELAY_UK})
CHARGED: Final = ON_A_BILL | {Channel.WHATSAPP}

# What a person would want to know of a channel, and is told beside it where it is not known. What
# is not known of all ways together stands once on the page.
ASKED: Final = {
    Channel.PHONE: ("on_itemised_bill",),
    Channel.RELAY_UK: ("on_itemised_bill",),
    Channel.TEXT: ("on_itemised_bill",),
    Channel.WEBCHAT: ("needs_account", "transcript_kept"),
    Channel.WEB_FORM: ("needs_account",),
    Channel.VIDEO_BSL: ("needs_account",),
}


# Only the sentence that is said is looked up in a language: each of these takes its time.
COSTS: Final = {
    ContactCost.FREE: _("Free"),
    ContactCost.CHARGED: _("Not free"),
    ContactCost.NOT_KNOWN: _("Cost not known"),
}
TOLD: Final = {
    "on_itemised_bill": {
        TraceAnswer.YES: _("It shows on an itemised bill."),
        TraceAnswer.NO: _("Not on your bill."),
        TraceAnswer.DEPENDS: _("It may show on your bill: it depends."),
    },
    "voicemail": {
        TraceAnswer.YES: _("They leave voicemail."),
        TraceAnswer.NO: _("They do not leave voicemail."),
        TraceAnswer.DEPENDS: _("They may leave voicemail: it depends."),
    },
    "caller_id": {
        TraceAnswer.YES: _("Their number shows when they call back."),
        TraceAnswer.NO: _("Their number does not show when they call back."),
        TraceAnswer.DEPENDS: _("Their number may show when they call back: it depends."),
    },
    "needs_name": {
        TraceAnswer.YES: _("They ask for a name."),
        TraceAnswer.NO: _("They do not ask for a name."),
        TraceAnswer.DEPENDS: _("They may ask for a name: it depends."),
    },
    "needs_account": {
        TraceAnswer.YES: _("You need an account."),
        TraceAnswer.NO: _("You do not need an account."),
        TraceAnswer.DEPENDS: _("You may need an account: it depends."),
    },
    "transcript_kept": {
        TraceAnswer.YES: _("A record of what you say stays on your device."),
        TraceAnswer.NO: _("No record of what you say stays on your device."),
        TraceAnswer.DEPENDS: _("A record of what you say may stay on your device: it depends."),
    },
}
# As they go on after "We do not know".
OPEN_QUESTIONS: Final = {
    "on_itemised_bill": _("if it shows on your bill"),
    "needs_account": _("if you need an account"),
    "transcript_kept": _("if a record stays on your device"),
}
# What a device keeps by itself; nothing for what leaves it alone.
ON_THE_DEVICE: Final = {
    Channel.PHONE: _("The call stays in your call list until you delete it."),
    Channel.RELAY_UK: _("The call may stay in a call list on your device."),
    Channel.TEXT: _("It stays in your messages until you delete it."),
    Channel.WHATSAPP: _("It stays in your chats until you delete it."),
    Channel.EMAIL: _("It stays in your sent mail until you delete it."),
    Channel.WEBCHAT: _("The chat may stay in your browser history."),
    Channel.WEB_FORM: _("The page may stay in your browser history."),
    Channel.WEBSITE: _("The page may stay in your browser history."),
    Channel.VIDEO_BSL: _("The call may stay in a call list or in your browser history."),
}


def cost_words(route: ContactRoute) -> str:
    """Say what a contact costs; the words of the closed list read badly on their own."""
    return str(COSTS[ContactCost(route.cost)])


def _not_known(fields: Sequence[str]) -> str:
    """Say what is not known, in one sentence; nothing where all is known."""
    questions = [str(OPEN_QUESTIONS[field]) for field in fields]
    more = _("%(names)s, or %(last)s") if len(questions) > 1 else "%(last)s"
    what = more % {"names": ", ".join(questions[:-1]), "last": questions[-1]} if questions else ""
    return _("We do not know %(what)s.") % {"what": what} if what else ""


def left_behind(route: ContactRoute) -> str:
    """Return everything that one way of contact leaves behind, known things first."""
    channel = Channel(route.channel)
    answers = {field: TraceAnswer(getattr(route, field)) for field in TRACE_FIELDS}
    unknown = [field for field in ASKED.get(channel, ()) if answers[field] is TraceAnswer.NOT_KNOWN]
    sentences = [
        cost_words(route) + "."
        if channel in CHARGED or route.cost != ContactCost.NOT_KNOWN
        else "",
        *(
            str(TOLD[field][answer])
            for field, answer in answers.items()
            if answer is not TraceAnswer.NOT_KNOWN
        ),
        str(ON_THE_DEVICE.get(channel, "")),
        _not_known(unknown),
    ]
    return " ".join(sentence for sentence in sentences if sentence)
