"""A feed on this machine: a file, or a folder of JSON files or of tables."""

from pathlib import Path
from typing import Final

from resources.listings.openreferral.feeds import Feed, FeedError, Limits, add_text
from resources.listings.openreferral.tables import add_tables

JSON: Final = frozenset({".json", ".jsonl", ".ndjson"})
PACKAGE: Final = "datapackage.json"


def read_path(path: Path, limits: Limits | None = None) -> Feed:
    """Return the records of a file or a folder; FeedError where there are none to read."""
    limits = limits or Limits()
    feed = Feed()
    try:
        if path.is_dir():
            _read_folder(feed, path, limits)
        else:
            add_text(feed, _bytes(path, limits), limits)
    except OSError as error:
        raise FeedError(f"It cannot be read: {error.strerror or type(error).__name__}.") from None
    return feed


def _bytes(path: Path, limits: Limits) -> bytes:
    with path.open("rb") as file:
        # A pipe or a device says no size beforehand.
        content = file.read(limits.answer + 1)
    if len(content) > limits.answer:
        raise FeedError(f"{path.name} is larger than {limits.answer // 1_000_000} MB.")
    return content


def _read_folder(feed: Feed, folder: Path, limits: Limits) -> None:
    tables = sorted(folder.glob("*.csv"))
    if (folder / PACKAGE).exists() or tables:
        add_tables(feed, folder, limits)
        return
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in JSON)
    if not files:
        raise FeedError("The folder has no JSON file and no table.")
    total = 0
    for file in files:
        content = _bytes(file, limits)
        total += len(content)
        if total > limits.total:
            raise FeedError(f"The folder is larger than {limits.total // 1_000_000} MB.")
        try:
            add_text(feed, content, limits)
        except FeedError as error:
            if len(feed.records) >= limits.records:
                raise
            feed.add_wrong(file.name, str(error), limits)
