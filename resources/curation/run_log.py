"""What a run counts, and what fails in it: the kind of each error, and never its text."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class RunLog:
    """The numbers and failures of one run. A step that fails stops no other.

    `step` is the one that runs now; failures are counted by step and kind of error.
    """

    step: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    failures: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, what: str, many: int = 1) -> None:
        """Add to a number; one that stays 0 is told too."""
        self.counts[str(what)] += many

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Let one piece of work fail by itself."""
        try:
            yield
        except Exception as error:
            self.failures[self.step, type(error).__name__] += 1

    def told_failures(self) -> list[dict[str, str | int]]:
        """Return the failures as a row stores them."""
        return [
            {"step": step, "error": error, "count": count}
            for (step, error), count in sorted(self.failures.items())
        ]
