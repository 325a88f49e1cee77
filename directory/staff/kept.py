"""Keeping what was typed into a form of the desk until somebody is back, or the question answered.

It stands in the session, encrypted with a key that the browser alone has, in a cookie that ends
with it: a copy of the database opens nothing, and neither does a browser without its session. No
password is kept, and nothing but forms of the desk.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.utils import timezone

from directory.middleware import route_name
from directory.staff.models import StaffSession

KEPT: Final = "kept_forms"
COOKIE: Final = "keptform" if settings.PLAIN_HTTP else "__Secure-keptform"
# The longest form of a listing has a fifth of it.
MOST_BYTES: Final = 200_000
# Of a session: whoever had more tabs open loses the oldest.
MOST_FORMS: Final = 5
# Of people whom no session tells any more. Strangers can send forms too, and fill no disk so.
MOST_UNKNOWN: Final = 50
OURS: Final = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form as it was sent, and whether it is to be sent again by itself or only shown."""

    form: QueryDict
    is_sent: bool


def fields_of(form: QueryDict) -> list[tuple[str, str]]:
    """Return what may be kept of a form: never a password, nor the token of the page."""
    return [
        (name, str(value))
        for name, values in form.lists()
        if name not in OURS and "password" not in name
        for value in values
    ]


def is_keepable(request: HttpRequest, view: Any) -> bool:
    """Tell whether a request sends a form of the desk that may be read before its view does."""
    return _is_sent_to_desk(request) and not _reads_itself(view)


def brings_a_file(request: HttpRequest, view: Any) -> bool:
    """Tell whether a request sends what its view alone reads: a file, or the rows of one."""
    return _is_sent_to_desk(request) and _reads_itself(view)


def _is_sent_to_desk(request: HttpRequest) -> bool:
    return request.method == "POST" and route_name(request).startswith("admin:")


def _reads_itself(view: Any) -> bool:
    return bool(getattr(view, "csrf_exempt", False))


def keep(
    request: HttpRequest, response: HttpResponseRedirect, whose: Any, *, is_sent: bool
) -> bool:
    """Keep a form in the session, and give its key to the browser; tell whether it was kept."""
    sent = QueryDict(mutable=True)
    for name, value in fields_of(request.POST):
        sent.appendlist(name, value)
    typed = sent.urlencode().encode()
    if len(typed) > MOST_BYTES or (whose is None and not _has_room_for_unknown()):
        return False
    kept: dict[str, Any] = request.session.get(KEPT, {"whose": whose, "forms": {}})
    key = request.COOKIES.get(COOKIE, "")
    if kept["whose"] != whose or not kept["forms"] or _fernet(key) is None:
        kept, key = {"whose": whose, "forms": {}}, Fernet.generate_key().decode()
    kept["forms"].pop(request.get_full_path(), None)
    kept["forms"][request.get_full_path()] = {
        "form": Fernet(key).encrypt(typed).decode(),
        "is_sent": is_sent,
    }
    kept["forms"] = dict(list(kept["forms"].items())[-MOST_FORMS:])
    request.session[KEPT] = kept
    response.set_cookie(
        COOKIE,
        key,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return True


def take(request: HttpRequest, *, is_asking: bool) -> KeptForm | None:
    """Return the form that was kept for a page, once, to whoever had typed it.

    A page that asks who is there throws away what would be sent to others by itself.
    """
    kept = request.session.get(KEPT)
    if kept is None or request.method != "GET":
        return None
    entry = kept["forms"].pop(request.get_full_path(), None)
    if is_asking:
        kept["forms"] = {path: one for path, one in kept["forms"].items() if not one["is_sent"]}
    if not kept["forms"]:
        del request.session[KEPT]
    request.session.modified = True
    if entry is None or kept["whose"] not in {None, request.user.pk}:
        return None
    typed = _opened(entry["form"], request.COOKIES.get(COOKIE, ""))
    return None if typed is None else KeptForm(QueryDict(typed), entry["is_sent"])


def whose_session(request: HttpRequest) -> Any:
    """Return the key of the person whose session has ended; None when nothing tells it."""
    kept = request.session.get(KEPT)
    if kept is not None:
        return kept["whose"]
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return StaffSession.objects.filter(pk=cookie).values_list("user", flat=True).first()


def _has_room_for_unknown() -> bool:
    strangers = StaffSession.objects.filter(user__isnull=True)
    strangers.filter(expire_date__lt=timezone.now() - timedelta(days=1)).delete()
    return strangers.count() < MOST_UNKNOWN


def _fernet(key: str) -> Fernet | None:
    try:
        return Fernet(key)
    except ValueError:
        return None


def _opened(text: str, key: str) -> str | None:
    fernet = _fernet(key)
    try:
        return fernet.decrypt(text.encode()).decode() if fernet else None
    except InvalidToken:
        return None
