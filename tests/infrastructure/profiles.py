"""Search everything that a browser has written about a visit, packed or not."""

import contextlib
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli

SQLITE = b"SQLite format 3\0"
MOZ_LZ4 = b"mozLz40\0"
GZIP = b"\x1f\x8b\x08"
# Where the body of an entry begins in Chromium's cache: after a header and the name of the entry.
CHROMIUM_ENTRY = (0xFCFB6D1BA7725C30).to_bytes(8, "little")
CHROMIUM_HEADER = 24
FIREFOX_CACHE = "cache2"


def found(profile: Path, needles: Iterable[str]) -> dict[str, set[str]]:
    """Return which of the needles stand in which files, in whatever case and packing.

    A needle is looked for as UTF-8 and UTF-16.
    """
    hits: dict[str, set[str]] = {}
    wanted = {
        needle: (needle.lower().encode(), needle.lower().encode("utf-16-le")) for needle in needles
    }
    for name, text in _files(profile):
        lower = text.lower()
        for needle, ways in wanted.items():
            if any(way in lower for way in ways):
                hits.setdefault(needle, set()).add(name)
    return hits


def listed(profile: Path, start: str) -> set[str]:
    """Return every value in a profile's databases that begins like this, such as an address."""
    wanted = start.encode()
    return {
        line.decode(errors="replace")
        for file in sorted(profile.rglob("*"))
        if file.is_file() and file.read_bytes()[: len(SQLITE)] == SQLITE
        for row in _rows(file)
        for line in row.split(b"\n")
        if line.startswith(wanted)
    }


def copied(profile: Path, to: Path) -> Path:
    """Copy the profile of a running browser: what is left when the device is switched off."""
    for file in profile.rglob("*"):
        if file.is_file() and not file.is_symlink():
            target = to / file.relative_to(profile)
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # rewritten meanwhile
                shutil.copy(file, target)
    return to


def _files(profile: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every way to read every file, with the file's name."""
    for file in sorted(profile.rglob("*")):
        if file.is_file() and not file.is_symlink():
            for text in readings(file):
                yield str(file.relative_to(profile)), text


def readings(file: Path) -> Iterator[bytes]:
    """Yield a file as it is, and then what is packed in it."""
    raw = file.read_bytes()
    yield raw
    if raw.startswith(SQLITE):
        yield from _rows(file)
    if raw.startswith(MOZ_LZ4):
        yield unpacked_lz4(raw[len(MOZ_LZ4) + 4 :])
    yield from _gzipped(raw)
    if raw.startswith(CHROMIUM_ENTRY):
        yield _unpacked_brotli(raw[CHROMIUM_HEADER + int.from_bytes(raw[12:16], "little") :])
    if file.parent.parent.name == FIREFOX_CACHE:
        yield _unpacked_brotli(raw)


def _rows(file: Path) -> Iterator[bytes]:
    """Yield every value of a database, its write-ahead log included, from a copy of it."""
    with tempfile.TemporaryDirectory() as folder:
        for part in file.parent.glob(f"{file.name}*"):
            shutil.copy(part, folder)
        with contextlib.closing(sqlite3.connect(Path(folder) / file.name)) as database:
            database.text_factory = bytes
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in tables.fetchall():
                name = table.decode().replace('"', '""')
                with contextlib.suppress(sqlite3.OperationalError):  # of an unknown extension
                    for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608  a quoted name of its own tables
                        yield b"\n".join(
                            one if isinstance(one, bytes) else str(one).encode() for one in row
                        )


def _gzipped(raw: bytes) -> Iterator[bytes]:
    """Yield what is packed with gzip, wherever in a file it begins."""
    at = raw.find(GZIP)
    while at >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj(wbits=31).decompress(raw[at:])
        at = raw.find(GZIP, at + 1)


def _unpacked_brotli(raw: bytes) -> bytes:
    """Return as much as is packed with brotli at the beginning: nothing in most files."""
    unpacker, text = brotli.Decompressor(), b""
    # One by one, because what follows the packed bytes is refused.
    for number in raw:
        if unpacker.is_finished():
            break
        try:
            text += unpacker.process(bytes([number]))
        except brotli.error:
            return b""
    return text


def unpacked_lz4(block: bytes) -> bytes:
    """Unpack a block of LZ4, as Firefox keeps its sessions.

    https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
    """
    text = bytearray()
    at = 0
    while at < len(block):
        token = block[at]
        length, at = _length(block, at + 1, token >> 4)
        text += block[at : at + length]
        at += length
        if at >= len(block):
            break
        back = int.from_bytes(block[at : at + 2], "little")
        length, at = _length(block, at + 2, token & 15)
        for _byte in range(length + 4):
            text.append(text[-back])
    return bytes(text)


def _length(block: bytes, at: int, start: int) -> tuple[int, int]:
    """Return a length that may go on over further bytes, and where it ends."""
    length = start
    while start == 15:
        length += block[at]
        at += 1
        if block[at - 1] != 255:
            break
    return length, at
