"""Questions of every kind, the same in every run, each at some half hour of Christmas week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import urlencode

from django.http import QueryDict

from resources.filters import ServiceFilter
from tests.benchmark.questions import Asker
from tests.chance import Repeatable
from tests.conftest import LONDON

# Bank holidays that differ between the nations.
WEEK = datetime(2026, 12, 23, tzinfo=LONDON)
HALF_HOURS = 7 * 48


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: parameters as they stand in an address, and the moment of "now"."""

    pairs: tuple[tuple[str, str], ...]
    moment: datetime

    @property
    def address(self) -> str:
        """The query string."""
        return urlencode(self.pairs)

    def without(self, name: str) -> "Question":
        """Return the question without a parameter."""
        return Question(tuple(pair for pair in self.pairs if pair[0] != name), self.moment)

    def filterset(self) -> ServiceFilter:
        """Return the question as a page reads it."""
        return ServiceFilter(QueryDict(self.address), lenient=True, moment=self.moment)


def questions(seed: int, count: int) -> Iterator[Question]:
    """Yield so many questions; every third asks for several values of one parameter."""
    chance = Repeatable(seed)
    asks = list(Asker(seed).asks(count))
    for number, ask in enumerate(asks):
        moment = WEEK + timedelta(minutes=30 * chance.randrange(HALF_HOURS))
        pairs = dict.fromkeys(ask.parameters)
        if number % 3 == 0:
            # Several values of one parameter, where a few parameters are asked.
            names = {name for name, _value in ask.parameters if name != "near"}
            several = (pair for other in asks for pair in other.parameters if pair[0] in names)
            pairs |= dict.fromkeys(islice(several, 3))
        if ask.words:
            pairs["words", ask.words] = None
        yield Question(tuple(pairs), moment)
