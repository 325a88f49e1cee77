"""The report of a feed: every record by its id, and never a street, a number or a whole text."""

import unicodedata
from collections.abc import Iterator

from resources.listings.openreferral.planning import FeedPlan, FeedStep
from resources.listings.plan import Action


def report(plan: FeedPlan, *, every: bool = True) -> Iterator[str]:
    """Yield the lines: what is refused always, the rest where `every` is wished."""
    for step in plan.steps:
        if step.action is not Action.LEAVE:
            yield from map(shown, _of_step(step, every=every))
    unknown = plan.unknown_terms
    if unknown:
        yield "Terms that are not known here, and were left out:"
        for word, count in sorted(unknown.items(), key=lambda one: (-one[1], one[0])):
            yield shown(f"    {word} ({count})")
    stays_out = sum(bool(step.duplicates) for step in plan.steps)
    sums = ", ".join(f"{plan.count(action)} to {action.value}" for action in Action)
    out = f" {stays_out} of them may be there already, and stay out." if stays_out else ""
    yield f"{sums}.{out} What is new is a draft."


def _of_step(step: FeedStep, *, every: bool) -> Iterator[str]:
    if step.action is Action.REFUSE:
        yield f"refuse {_called(step)}: {step.of}: {step.why}"
    elif every or step.duplicates:
        yield f"{step.action.value} {_called(step)}"
    for other in step.duplicates:
        reasons = ", ".join(other.reasons)
        yield f"    it may be {other.name} ({reasons}), and stays out"
    if every:
        yield from (f"    {of}: {why}" for of, why in step.notes.told)


def _called(step: FeedStep) -> str:
    return f"{step.name} (record {step.record.name[:80]})" if step.name else step.record.name[:80]


def shown(text: str) -> str:
    """Return a text without signs that steer the terminal that shows it."""
    return "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
