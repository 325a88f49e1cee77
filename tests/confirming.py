"""Links to providers, as they were sent, and what a provider sends back."""

import re
from datetime import timedelta
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from resources.choices import Channel
from resources.curation.confirmation import Asking, ask_for_confirmation, digest_of
from resources.models import Confirmation, Service
from tests.factories import ContactRouteFactory, ServiceFactory, UserFactory
from tests.pages.reading import Page, read

BASE = "https://directory.example/"
OFFICE = "office@zebra.example"
# The link of a walk over every state of the pages behind links.
STATES_TOKEN = "c8Kq2mWx9TzLr4HvNc8PfYsD3gJe6AuQ"
CONFIRM_STATES = {
    "confirm": f"/confirm/{STATES_TOKEN}/",
    "confirm, nothing chosen": f"/confirm/{STATES_TOKEN}/again/",
    "confirm, over": "/confirm/old/",
    "confirm, sent": "/confirm/sent/",
    "confirm, part of it": "/confirm/sent/part/",
}


def a_link(service: Service, token: str, **values: Any) -> Confirmation:
    """Make a question whose link has a secret that the test knows; nothing is sent."""
    given = {
        "asked_by": values.pop("asked_by", None) or UserFactory.make(),
        "asked_on": timezone.localdate(),
        "number": Confirmation.objects.count() + 1,
        "expires_at": timezone.now() + timedelta(days=14),
        "address": OFFICE,
    }
    return Confirmation.objects.create(service=service, digest=digest_of(token), **(given | values))


def a_listing(**values: Any) -> Service:
    """Make a public listing with a line, its hours, and the address of an office."""
    given = {"name": "Zebra", "hours": [("MO", "09:00", "17:00")], "minimum_age": 16}
    service = ServiceFactory.make(**(given | values))
    ContactRouteFactory.make(service=service, channel=Channel.EMAIL, value=OFFICE, position=1)
    return service


def ask(service: Service, actor: Any, address: str = OFFICE, source: str = "") -> Confirmation:
    """Ask a provider now."""
    return ask_for_confirmation(service, Asking(address, source), actor, timezone.now(), BASE)


def sent_link() -> str:
    """Return the path of the link in the last message."""
    found = re.search(rf"{BASE}(confirm/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return f"/{found[1]}"


class Form:
    """The form behind a link, as a browser shows it: what is chosen and typed is sent."""

    def __init__(self, client: Client, link: str) -> None:
        """Open the link."""
        self.client, self.link = client, link
        self.page: Page = read(client, link)
        self.sent: dict[str, str] = {"role": "office"}
        if self.page.status == 200:
            self.sent["shown"] = self.page.one("button", name="shown").attrs["value"]

    @property
    def labels(self) -> list[str]:
        """Return what each fact is called, in the order of the page."""
        each = self.page.section("Each part")
        return [one.one("legend").words for one in each.all("fieldset")]

    def right(self, *labels: str) -> "Form":
        for label in labels:
            self.sent[f"fact-{self.labels.index(label)}"] = "right"
        return self

    def different(self, label: str, words: str = "") -> "Form":
        number = self.labels.index(label)
        self.sent |= {f"fact-{number}": "different", f"words-{number}": words}
        return self

    def all_right(self) -> "Form":
        self.sent["all"] = "right"
        return self

    def send(self) -> str:
        """Send it; return the address to which the answer leads."""
        answer = self.client.post(self.link, self.sent)
        assert answer.status_code == 303
        return str(answer["Location"])
