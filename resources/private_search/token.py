"""What a person asked for, encrypted into a page's address: nobody else can read it.

A typed place or word must stand in no address, log or history. So the answer to a search lives at
`/r/<token>/`, where the token is the question itself, encrypted and authenticated (Fernet: AES-128
in CBC mode with HMAC-SHA256), and worth nothing after a while. No row is stored for it. Two equal
questions give two tokens.
"""

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

State = Mapping[str, Sequence[str]]

# Whatever is asked by the form, in whatever script, and however many places it may mean, fits into
# one block: all those addresses have one length, of 930 letters. Only what no ordinary question
# holds takes two: 300 signs of Chinese, or as many pictures.
BLOCK: Final = 640
# A deflate stream without a head: it knows its own end.
RAW: Final = -15
LONGEST: Final = 6_000
SEARCH: Final = "search"


class StaleTokenError(Exception):
    """The token is old, broken, or was made by somebody else."""


def _box(purpose: str) -> Fernet:
    """Return the lock of one kind of form: a key of its own, derived from the secret key."""
    return _box_of(settings.SECRET_KEY, purpose)


# Each answer makes three addresses or more.
@lru_cache(maxsize=8)
def _box_of(secret_key: str, purpose: str) -> Fernet:
    secret = secret_key.encode()
    label = f"resources.private_search.token, deflated: {purpose}".encode()
    key = hmac.new(secret, label, hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def encrypt(state: State, now: datetime, purpose: str = SEARCH) -> str:
    """Return a token for what was asked: parameter names with their values. `now` is aware.

    What was made for one purpose can be read for no other.
    """
    held = {name: list(values) for name, values in state.items() if values}
    # As UTF-8 and deflated: a text in Urdu or Bengali is then hardly longer than one in English.
    text = json.dumps(held, ensure_ascii=False).encode(errors="replace")
    packing = zlib.compressobj(wbits=RAW)
    packed = packing.compress(text) + packing.flush()
    # The cipher rounds up to the next sixteen bytes, and one more where there is nothing to round.
    padded = packed.ljust(-(-(len(packed) + 1) // BLOCK) * BLOCK - 1, b"\0")
    # To the minute: anybody can read the time of a token.
    minute = int(now.timestamp()) // 60 * 60
    return _box(purpose).encrypt_at_time(padded, minute).decode().rstrip("=")


def _is_spelt_once(token: str, padded: str) -> bool:
    """Tell whether a token is written as it was given: its last letter could stand for several."""
    try:
        held = base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError:
        return False
    return base64.urlsafe_b64encode(held).decode().rstrip("=") == token


def decrypt(
    token: str, now: datetime, lasts: timedelta, purpose: str = SEARCH
) -> dict[str, list[str]]:
    """Return the question; StaleTokenError when it is older than `lasts`, or not one of ours."""
    if len(token) > LONGEST:
        raise StaleTokenError
    padded = token + "=" * (-len(token) % 4)
    if not _is_spelt_once(token, padded):
        raise StaleTokenError
    try:
        text = _box(purpose).decrypt_at_time(
            padded.encode(), int(lasts.total_seconds()), int(now.timestamp())
        )
    except (InvalidToken, UnicodeEncodeError) as error:
        raise StaleTokenError from error
    state: dict[str, list[str]] = json.loads(zlib.decompressobj(RAW).decompress(text))
    return state
