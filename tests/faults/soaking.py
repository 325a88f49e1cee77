"""The people of a soak: visitors who read and ask, a curator who edits, one who takes away."""

import contextlib
import http.client
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.models import User
from django.db import DatabaseError, connections
from django.utils import timezone

from resources.curation import workflow
from resources.models import Service
from tests.faults.truth import Truth, Verdict

PAUSE: Final = 0.02  # between two questions of a visitor
EDITED_EVERY: Final = 2.0
TAKEN_EVERY: Final = 1.0
# So many listings are away at a time; then the first of them comes back.
AWAY: Final = 60
PATIENCE: Final = 15
LISTS: Final = ("region=rotherham", "type=helpline", "region=leeds", "topic=stalking", "page=2", "")
BUSY: Final = 503
_MISTAKES: Final = re.compile(r"errorlist.{300}", re.DOTALL)
Answered = tuple[int, str, str]


@dataclass(slots=True)
class Tally:
    """What was asked for, how it came out, and how long it took."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    examples: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, verdict: str, seconds: float, example: str) -> None:
        with self._lock:
            self.counts[kind][verdict] += 1
            self.seconds[kind].append(seconds)
            if verdict != Verdict.RIGHT and len(self.examples) < 40:
                self.examples.append(f"{kind} {verdict}: {example}")

    def total(self, verdict: str) -> int:
        return sum(counts[verdict] for counts in self.counts.values())


class Person:
    """Somebody with a connection of their own for each question, as after a kill."""

    def __init__(self, address: str, cookie: str = "") -> None:
        place = urlsplit(address)
        self._place = (str(place.hostname), place.port)
        self._cookie = cookie

    def ask(self, path: str, form: dict[str, str] | None = None, token: str = "") -> Answered:
        """Return status, text and where it leads."""
        line = http.client.HTTPConnection(*self._place, timeout=PATIENCE)
        headers = {"Origin": f"http://{self._place[0]}:{self._place[1]}"} if form else {}
        cookies = [self._cookie, f"csrftoken={token}" if token else ""]
        if any(cookies):
            headers["Cookie"] = "; ".join(filter(None, cookies))
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with contextlib.closing(line):
            method = "GET" if form is None else "POST"
            line.request(method, path, urlencode(form) if form else None, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        return answer.status, text, answer.headers.get("Location", "")


class Visitor:
    """Asks for one thing after the other, and looks at each answer."""

    def __init__(self, address: str, truth: Truth, tally: Tally, seed: int) -> None:
        self._person = Person(address)
        self._truth = truth
        self._tally = tally
        self._chance = Random(seed)  # noqa: S311  chance that can be had again
        self._codes = sorted(truth.listings)
        self._kinds: dict[str, Callable[[str], Verdict]] = {
            "page of a listing": self._page,
            "record of the API": self._record,
            "list": self._list,
            "list of the API": self._records,
            "find": self._find,
            "fixed page": self._fixed,
        }

    def run(self, stop: threading.Event) -> None:
        while not stop.wait(PAUSE):
            kind = self._chance.choice([*self._kinds])
            # What was taken away is asked for as often as everything else together.
            away = [*self._truth.now()]
            code = self._chance.choice(self._codes)
            if away and self._chance.random() < 0.5:
                code = self._chance.choice(away)
            began = time.perf_counter()
            try:
                verdict = self._kinds[kind](code)
            except (OSError, http.client.HTTPException) as error:
                self._tally.note(kind, Verdict.FAILED, 0, f"{code} {error!r}")
            else:
                self._tally.note(kind, verdict, time.perf_counter() - began, code)

    def _page(self, code: str) -> Verdict:
        before = self._truth.now()
        status, text, _ = self._person.ask(f"/services/{code}/")
        return self._truth.of_page(before, code, status, text)

    def _record(self, code: str) -> Verdict:
        before = self._truth.now()
        status, text, _ = self._person.ask(f"/api/v1/services/{self._truth.listings[code].pk}/")
        return self._truth.of_page(before, code, status, text)

    def _list(self, _code: str) -> Verdict:
        before = self._truth.now()
        status, text, _ = self._person.ask(f"/services/?{self._chance.choice(LISTS)}")
        return self._truth.of_list(before, status, text)

    def _records(self, _code: str) -> Verdict:
        before = self._truth.now()
        number = self._chance.randint(1, 3)
        status, text, _ = self._person.ask(f"/api/v1/services/?page_size=100&page={number}")
        return self._truth.of_records(before, status, text)

    def _find(self, code: str) -> Verdict:
        before = self._truth.now()
        name = self._truth.listings[code].name
        _status, _text, where = self._person.ask(
            "/find", {"words": name, "place": "", "region": ""}
        )
        if not where.startswith("/r/"):
            return Verdict.WRONG
        status, text, _ = self._person.ask(where)
        if status == 200 and "/services/" not in text:
            # Nothing else is named like it: right where it is away.
            return Verdict.WRONG if self._truth.steady(before, code) else Verdict.RIGHT
        wanted = code if self._truth.listings[code].is_found_by_name else ""
        return self._truth.of_list(before, status, text, wanted)

    def _fixed(self, _code: str) -> Verdict:
        path, holds = self._chance.choice(
            [("/", "Exit this page"), ("/safety/", "999"), ("/health/ready", "ready")]
        )
        status, text, _ = self._person.ask(path)
        return Verdict.RIGHT if status == 200 and holds in text else Verdict.WRONG


class _Fields(HTMLParser):
    """The fields of the form of a row, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._is_inside = False
        self._open = ""
        self._is_list = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        name = given.get("name", "")
        if tag == "form":
            self._is_inside = given.get("id", "").endswith("_form")
        if not self._is_inside:
            return
        kind = given.get("type")
        if tag == "input" and name and kind not in {"submit", "button", "file"}:
            is_choice = kind in {"checkbox", "radio"}
            if not is_choice or "checked" in given:
                self.found[name] = given.get("value", "on" if is_choice else "")
        elif tag in {"textarea", "select"} and name:
            self._open, self._is_list = name, tag == "select"
            if tag == "textarea":
                self.found[name] = ""
        elif tag == "option" and self._is_list and "selected" in given:
            self.found[self._open] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._open and not self._is_list:
            self.found[self._open] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            self._open, self._is_list = "", False
        elif tag == "form":
            self._is_inside = False


