"""Putting the questions to the directory as a visitor would, by its form."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from time import perf_counter
from typing import Final
from uuid import UUID

from django.utils.datastructures import MultiValueDict

from resources.filters import ServiceFilter
from resources.models import Service
from resources.private_search.form import read_form
from resources.search import Results
from tests.relevance.reading import Question, ServiceFacts
from tests.relevance.scoring import PAGE

MILLISECONDS: Final = 1_000


def results_of(question: Question, moment: datetime) -> Results:
    """Return what the form finds with a question's words and place."""
    typed = {"words": [question.words], "place": [question.place]}
    form = read_form(MultiValueDict(typed))
    if not form.parameters and form.choices:
        # A slip in a place: what was probably meant is offered, and this is a press away.
        form = form.for_place(form.choices[0])
    filterset = ServiceFilter(form.data, lenient=True, moment=moment)
    # A slip in a word beside a known place is offered as well, but nobody has to press it.
    has_place = "region" in form.parameters
    suggestion = filterset.text.suggestion if filterset.text and not has_place else None
    if suggestion:
        data = form.data
        data.setlist("region", [area.code for area in suggestion.places[0].areas])
        filterset = ServiceFilter(data, lenient=True, moment=moment)
    return filterset.results


def answers_to(
    questions: Iterable[Question], moment: datetime
) -> tuple[Mapping[str, Sequence[ServiceFacts]], Sequence[float]]:
    """Return the first page for each question, and the milliseconds that each one took."""
    found: dict[str, Sequence[UUID]] = {}
    times = []
    for question in questions:
        begun = perf_counter()
        found[question.id] = results_of(question, moment).ids[:PAGE]
        times.append((perf_counter() - begun) * MILLISECONDS)
    keys = {key for ids in found.values() for key in ids}
    facts = {service.pk: facts_of(service) for service in _services(keys)}
    return {name: [facts[key] for key in ids] for name, ids in found.items()}, times


def _services(keys: Collection[UUID]) -> Iterable[Service]:
    public = Service.objects.published().filter(pk__in=keys).select_related("organization")
    return public.prefetch_related("terms__taxonomy", "areas", "contacts")


def facts_of(service: Service) -> ServiceFacts:
    """Return what a judge has to know of a service."""
    return ServiceFacts(
        slug=service.slug,
        name=service.name,
        names=tuple(filter(None, (*service.alternate_name.split(", "), service.organization.name))),
        terms=frozenset(f"{term.taxonomy.slug}/{term.slug}" for term in service.terms.all()),
        areas=frozenset(area.region_id for area in service.areas.all()),
        channels=frozenset(contact.channel for contact in service.contacts.all()),
    )
