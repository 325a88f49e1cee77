"""The words by which services are asked for their own facts: ways in, cost, languages, access.

Each takes the rows of one closed list. Several rows of one question mean any of them, but for
`accessible`: a person needs all of what they need.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, Self

from django.db import models
from django.db.models import CharField, OuterRef, Q, Value
from django.db.models.functions import Concat

from resources.choices import (
    SIGNED,
    Channel,
    KnownAnswer,
    ReferralRoutes,
    TraceAnswer,
    Wish,
    WithoutHearing,
)
from resources.models.contact import ContactRoute
from resources.models.location import ServiceAtLocation
from resources.models.taxonomy import ADULT_AGE, ADULTS

if TYPE_CHECKING:
    from resources.models.service import Service

    Services = models.QuerySet[Service]
else:
    # The module of services imports this one.
    Services = models.QuerySet


class Coded(Protocol):
    """A value of a closed list, by its word."""

    @property
    def code(self) -> str:
        """The word that is stored."""


def _speaking(rows: models.QuerySet[Any], codes: Iterable[str]) -> models.QuerySet[Any]:
    """Rows whose list of languages, with commas between them, holds one of the codes."""
    listed: models.QuerySet[Any] = rows.annotate(
        listed_languages=Concat(Value(","), "languages", Value(","), output_field=CharField())
    )
    return listed.filter(_any(Q(listed_languages__contains=f",{code},") for code in codes))


def _any(conditions: Iterable[Q]) -> Q:
    """Any of the conditions; none of them holds for nothing."""
    found = Q(pk__in=())
    for condition in conditions:
        found |= condition
    return found


def _fits(age: int) -> Q:
    """An age is within the stated limits, of rows that are marked for adults."""
    no_lowest = Q(minimum_age__isnull=True)
    if age < ADULT_AGE:
        no_lowest &= Q(is_for_adults=False)
    return (no_lowest | Q(minimum_age__lte=age)) & (
        Q(maximum_age__isnull=True) | Q(maximum_age__gte=age)
    )


class FactWords(Services):
    """The words about a service's own facts."""

    def reached_by(self, channels: Iterable[Coded]) -> Self:
        """Services with a way of contact through one of the channels."""
        routes = ContactRoute.objects.filter(
            channel__in=[channel.code for channel in channels], service=OuterRef("pk")
        )
        return self.filter(models.Exists(routes))

    def costing(self, costs: Iterable[Coded]) -> Self:
        """Services that cost what is named; "not known" is an answer of its own."""
        return self.filter(cost__in=[cost.code for cost in costs])

    def referred_by(self, people: Iterable[Coded]) -> Self:
        """Services that one of the people ("self", "professional") may contact first."""
        either = ReferralRoutes.SELF_OR_PROFESSIONAL.value
        return self.filter(referral_routes__in=[either, *(one.code for one in people)])

    def given_in(self, languages: Iterable[Coded]) -> Self:
        """Services known to be given in one of the languages, or to have a way of contact in it."""
        codes = [language.code for language in languages]
        return self.filter(self._in_languages(codes))

    def without_hearing(self, ways: Iterable[Coded]) -> Self:
        """Services known to be reached in British Sign Language, or by text relay."""
        wanted = {way.code for way in ways}
        channels, codes = [], []
        if WithoutHearing.BSL in wanted:
            channels.append(Channel.VIDEO_BSL)
            codes.append(SIGNED)
        if WithoutHearing.RELAY in wanted:
            channels.append(Channel.RELAY_UK)
        routes = ContactRoute.objects.filter(channel__in=channels, service=OuterRef("pk"))
        return self.filter(Q(models.Exists(routes)) | self._in_languages(codes))

    def fitting_age(self, ages: Iterable[Coded]) -> Self:
        """Services whose stated ages include one of the ages; a limit not stated is no limit.

        But what is for adults begins at 16 where no age is stated.
        """
        return self.marked_for_adults().filter(_any(_fits(int(age.code)) for age in ages))

    def marked_for_adults(self) -> Self:
        """With `is_for_adults`: whether a source says so."""
        through: Any = self.model.terms.through
        adults = through.objects.filter(taxonomyterm__slug=ADULTS, service=OuterRef("pk"))
        return self.annotate(is_for_adults=models.Exists(adults))

    def accessible(self, needs: Iterable[Coded]) -> Self:
        """Services with one place that is known to meet all of the needs."""
        met = {f"location__{need.code}": KnownAnswer.YES for need in needs}
        places = ServiceAtLocation.objects.filter(service=OuterRef("pk"), **met)
        return self.filter(models.Exists(places))

    def off_the_bill(self, wishes: Iterable[Coded]) -> Self:
        """Services with a direct way of contact that no itemised bill shows."""
        return self._left_behind(wishes, "on_itemised_bill")

    def asking_no_name(self, wishes: Iterable[Coded]) -> Self:
        """Services with a direct way of contact that asks for no name."""
        return self._left_behind(wishes, "needs_name")

    def asking_no_account(self, wishes: Iterable[Coded]) -> Self:
        """Services with a direct way of contact that needs no account."""
        return self._left_behind(wishes, "needs_account")

    def without_report(self, wishes: Iterable[Coded]) -> Self:
        """Services for which nobody has to report to the police."""
        return self._known(wishes, "police_report_needed", KnownAnswer.NO)

    def before_trial(self, wishes: Iterable[Coded]) -> Self:
        """Services that give therapy before a trial."""
        return self._known(wishes, "pre_trial_therapy", KnownAnswer.YES)

    def with_interpreter(self, wishes: Iterable[Coded]) -> Self:
        """Services that use interpreters."""
        return self._known(wishes, "interpreter", KnownAnswer.YES)

    def _in_languages(self, codes: Iterable[str]) -> Q:
        """Given in one of the languages, as a whole or by a way of contact."""
        named = list(codes)
        ours = _speaking(self.model.objects.all(), named)
        routes = _speaking(ContactRoute.objects.filter(service=OuterRef("pk")), named)
        return Q(pk__in=ours.values("pk")) | Q(models.Exists(routes))

    def _known(self, wishes: Iterable[Coded], field: str, wanted: KnownAnswer) -> Self:
        """Services of which a fact is as wanted; with "maybe" all but those known to fail it."""
        if Wish.MAYBE not in {wish.code for wish in wishes}:
            return self.filter(**{field: wanted})
        other = KnownAnswer.NO if wanted is KnownAnswer.YES else KnownAnswer.YES
        return self.exclude(**{field: other})

    def _left_behind(self, wishes: Iterable[Coded], field: str) -> Self:
        """Services with a direct way of contact known not to leave a trace.

        With "maybe" only those go that have direct ways, each of which is known to leave it.
        """
        direct = ContactRoute.objects.direct().filter(service=OuterRef("pk"))
        if Wish.MAYBE not in {wish.code for wish in wishes}:
            return self.filter(models.Exists(direct.filter(**{field: TraceAnswer.NO})))
        other = direct.exclude(**{field: TraceAnswer.YES})
        return self.filter(Q(models.Exists(other)) | ~Q(models.Exists(direct)))
