"""Which facts of public listings are due to be checked, and on which day each will be.

A row is no text of a listing: it names the fact and the day. `publish_revision` writes it in the
transaction of every change and every check; `manage.py daily` makes the whole table again.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from resources.choices import AccessNeed, FactKind, Urgency
from resources.models.compiled import CompiledRows
from resources.models.compiled_columns import CompiledColumns
from resources.models.constraints import matches, one_of
from resources.models.contact import ContactRoute
from resources.models.facts import CONTACT, HOURS, kind_of
from resources.models.known_facts import due_days
from resources.models.revision import DataRevision
from resources.models.service import Service

# Kinds of help that somebody in need reaches at once.
LINES: Final = frozenset({"helpline", "online-chat", "crisis"})
# Listings that are held in memory at once, and for whose rows other writers wait.
CHUNK: Final = 500
# Facts that are no field of a service, in words.
_LABELS: Final[dict[str, Any]] = {
    HOURS: _("hours of the service"),
    "areas": _("where it helps"),
    "location": _("address"),
    "type": _("kind of help"),
    "topic": _("what it is about"),
    "audience": _("who it is for"),
    "by-and-for": _("run by and for"),
    **{need.value: need.label for need in AccessNeed},
}
Told = tuple[str, UUID | None, FactKind, int, date | None]


def chunks(keys: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def lock_services(services: Any) -> list[UUID]:
    """Let other writers of some listings wait until this transaction ends; return their keys.

    `services` are keys, or a query for them. All ask in the same order, so that no two wait for
    each other.
    """
    rows = Service.objects.select_for_update().filter(pk__in=services).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def is_helpline(service: Service) -> bool:
    """Tell whether people in need reach a listing at once; its parts are asked for already."""
    kinds = {term.slug for term in service.terms.all() if term.taxonomy.slug == "type"}
    return bool(kinds & LINES) or any(route.is_crisis_line for route in service.contacts.all())


class DueFactQuerySet(models.QuerySet["DueFact"]):
    """The queries about what is due."""

    def due(self, today: date) -> Self:
        """Facts that are past their half-life on a day, or were never checked."""
        return self.filter(Q(due_on__isnull=True) | Q(due_on__lte=today))

    def worst_first(self) -> Self:
        """Order: helplines, then contacts, then by days over; never checked is most over."""
        return self.order_by("urgency", F("due_on").asc(nulls_first=True), "service", "fact", "pk")

    def to_show(self) -> Self:
        """With what a list shows of each."""
        return self.select_related("service", "contact_route")


class DueFactManager(models.Manager["DueFact"]):
    """Writes the rows; nothing else does."""

    def refresh(self, services: Iterable[UUID]) -> int:
        """Let the rows of some listings be as their facts are now; return how many changed.

        A listing that is not public has no rows. Only what differs is written.
        """
        keys = sorted(services)
        return sum(self._refresh_some(some) for some in chunks(keys))

    def remake(self) -> int:
        """Make the whole table again, a part at a time; return how many rows changed."""
        public = Service.objects.published().values("pk")
        changed, _models = self.exclude(service__in=public).delete()
        keys = list(public.order_by("pk").values_list("pk", flat=True))
        for some in chunks(keys):
            with transaction.atomic():
                # Whoever changes a listing waits for it, and then for this number: nobody writes a
                # row meanwhile.
                locked = lock_services(some)
                DataRevision.objects.hold()
                changed += self._refresh_some(locked)
        return changed

    def _refresh_some(self, keys: Sequence[UUID]) -> int:
        present = {tuple(told): pk for pk, *told in _present().find(keys)}
        whole = sorted(_whole().in_bulk(keys).items())
        wanted = {(key, *told): None for key, service in whole for told in facts_told(service)}
        gone = [pk for told, pk in present.items() if told not in wanted]
        came = [_row(told) for told in wanted if told not in present]
        if gone:
            self.filter(pk__in=gone).delete()
        self.bulk_create(came, batch_size=1_000)
        return len(gone) + len(came)


@lru_cache(maxsize=1)
def _present() -> CompiledColumns:
    """Return the query for the rows: to put it together takes longer than to ask it."""
    return CompiledColumns(DueFact.objects.order_by().values_list("pk", *_TOLD), "service__in")


@lru_cache(maxsize=1)
def _whole() -> CompiledRows:
    """Return the query for the public listings themselves, with what is known of each."""
    return CompiledRows(Service.objects.published().with_facts())


def facts_told(service: Service) -> Iterator[Told]:
    """Yield what a row tells of each fact of a listing: a row from `with_facts()`."""
    is_line = is_helpline(service)
    for fact, route, due_on in due_days(service):
        is_contact = fact == CONTACT
        if is_line:
            urgency = Urgency.HELPLINE_CONTACT if is_contact else Urgency.HELPLINE
        else:
            urgency = Urgency.CONTACT if is_contact else Urgency.OTHER
        yield fact, route.pk if route else None, kind_of(fact), int(urgency), due_on


_TOLD: Final = ("service", "fact", "contact_route", "kind", "urgency", "due_on")


def _row(told: Any) -> "DueFact":
    service, fact, route, kind, urgency, due_on = told
    return DueFact(
        service_id=service,
        fact=fact,
        contact_route_id=route,
        kind=kind,
        urgency=urgency,
        due_on=due_on,
    )


class DueFact(models.Model):
    """A fact of a public listing, and the first day on which its last check is too old.

    Without a day it was never checked as it stands, or nobody knows when.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="due_facts")
    fact = models.CharField(max_length=40)
    contact_route = models.ForeignKey(
        ContactRoute, on_delete=models.CASCADE, null=True, blank=True, related_name="due_facts"
    )
    kind = models.CharField(max_length=12, choices=FactKind)
    urgency = models.PositiveSmallIntegerField(choices=Urgency)
    due_on = models.DateField(null=True, blank=True)

    objects = DueFactManager.from_queryset(DueFactQuerySet)()

    class Meta:
        ordering = ("urgency", F("due_on").asc(nulls_first=True), "service", "fact", "pk")
        verbose_name = _("due fact")
        verbose_name_plural = _("due facts")
        indexes = [
            models.Index(fields=("urgency", "due_on"), name="resources_duefact_worst"),
            models.Index(fields=("due_on",), name="resources_duefact_due_on"),
        ]
        constraints = [
            one_of("kind", FactKind),
            matches("fact", "[a-z][a-z0-9_-]*", "the name of a fact."),
            models.CheckConstraint(
                condition=Q(urgency__lte=max(Urgency.values)),
                name="resources_duefact_urgency_known",
                violation_error_message="urgency: choose one of the listed values.",
            ),
            models.UniqueConstraint(
                fields=("service", "fact", "contact_route"),
                condition=Q(contact_route__isnull=False),
                name="resources_duefact_once_of_a_contact",
            ),
            models.UniqueConstraint(
                fields=("service", "fact"),
                condition=Q(contact_route__isnull=True),
                name="resources_duefact_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.label}"

    @property
    def is_helpline(self) -> bool:
        return self.urgency in {Urgency.HELPLINE_CONTACT, Urgency.HELPLINE}

    @property
    def label(self) -> str:
        """The fact in words, without a query where the rows were asked for `to_show()`."""
        if self.contact_route is not None:
            way = str(self.contact_route)
            return str(_("Hours: %(way)s") % {"way": way}) if self.fact == HOURS else way
        named = {field.name: field.verbose_name for field in Service._meta.concrete_fields}
        return str(capfirst(_LABELS.get(self.fact) or named.get(self.fact) or self.fact))

    def days_over(self, today: date) -> int | None:
        """For how many days it has been due; None where it was never checked."""
        return None if self.due_on is None else (today - self.due_on).days + 1
