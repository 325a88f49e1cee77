"""What a list says of a service besides its facts: why it is shown, and under which heading."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from resources.choices import LANGUAGE_NAMES, KnownAnswer
from resources.models import Service
from resources.presenters.areas import area_words, whole_country
from resources.presenters.terms import in_sentence
from resources.regions import RegionRecord
from resources.search import Results, Section

# Enough to see why, few enough for one line.
MOST_TERMS: Final = 3
_IN_ORDER: Final = tuple(Section)


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of why a service is shown; with `is_data` in the language of the listings."""

    text: str
    is_data: bool = False


@dataclass(frozen=True, slots=True)
class ResultNotes:
    """What a list says of its results; `first` is the position of the first one shown."""

    results: Results
    first: int = 0

    @property
    def areas(self) -> Sequence[RegionRecord]:
        """The areas that were asked for, chosen or named among the words."""
        text = self.results.query.text
        return (*self.results.query.areas, *(text.areas if text else ()))

    @property
    def is_typed(self) -> bool:
        """Whether words were asked for, of which something may be said."""
        return self.results.query.text is not None

    def why(self, service: Service) -> tuple[Reason, ...]:
        """Say why a service is shown; nothing where no words were asked."""
        if self.results.query.text is None:
            return ()
        reasons = self.results.reasons(service)
        terms = self.results.index.term_by_slug
        names = [in_sentence(terms[slug]) for slug in reasons.terms if slug in terms][:MOST_TERMS]
        why = [Reason(_("its name or number"))] if reasons.is_named else []
        why += [Reason(name, is_data=True) for name in names]
        if not why:
            why.append(Reason(_("it listens to anyone") if reasons.is_general else _("it may fit")))
        return (*why, *self._where(service))

    def _where(self, service: Service) -> Iterator[Reason]:
        if self.areas:
            area = area_words(service, self.areas)
            where = settings.COUNTRY_NAME if area.words == whole_country() else area.words
            yield Reason(_("serves %(area)s") % {"area": where})

    def speaks(self, service: Service) -> str:
        """Say that a service helps in the language in which somebody asked, if that is known."""
        text = self.results.query.text
        if text is None or not text.language:
            return ""
        spoken = {*service.language_codes, *_of_contacts(service)}
        if text.language in spoken:
            name = LANGUAGE_NAMES.get(text.language, text.language)
            return _("Helps in %(language)s") % {"language": name}
        is_interpreted = service.interpreter == KnownAnswer.YES
        return _("Uses interpreters") if is_interpreted else ""

    def sections(self, services: Iterable[Service]) -> list[Section]:
        """Return the part of the list in which each service stands: none of them comes twice.

        In a list by distance what is near comes first, whatever it is.
        """
        rows = list(services)
        if self.results.query.start is not None:
            return [Section.FOUND for _service in rows]
        before = self.results.section_at(self.first - 1) if self.first else Section.GENERAL
        places = map(_IN_ORDER.index, self.results.sections(rows))
        running = accumulate(places, max, initial=_IN_ORDER.index(before))
        return [_IN_ORDER[place] for place in running][1:]

    @property
    def begins_in_doubt(self) -> bool:
        """Whether the list begins with lines for anyone, as little of the words was understood."""
        return self.results.count() > 0 and self.results.section_at(0) is Section.GENERAL


def _of_contacts(service: Service) -> Iterator[str]:
    for contact in service.contacts.all():
        yield from contact.language_codes
