"""How many services each value of a facet would find, counted where somebody asks for a value."""

from collections.abc import Callable, Iterable, Iterator, Mapping


class Counts(Mapping[str, int]):
    """Numbers of services by value, each counted when it is first asked for.

    A form shows a few of the 400 areas there are, and one of the 120 ages.
    """

    def __init__(self, values: Iterable[str], count: Callable[[str], int]) -> None:
        """`values` are all that there are; `count` says how many services one of them finds."""
        self._counted: dict[str, int | None] = dict.fromkeys(values)
        self._count = count

    def __getitem__(self, value: str) -> int:
        """Return how many services a value finds; KeyError where there is no such value."""
        found = self._counted[value]
        if found is None:
            found = self._counted[value] = self._count(value)
        return found

    def of_each(self, values: Iterable[str]) -> list[int]:
        """Return how many services each of some values finds; a value that is none finds none."""
        return list(map(self._count, values))

    def __iter__(self) -> Iterator[str]:
        return iter(self._counted)

    def __len__(self) -> int:
        return len(self._counted)