class Editor:
    """A curator who changes a draft in its form, and looks whether it was kept."""

    def __init__(self, address: str, tally: Tally, session: str, draft: str) -> None:
        self._person = Person(address, f"sessionid={session}")
        self._tally = tally
        self._path = f"/staff/resources/service/{draft}/change/"

    def run(self, stop: threading.Event) -> None:
        count = 0
        while not stop.wait(EDITED_EVERY):
            count += 1
            began = time.perf_counter()
            try:
                verdict, example = self._edited(f"Someone who listens, version {count}.")
            except (OSError, http.client.HTTPException) as error:
                verdict, example = Verdict.FAILED, repr(error)
            self._tally.note("edit of the staff", verdict, time.perf_counter() - began, example)

    def _edited(self, summary: str) -> tuple[str, str]:
        status, text, where = self._person.ask(self._path)
        if status != 200:
            return Verdict.WRONG, f"{status} {where}"
        fields = _Fields()
        fields.feed(text)
        # The token of a form is good as the cookie too: both hold the same secret.
        token = fields.found["csrfmiddlewaretoken"]
        sent = {**fields.found, "summary": summary}
        status, text, where = self._person.ask(self._path, sent, token)
        if status == BUSY:
            return "told to wait", ""
        if status != 302:
            return Verdict.WRONG, f"{status} {_MISTAKES.findall(text)[:3]}"
        status, text, _ = self._person.ask(self._path)
        return (Verdict.RIGHT if summary in text else Verdict.WRONG), f"{status}, not kept"


class Taker:
    """Takes a listing away each second, and lets those come back that have been away for long."""

    def __init__(self, truth: Truth, tally: Tally, people: tuple[User, User]) -> None:
        self._truth = truth
        self._tally = tally
        self._people = people
        self._away: list[str] = []
        self._next = Random(3).sample(sorted(truth.listings), len(truth.listings))  # noqa: S311  chance that can be had again

    def run(self, stop: threading.Event) -> None:
        while not stop.wait(TAKEN_EVERY):
            code = self._next.pop(0)
            if self._moved(code, "takedown", self._withdraw, is_shown=False):
                self._away.append(code)
            else:
                self._next.append(code)
            if len(self._away) > AWAY and self._moved(
                self._away[0], "put back", self._put_back, is_shown=True
            ):
                self._next.append(self._away.pop(0))
        connections.close_all()

    def _moved(
        self, code: str, kind: str, move: Callable[[Service], Any], *, is_shown: bool
    ) -> bool:
        began = time.perf_counter()
        self._truth.change(code, None)
        try:
            move(Service.objects.get(code=code))
        except DatabaseError as error:
            self._truth.change(code, not is_shown)
            self._tally.note(kind, Verdict.FAILED, 0, repr(error))
            return False
        self._truth.change(code, is_shown)
        self._tally.note(kind, Verdict.RIGHT, time.perf_counter() - began, code)
        return True

    def _withdraw(self, service: Service) -> None:
        workflow.withdraw(service, self._people[0], timezone.now(), "closed", in_danger=True)

    def _put_back(self, service: Service) -> None:
        if service.publication == "withdrawn":
            workflow.submit(service, self._people[0], timezone.now())
            service.refresh_from_db()
        workflow.publish(service, self._people[1], timezone.now())
