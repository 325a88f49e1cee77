"""A curator who does all that changes listings, one step after another."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import DatabaseError, InterfaceError

from resources.choices import TombstoneReason, VerificationMethod
from resources.curation import merge, recall, workflow
from resources.curation.checks import Checking, facts_to_check, verify
from resources.curation.records import document_of
from resources.curation.workflow import NotAllowedError
from resources.listings import proposals, record_proposals
from resources.listings.deciding import Wanted
from resources.listings.reference import load_reference
from resources.models import Service


class Curator:
    """Somebody who takes a step after another, each chosen by chance, with colleagues who agree."""

    def __init__(self, seed: int, clock: Callable[[], datetime]) -> None:
        self.chance = Random(seed)  # noqa: S311  the same steps each time
        self.clock = clock
        self.done: Counter[str] = Counter()
        self.people = [
            User.objects.get_or_create(
                username=f"{name}-{seed}", defaults={"is_staff": True, "is_superuser": True}
            )[0]
            for name in ("first", "second")
        ]
        # How often each is taken: what ends a listing for good is rare.
        self.steps: dict[Callable[[], object], int] = {
            self.withdraw: 3,
            self.publish: 4,
            self.propose: 4,
            self.check: 4,
            self.rename_organization: 2,
            self.rename_term: 2,
            self.recall: 1,
            self.merge: 1,
            self.load: 1,
        }

    def step(self) -> bool:
        """Take a step. What the rules forbid at that moment is left.

        Return whether the database had its part in it; False where it was busy, or away.
        """
        (taken,) = self.chance.choices(list(self.steps), list(self.steps.values()))
        try:
            taken()
        except (NotAllowedError, DatabaseError, InterfaceError) as refusal:
            self.done[f"{taken.__name__}: {type(refusal).__name__}"] += 1
            return isinstance(refusal, NotAllowedError)
        self.done[taken.__name__] += 1
        return True

    def _any(self, **wanted: Any) -> Any:
        keys = list(Service.objects.filter(**wanted).order_by("pk").values_list("pk", flat=True))
        return Service.objects.get(pk=self.chance.choice(keys)) if keys else None

    def withdraw(self) -> None:
        if service := self._any(publication="published"):
            workflow.withdraw(service, self.people[0], self.clock(), "closed", in_danger=True)

    def publish(self) -> None:
        first, second = self.people
        service = self._any(publication="withdrawn", recalls__isnull=True)
        if service:
            workflow.submit(service, first, self.clock())
            service.refresh_from_db()
            workflow.publish(service, second, self.clock())

    def propose(self) -> None:
        first, second = self.people
        if service := self._any(publication="published"):
            word = f"Somebody who listens, {self.chance.randrange(10_000)}."
            wanted = Wanted(
                proposals.content_of(service.pk) | {"summary": word}, "New words.", "Their site."
            )
            made = proposals.propose(service, first, self.clock(), wanted)
            seen = proposals.to_decide(made).seen
            proposals.approve(made, second, self.clock(), seen)

    def check(self) -> None:
        if service := self._any(publication="published"):
            whole = Service.objects.for_detail().get(pk=service.pk)
            seen = Checking(VerificationMethod.WEBSITE, source_url="https://source.example/page")
            fact = self.chance.choice(facts_to_check(whole))
            verify(service, [fact.key], seen, self.people[0], self.clock())

    def rename_organization(self) -> None:
        if service := self._any(publication="published"):
            self._rename("organization", service.organization_id)

    def rename_term(self) -> None:
        service = self._any(publication="published", terms__isnull=False)
        if service:
            self._rename("term", service.terms.order_by("pk")[0].pk)

    def _rename(self, kind: str, key: UUID) -> None:
        content = document_of(kind, key)
        name = f"{str(content['name']).split(' no. ')[0]} no. {self.chance.randrange(100)}"
        first, second = self.people
        wanted = Wanted(content | {"name": name}, "A better name.", "Their site.")
        made = record_proposals.propose(kind, key, first, self.clock(), wanted)
        seen = record_proposals.to_decide(made).seen
        record_proposals.approve(made, second, self.clock(), seen)

    def recall(self) -> None:
        service = self._any(recalls__isnull=True)
        if service and service.publication in {"published", "withdrawn"}:
            recall.recall(
                service, self.people[0], self.clock(), TombstoneReason.CLOSED, service.name
            )

    def merge(self) -> None:
        goes, kept = (self._any(publication="published", recalls__isnull=True) for _ in range(2))
        if goes and kept and goes != kept:
            first, second = self.people
            given = merge.Confirmation(goes.name, merge.to_merge(goes, kept).seen)
            merge.ask(goes, kept, first, self.clock(), given)
            merge.agree(goes, second, self.clock(), given)

    def load(self) -> None:
        """Load the shipped terms anew, which gives back the names that were changed."""
        load_reference()
