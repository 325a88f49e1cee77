"""The link that was sent to a provider: what a listing says, and whether it is still right.

Programs that look for harm in mail open every link. So to open one changes nothing, and only the
form uses it up. A link that is wrong, used, taken back or too old gets the same answer as any
other. The secret of the link is in no page, no log and no table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from resources.choices import ProviderRole
from resources.clock import this_minute
from resources.content.emergency import Emergency, read_emergency
from resources.curation.checks import facts_to_check
from resources.curation.confirmation import find_live
from resources.listings.answers import Answer, LinkOverError, take_answer
from resources.models import Confirmation, Service
from resources.presenters import ConfirmForm, confirm_form, render_page
from resources.templatetags.open_lines import OpenNow, lines_open_at
from resources.views.own_forms import SeeOther, refuse_other_sites

SIGNED_FOR: Final = "resources.confirming"
RIGHT, DIFFERENT = "right", "different"


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """The form; `shown` names each value on it, signed, so that no other can be confirmed.

    `action` leads from this address to the link, which so stands nowhere in the page.
    """

    template: ClassVar[str] = "resources/confirm.html"

    service: Service
    until: datetime
    form: ConfirmForm
    shown: str
    action: str


@dataclass(frozen=True, slots=True)
class ConfirmOverPage:
    """What everybody sees at a link that can be answered no more, or never could."""

    template: ClassVar[str] = "resources/confirm_over.html"

    danger: Emergency
    national: OpenNow


@dataclass(frozen=True, slots=True)
class ConfirmSentPage:
    """Thanks, and what happens next; `is_part` where something was changed meanwhile."""

    template: ClassVar[str] = "resources/confirm_sent.html"

    is_part: bool


# Exempt: see `own_forms`. Who has the link may answer; a cookie would add nothing to that.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a listing says, or take the answer."""
    asked = find_live(token, this_minute())
    if request.method != "POST":
        return _page(request, asked, is_asked_again=False)
    refuse_other_sites(request)
    if asked is None:
        return SeeOther(reverse("confirm", args=[token]))
    answer = _read(request.POST, asked)
    if answer is None:
        return SeeOther(reverse("confirm-again", args=[token]))
    try:
        taken = take_answer(asked, answer, this_minute())
    except LinkOverError:
        return SeeOther(reverse("confirm", args=[token]))
    return SeeOther(reverse("confirm-sent-part" if taken.moved else "confirm-sent"))


@require_safe
def confirm_again(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form to somebody who sent it with nothing chosen."""
    return _page(request, find_live(token, this_minute()), is_asked_again=True)


@require_safe
def confirm_sent(request: HttpRequest, *, is_part: bool = False) -> HttpResponse:
    """Thank whoever answered. The page holds nothing of the link."""
    return render_page(request, ConfirmSentPage(is_part))


def _page(
    request: HttpRequest, asked: Confirmation | None, *, is_asked_again: bool
) -> HttpResponse:
    public = Service.objects.published().for_detail()
    service = public.filter(pk=asked.service_id).first() if asked else None
    if asked is None or service is None:
        over = ConfirmOverPage(read_emergency(), lines_open_at(this_minute()))
        return render_page(request, over, status=410)
    form = confirm_form(service, facts_to_check(service), is_asked_again=is_asked_again)
    shown = [[fact.key, fact.label] for fact in form.facts]
    signed = signing.dumps(shown, salt=_salt(asked), compress=True)
    action = ".." if is_asked_again else "."
    return render_page(request, ConfirmPage(service, asked.expires_at, form, signed, action))


def _salt(asked: Confirmation) -> str:
    """What was shown at one link can be sent at no other."""
    return f"{SIGNED_FOR}:{asked.pk}"


def _read(sent: QueryDict, asked: Confirmation) -> Answer | None:
    """Read a sent form; None when nothing was chosen, or it is none of ours.

    Words count, whatever was chosen beside them: nobody types what is right already.
    """
    try:
        shown: Sequence[tuple[str, str]] = signing.loads(sent.get("shown", ""), salt=_salt(asked))
    except signing.BadSignature:
        return None
    is_all = sent.get("all") == RIGHT
    right, different = set(), {}
    for number, (key, label) in enumerate(shown):
        words, choice = sent.get(f"words-{number}", ""), sent.get(f"fact-{number}", "")
        if words.strip() or choice == DIFFERENT:
            different[key] = (label, words)
        elif is_all or choice == RIGHT:
            right.add(key)
    if not right and not different:
        return None
    role = sent.get("role", "")
    known = ProviderRole(role) if role in ProviderRole.values else ProviderRole.OTHER
    return Answer(known, frozenset(right), different)
