"""Reading what a form sends, within a time and a size: a slow sender costs a connection alone."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final, Protocol

# Seconds for the whole of a body. A form of a search is one packet; the rest is for bad networks.
DEADLINE: Final = 5
# A spreadsheet of the staff is the largest thing that anybody sends.
STAFF_DEADLINE: Final = 30
# Letters of the largest question, of a report of a mistake, of a provider's corrections.
LARGEST: Final = 64 * 1024
STAFF_LARGEST: Final = 8 * 1024 * 1024


class Sender(Protocol):
    """What gives a body piece by piece: granian's protocol."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...


class RefusedBodyError(Exception):
    """A body that is not waited for, or not read; `status` says which."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status
        super().__init__(status.phrase)


async def read(sender: Sender, said: str | None, *, largest: int, deadline: float) -> bytes:
    """Return a whole body; RefusedBodyError with 413 where it is too long, 408 where too slow.

    `said` is its length as the sender told it: who announces too much is refused before it comes.
    """
    if said and said.isascii() and said.isdigit() and int(said[:12]) > largest:
        raise RefusedBodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        async with asyncio.timeout(deadline):
            return await _whole(sender, largest)
    except TimeoutError:
        raise RefusedBodyError(HTTPStatus.REQUEST_TIMEOUT) from None


async def _whole(sender: Sender, largest: int) -> bytes:
    pieces: list[bytes] = []
    length = 0
    async for piece in sender:
        length += len(piece)
        if length > largest:
            raise RefusedBodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        pieces.append(piece)
    return b"".join(pieces)
