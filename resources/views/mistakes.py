"""Telling us that a listing is wrong: a form, what could not be used of it, and what happens next.

Nothing of the sender is kept: no cookie, no address, no time finer than the day. A form is answered
with another address (see `search`). What could not be used comes back in that address, encrypted,
so that nothing typed is lost, and none of it stays in the browser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from resources.choices import ReportKind
from resources.clock import this_minute
from resources.content.emergency import Emergency, read_emergency
from resources.curation.reports import EnoughReportsError, receive
from resources.models import Service
from resources.models.report import LONGEST_WORDS
from resources.presenters import (
    LONG,
    LOST,
    MANY,
    NOTHING,
    TRAPPED,
    MistakeForm,
    mistake_form,
    render_page,
)
from resources.private_search.token import StaleTokenError, decrypt, encrypt
from resources.templatetags.open_lines import OpenNow, lines_open_at
from resources.views.own_forms import SeeOther, refuse_other_sites
from resources.views.pages import removed

PURPOSE: Final = "mistake"
# Nobody sees this field; a program that fills in every field does.
TRAP: Final = "subject"
# So much of too long a text is given back to be shortened: it has to fit into an address.
MOST_GIVEN_BACK: Final = 4 * LONGEST_WORDS


@dataclass(frozen=True, slots=True)
class MistakePage:
    """The form about a service; `trap` is the name of the field that nobody sees."""

    template: ClassVar[str] = "resources/mistake.html"

    danger: Emergency
    service: Service
    form: MistakeForm
    trap: str


@dataclass(frozen=True, slots=True)
class MistakeSentPage:
    """What happens next, and lines that are open now."""

    template: ClassVar[str] = "resources/mistake_sent.html"

    danger: Emergency
    service: Service
    national: OpenNow


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a person ticked and wrote; `reason` says what could not be used, or is empty."""

    kinds: tuple[ReportKind, ...]
    words: str
    reason: str = ""


# Exempt: see `own_forms`. Sec-Fetch-Site is checked, and a listing takes only so many a day.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mistake(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form, or keep what was sent with it."""
    service = _public(code)
    if request.method != "POST":
        return removed(request, code, this_minute()) if service is None else _page(request, service)
    refuse_other_sites(request)
    if service is None:
        return SeeOther(reverse("service-detail", args=[code]))
    sent = _read(request.POST)
    reason = sent.reason or _keep(service, sent)
    if not reason:
        return SeeOther(reverse("mistake-sent", args=[code]))
    state = {
        "kinds": [kind.value for kind in sent.kinds],
        "words": [sent.words[:MOST_GIVEN_BACK]],
        "reason": [reason],
    }
    token = encrypt(state, this_minute(), PURPOSE)
    return SeeOther(reverse("mistake-again", args=[code, token]))


@require_safe
def mistake_again(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Show the form as it was left, with what has to be changed; 410 when that is too old."""
    moment = this_minute()
    service = _public(code)
    if service is None:
        return removed(request, code, moment)
    lasts = timedelta(minutes=settings.SEARCH_TOKEN_MINUTES)
    try:
        state = decrypt(token, moment, lasts, PURPOSE)
    except StaleTokenError:
        return _page(request, service, mistake_form(reason=LOST), status=410)
    kinds = _kinds(state.get("kinds", []))
    return _page(
        request, service, mistake_form(kinds, _first(state, "words"), _first(state, "reason"))
    )


@require_safe
def mistake_sent(request: HttpRequest, code: str) -> HttpResponse:
    """Say what happens next. It is the same page whatever was ticked, so that it tells nobody."""
    moment = this_minute()
    service = _public(code)
    if service is None:
        return removed(request, code, moment)
    page = MistakeSentPage(read_emergency(), service, lines_open_at(moment))
    return render_page(request, page)


def _public(code: str) -> Service | None:
    return Service.objects.published().filter(code=code).first()


def _page(
    request: HttpRequest, service: Service, form: MistakeForm | None = None, status: int = 200
) -> HttpResponse:
    page = MistakePage(read_emergency(), service, form or mistake_form(), TRAP)
    return render_page(request, page, status=status)


def _read(form: QueryDict) -> Mistake:
    """Read a sent form, and say what of it cannot be used."""
    # Browsers send a new line as two signs, and count it as one.
    words = form.get("words", "").replace("\r\n", "\n").replace("\x00", "").strip()
    kinds = _kinds(form.getlist("kind"))
    if words and not kinds:
        kinds = (ReportKind.SOMETHING_ELSE,)
    reason = ""
    if form.get(TRAP):
        reason = TRAPPED
    elif len(words) > LONGEST_WORDS:
        reason = LONG
    elif not kinds:
        reason = NOTHING
    return Mistake(kinds, words, reason)


def _keep(service: Service, sent: Mistake) -> str:
    """Keep a report; return the reason if it could not be kept."""
    try:
        receive(service, sent.kinds, sent.words, this_minute().date())
    except EnoughReportsError:
        return MANY
    return ""


def _kinds(values: Sequence[str]) -> tuple[ReportKind, ...]:
    """Return the kinds that are on the form, in its order."""
    return tuple(kind for kind in ReportKind if kind.value in values)


def _first(state: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(state.get(name, [])), "")
