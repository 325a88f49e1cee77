"""Every public page in every state, with one short word in the place of each fact."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from resources.choices import (
    DatePrecision,
    ReferralRoutes,
    ReportKind,
    ServiceCost,
    TombstoneReason,
    VerificationMethod,
)
from resources.curation import reports, workflow
from resources.models.report import MOST_A_DAY
from tests.cast import Cast
from tests.confirming import CONFIRM_STATES, STATES_TOKEN, a_link
from tests.factories import (
    CollectionFactory,
    OrganizationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
    region,
    term,
)
from tests.infrastructure.readability import DATA
from tests.pages.reading import Page

MUCH, LITTLE, GONE, REPORTED = "mmmmmm", "pppppp", "qqqqqq", "rrrrrr"
CAST = Cast(
    lambda: DATA, lambda number: f"https://www.site{number}.example/", number="07537 432414"
)
ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
EVENING = [("MO,TU,WE,TH,FR", "18:00", "22:00")]
LISTENS = ["everyone", "helpline", "child-sexual-abuse"]


def make_cast() -> None:
    """Make services of which much, little and something of everything between is known."""
    organization = CAST.organization(code=MUCH, website="https://www.site.example/")
    much = CAST.service(
        code=MUCH,
        organization=organization,
        areas=["united-kingdom", "rotherham", "leeds", "wales"],
        terms=[*LISTENS, "deaf", "sarc", "advocacy"],
        hours=ALWAYS,
        cost=ServiceCost.FREE,
        referral_routes=ReferralRoutes.PROFESSIONAL,
        languages="en,cy,bfi",
    )
    a_link(much, STATES_TOKEN)
    _between(organization)
    bare = OrganizationFactory.make(code=LITTLE, name=DATA)
    little = ServiceFactory.make(
        code=LITTLE, name=DATA, summary=DATA, organization=bare, areas=["rotherham"]
    )
    little.contacts.all().delete()
    gone = ServiceFactory.make(code=GONE, name=DATA, organization=bare)
    reported = ServiceFactory.make(code=REPORTED, name=DATA, organization=bare)
    reports.receive(reported, [ReportKind.ADDRESS_SHOWN], "", timezone.localdate())
    workflow.recall(gone, UserFactory.make(), timezone.now(), TombstoneReason.CLOSED)
    CollectionFactory.make(slug="list", title=DATA, intro=DATA, services=[much, little])
    CollectionFactory.make(slug="empty", title=DATA, intro=DATA)


def _between(organization: Any) -> None:
    """Make services whose checks are fresh, old or undated, and that are asked in other ways."""
    dated = [
        (VerificationMethod.PUBLIC_SOURCE, date(2026, 10, 3), DatePrecision.DAY),
        (VerificationMethod.PUBLIC_SOURCE, date(2018, 10, 3), DatePrecision.ABOUT),
        (VerificationMethod.PUBLIC_SOURCE, None, ""),
        (VerificationMethod.PHONE, date(2026, 10, 3), DatePrecision.DAY),
        (VerificationMethod.EMAIL, date(2018, 10, 3), DatePrecision.DAY),
    ]
    curator = UserFactory.make()
    for referral, (method, day, precision) in zip(
        [*ReferralRoutes, ReferralRoutes.SELF], dated, strict=True
    ):
        service = ServiceFactory.make(
            name=DATA,
            summary=DATA,
            organization=organization,
            terms=LISTENS,
            hours=EVENING,
            referral_routes=referral,
        )
        VerificationFactory.make(
            service=service,
            contact_route=service.contacts.get(),
            fields=DATA,
            method=method,
            checked_on=day,
            precision=precision,
            checked_by=None if method == VerificationMethod.PUBLIC_SOURCE else curator,
        )
    for _ in range(12):
        ServiceFactory.make(name=DATA, summary=DATA, organization=organization)


Ask = Callable[[Client], Any]


def _get(address: str, **headers: str) -> Ask:
    return lambda client: client.get(address, headers=headers)


def _find(**form: Any) -> Ask:
    """Send the form, and follow it to its answer."""
    return lambda client: client.post("/find", form, follow=True)


def _mistake(**form: Any) -> Ask:
    """Say what is wrong with a listing, and follow that to its answer."""
    return lambda client: client.post(f"/services/{MUCH}/mistake/", form, follow=True)


def _mistakes() -> Ask:
    """Say the same until no more of it is kept."""

    def ask(client: Client) -> Any:
        for _ in range(MOST_A_DAY):
            _mistake(kind="hours_wrong")(client)
        return _mistake(kind="hours_wrong")(client)

    return ask


def _listed(**asked: str) -> Ask:
    """Follow a link to a list; the values are slugs of terms, or codes."""
    codes = {name: term(slug).code for name, slug in asked.items() if name != "region"}
    if "region" in asked:
        codes["region"] = region(asked["region"]).code
    return lambda client: client.get("/services/", codes)


def _form_states() -> dict[str, Ask]:
    return {
        "mistake": _get(f"/services/{MUCH}/mistake/"),
        "mistake, nothing ticked": _mistake(),
        "mistake, too long": _mistake(words="w" * 301),
        "mistake, filled in by a program": _mistake(subject=DATA),
        "mistake, typed long ago": _get(f"/services/{MUCH}/mistake/old/"),
        "mistake, too many": _mistakes(),
        "mistake, sent": _get(f"/services/{MUCH}/mistake/sent/"),
        **{name: _get(address) for name, address in CONFIRM_STATES.items()},
    }


def _short_lists() -> dict[str, Ask]:
    return {
        "short list": _get("/lists/list/"),
        "empty list": _get("/lists/empty/"),
        "list in a frame": _get("/embed/lists/list/"),
        "list that is gone in a frame": _get("/embed/lists/gone/"),
        "list for a post": _get("/embed/preview/?list=list"),
        "list for a post, unknown": _get("/embed/preview/?list=gone"),
    }


def states() -> dict[str, Ask]:
    """Return a way to ask for every page in every state, by a name for the report."""
    fixed = ("safety", "about", "privacy", "accessibility", "help", "promises", "api/v1/docs")
    return {
        "front": _get("/"),
        **{name: _get(f"/{name}/") for name in fixed},
        "list": _get("/services/"),
        "list, second page": _get("/services/?page=2"),
        "list of an area": _get("/in/rotherham/"),
        "list of a wide area": _get("/in/yorkshire-and-the-humber/"),
        "list with filters": _listed(region="rotherham", type="helpline"),
        "nothing found": _listed(region="wales", type="sarc", topic="fgm", audience="men"),
        "link not understood": _get("/services/?region=nowhere&type=nothing&channel=x"),
        "answer": _find(place="Rotherham"),
        "answer with filters": _find(place="Lancashire", type="sarc", open="now"),
        "answer to words": _find(words="my husband hits me, Rotherham"),
        "nearest first": _find(place="Rotherham", near="place"),
        "nearest to nowhere": _find(near="place"),
        "several places": _find(place="newport"),
        "a likely place": _find(place="Wells"),
        "a border": _find(place="TD15"),
        "no such place": _find(place="qqqqqqq"),
        "an island": _find(place="Jersey"),
        "overseas": _find(place="France"),
        "forces": _find(place="BFPO 61"),
        "not said": _find(place="I don't know"),
        "expired": _get("/r/old/"),
        "much known": _get(f"/services/{MUCH}/"),
        "little known": _get(f"/services/{LITTLE}/"),
        **_form_states(),
        "reported": _get(f"/services/{REPORTED}/"),
        "no longer listed": _get(f"/services/{GONE}/"),
        "organization": _get(f"/organizations/{MUCH}/"),
        **_short_lists(),
        "not found": _get("/nothing/"),
        "bad request": _get("/", Host="elsewhere.example"),
        "refused": lambda client: client.post("/find", headers={"Sec-Fetch-Site": "cross-site"}),
        "broken": _get("/broken/"),
    }


def opened(ask: Ask) -> Page:
    """Ask for a page as somebody who sees error pages."""
    answer = ask(Client(raise_request_exception=False))
    return Page(answer.content.decode(), answer.status_code)
