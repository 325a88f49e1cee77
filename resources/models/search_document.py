"""Finding services by words: the documents they are found by, and the two engines that hold them.

One interface, two engines: SQLite's FTS5 and PostgreSQL's full text search. Both hold the same
tokens, made in Python (`resources.language`), and are only asked which documents hold which tokens;
the order is made in Python. So both find the same services in the same order, and so does the index
in memory that lists ask (docs/adr/0014).

Nothing that a person typed is stored, logged or cached here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import Case, Exists, F, Max, OuterRef, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources import language as search
from resources.models.search_engines import Holds
from resources.models.search_listings import listing_of, with_words
from resources.models.synonyms import TermRow, current_lexicon

if TYPE_CHECKING:
    from resources.models.service import Service
    from resources.models.service_queries import ServiceQuerySet

Rows = TypeVar("Rows", bound="ServiceQuerySet")
Key = TypeVar("Key", bound=UUID | int)
# More may be found, but not put in order: a question that finds so many says little about which.
MOST_RANKED: Final = 300
CHUNK: Final = 500
PARTS: Final = ("names", "terms", "summary", "places")
WEIGHED: Final = ("districts", "openness")
NAMES: Final = ("name", "alternate_name", "organization__name")


@dataclass(frozen=True, repr=False)
class Search:
    """A question of words: what it finds is asked of any services.

    How much of it is asked for is settled when it is needed, by whoever holds documents: the
    engine, or an index in memory (`put_to`). Both settle it alike.
    """

    typed: tuple[str, ...]
    read: search.Question
    lexicon: search.Lexicon
    directory: search.Directory
    settled: search.Answer | None = None

    def put_to(self, directory: search.Directory) -> "Search":
        """Return the same question, for somebody else who holds the documents."""
        return Search(self.typed, self.read, self.lexicon, directory)

    @property
    def is_empty(self) -> bool:
        """Tell that nothing was typed that could be looked for, such as one letter or a smile."""
        return self.read.is_empty

    @property
    def question(self) -> search.Question:
        """The question as it was understood in the end."""
        return self._answer.question

    @property
    def asked(self) -> search.Expression | None:
        """What a document has to hold; None where nothing was understood or nothing has it."""
        return self._answer.asked

    @property
    def closest(self) -> search.Expression | None:
        """What is held by the documents that are likely to come first."""
        return None if self.asked is None else search.best_first(self.question, self.asked)

    @property
    def suggestion(self) -> str:
        """The words that were read instead of those that nothing has; empty where all are found."""
        return self._answer.suggestion

    @cached_property
    def _answer(self) -> search.Answer:
        """What is asked for in the end."""
        if self.settled:
            return self.settled
        return search.answer_to(self.read, self.typed, self.lexicon, self.directory)

    def among(self, services: Rows) -> Rows:
        """Narrow services to those that are found, in any number; in the order they came in."""
        if self.asked is None:
            return services.none()
        found = SearchDocument.objects.filter(Holds(self.asked))
        return services.filter(pk__in=found.values("service"))

    def ranked(self, services: "ServiceQuerySet | None" = None) -> list[search.Hit[UUID]]:
        """Return the found public services, or those among some services, the best first.

        At most 300: of more, those that serve the place itself or have a word in their name come
        before others. `Hit.key` is the id of the service.
        """
        if self.asked is None:
            return []
        known = self._answer.first if services is None else None
        ids = list(known) if known is not None else self._first(self.asked, services)
        if len(ids) == MOST_RANKED and self.closest is not None:
            best = self._first(self.closest, services)
            ids = list(dict.fromkeys((*best, *ids)))[:MOST_RANKED]
        return self.ranked_documents(ids, services)

    def ordered(self, services: Rows) -> Rows:
        """Narrow services to those found, with `relevance` to order by: 0 is best.

        Services that fit equally well have the same, so that nearness or hours can break ties. All
        beyond the first 300 come last. For a list that a page shows; `ranked()` is quicker.
        """
        equal = _equal(self.ranked(services))
        whens = [When(pk__in=keys, then=Value(place)) for place, keys in enumerate(equal)]
        last = Value(len(equal))
        # Nothing but a default would be a bare number, which PostgreSQL reads as a column.
        relevance = Case(*whens, default=last) if whens else last
        return self.among(services).annotate(relevance=relevance)

    def fits(self, documents: Iterable[tuple[int, Sequence[str]]]) -> list[list[int]]:
        """Return documents in lists of those that fit equally well, the best first.

        Each comes with its parts, as `PARTS` names them. Within a list the order says nothing.
        """
        found = (
            search.Candidate(key, "", names, terms, summary, places, 0, 0)
            for key, (names, terms, summary, places) in documents
        )
        return _equal(search.rank(self.question, found))

    def _first(self, asked: search.Expression, services: "ServiceQuerySet | None") -> list[int]:
        """Return the keys of the first documents that hold what is asked, among some services."""
        if services is None:
            return self.directory.first_holding(asked, self.question)
        own = services.order_by().filter(pk=OuterRef("service"))
        found = SearchDocument.objects.filter(Holds(asked), Exists(own))
        return _in_order(found, self.question)

    def ranked_documents(
        self, ids: Sequence[int], services: "ServiceQuerySet | None" = None
    ) -> list[search.Hit[UUID]]:
        """Return the services of up to 300 documents, the best first; only those among some."""
        rows = SearchDocument.objects.filter(pk__in=ids[:MOST_RANKED]).order_by()
        if services is not None:
            rows = rows.filter(Exists(services.order_by().filter(pk=OuterRef("service"))))
        parts = rows.values_list("service", "service__name", *PARTS, *WEIGHED)
        found = (search.Candidate(*row) for row in parts)
        return search.rank(self.question, found)


def _in_order(found: "models.QuerySet[SearchDocument]", question: search.Question) -> list[int]:
    """Return the first keys of found documents, in their order.

    What serves a place is rare, and PostgreSQL would read through all keys to find it in their
    order; with the sum it has to ask the index.
    """
    order = F("pk") + 0 if question.places else F("pk")
    return list(found.order_by(order).values_list("pk", flat=True)[:MOST_RANKED])


def _equal(hits: Iterable[search.Hit[Key]]) -> list[list[Key]]:
    """Return the keys of hits in lists of those that fit equally well, the best first."""
    return [[hit.key for hit in same] for _fit, same in groupby(hits, key=attrgetter("fit"))]


class SearchDocumentManager(models.Manager["SearchDocument"]):
    """The words by which documents are made and asked. It asks the engine of the database."""

    def matching(self, text: str, terms: Sequence[TermRow] = ()) -> Search:
        """Read what a person typed; `terms` where they are at hand. Nothing is looked for yet."""
        lexicon, typed = current_lexicon(terms), tuple(search.typed_words(text))
        return Search(typed, search.read_words(typed, lexicon), lexicon, self)

    def first_holding(self, asked: search.Expression, question: search.Question) -> list[int]:
        """Return the keys of the first documents that hold what is asked, as many as are ranked.

        For fewer than that PostgreSQL would rather walk through the documents one by one.
        """
        return _in_order(self.filter(Holds(asked, at_most=MOST_RANKED)), question)

    def name_words(self) -> search.Vocabulary:
        """Return the words of public names."""
        return _name_words(self.aggregate(newest=Max("made_at"))["newest"])

    @transaction.atomic
    def refresh(self, services: models.QuerySet["Service"], revision: int = 0) -> int:
        """Make the documents of services anew; return how many there are now of them.

        `announce()` calls it for every change, with the number of the change. Services that are not
        public lose theirs. One query, and seven for every 500.
        """
        ids = list(services.order_by("pk").values_list("pk", flat=True))
        chunks = (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
        return sum(self._refresh(chunk, revision) for chunk in chunks)

    def _refresh(self, ids: Sequence[UUID], revision: int) -> int:
        """Make the documents of one chunk of services."""
        public = with_words(_services().published().filter(pk__in=ids).order_by("pk"))
        rows = [
            self.model(service=one, revision=revision, **asdict(search.tokens_of(listing_of(one))))
            for one in public
        ]
        self.filter(service__in=ids).exclude(service__in=[row.service_id for row in rows]).delete()
        self.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["service"],
            update_fields=[*PARTS, *WEIGHED, "made_at", "revision"],
        )
        return len(rows)


class SearchDocument(models.Model):
    """What a public service is found by: tokens, by how much they weigh. Made by `refresh()`.

    SQLite keeps the index in a table of its own, held in step by triggers; PostgreSQL in a column
    `tokens` that it makes of the parts (migration 0003_search_documents).
    """

    service = models.OneToOneField(
        "Service", on_delete=models.CASCADE, related_name="search_document"
    )
    names = models.TextField()
    terms = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    places = models.TextField(blank=True)
    districts = models.PositiveSmallIntegerField(help_text=_("How many districts it serves."))
    openness = models.PositiveSmallIntegerField(
        help_text=_("How many of 100 people it is for, roughly. Breaks ties only.")
    )

    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    revision = models.PositiveBigIntegerField(
        default=0, db_index=True, help_text=_("The number of the change it was made for.")
    )

    objects = SearchDocumentManager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")

    def __str__(self) -> str:
        """Return the key of the service: tokens say nothing to a person."""
        return str(self.service_id)


def _services() -> Any:
    """Return the manager of services, whose module imports this one."""
    return SearchDocument._meta.get_field("service").related_model._default_manager


# Kept in memory for as long as no document is made: listings only, nothing that anybody typed. What
# has since been taken away is not suggested, as a suggestion has to find something.
@lru_cache(maxsize=1)
def _name_words(newest: datetime | None) -> search.Vocabulary:
    """Return the words of public names, for the time of the newest document."""
    rows = _services().published().values_list(*NAMES)
    return search.Vocabulary(search.words("\n".join({name for row in rows for name in row})))
