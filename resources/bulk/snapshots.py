"""A snapshot: all files of one moment, with a manifest that says what they are, signed.

Whoever has our public key can tell that a copy is whole and ours, wherever it came from.
"""

import base64
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from resources.api.v1.serializers.display import CC0, attribution
from resources.bulk.formats import FORMATS, Record, records
from resources.clock import COPY_LASTS
from resources.models import DataRevision

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.sig"
# So often a snapshot is begun again because the data changed while it was written.
TRIES: Final = 5
PRIVATE: Final = 0o600


class SnapshotError(Exception):
    """A snapshot that cannot be written, or that is not what its manifest says."""


def folder() -> Path:
    """Return where the newest snapshot stands; it may not be there."""
    return Path(settings.VAR_DIR) / "snapshot"


def key_file() -> Path:
    return Path(settings.VAR_DIR) / "signing_key"


def make_key(file: Path) -> Ed25519PrivateKey:
    """Write a new key for its owner alone; SnapshotError where there is one already."""
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError as error:
        raise SnapshotError(f"{file} is there already, and is never written over.") from error
    with os.fdopen(opened, "wb") as written:
        written.write(text)
    return key


def read_key(file: Path) -> Ed25519PrivateKey | None:
    """Return the key of a file; None where there is none."""
    if not file.exists():
        return None
    key = serialization.load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SnapshotError(f"{file} is no Ed25519 key.")
    return key


def public_text(key: Ed25519PrivateKey) -> str:
    """Return the public part of a key, as partners are given it."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def write(target: Path, site: str, moment: datetime, key: Ed25519PrivateKey) -> Mapping[str, Any]:
    """Write a snapshot in the place of the one before, and return its manifest.

    All records are of one data revision: where somebody changes them meanwhile it begins again.
    Readers find the old one whole or the new one whole.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(TRIES):
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            revision = DataRevision.objects.current()
            files = _write_files(made, records(moment, None, site))
            if DataRevision.objects.current() != revision:
                continue
            manifest = _manifest(revision, site, moment, files)
            text = json.dumps(manifest, indent=1).encode()
            (made / MANIFEST).write_bytes(text)
            (made / SIGNATURE).write_text(base64.b64encode(key.sign(text)).decode() + "\n")
            _take_place(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        return manifest
    raise SnapshotError("The listings changed each time while it was written. Try again later.")


def _write_files(made: Path, found: Iterable[Record]) -> list[dict[str, Any]]:
    """Write every file in one go over the records; return what each one is."""
    digests = {name: sha256() for name in FORMATS}
    sizes, counts = dict.fromkeys(FORMATS, 0), dict.fromkeys(FORMATS, 0)
    with ExitStack() as stack:
        files = {name: stack.enter_context((made / name).open("wb")) for name in FORMATS}

        def put(name: str, text: bytes) -> None:
            files[name].write(text)
            digests[name].update(text)
            sizes[name] += len(text)

        for name, one in FORMATS.items():
            put(name, one.before)
        for record in found:
            for name, one in FORMATS.items():
                for row in one.rows(record):
                    put(name, one.between + row if counts[name] else row)
                    counts[name] += 1
        for name, one in FORMATS.items():
            put(name, one.after)
    return [
        {
            "name": name,
            "media_type": one.media_type,
            "about": one.about,
            "count": counts[name],
            "bytes": sizes[name],
            "sha256": digests[name].hexdigest(),
        }
        for name, one in FORMATS.items()
    ]


def _manifest(
    revision: int, site: str, moment: datetime, files: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "revision": revision,
        "site": site,
        "made_at": moment.isoformat(),
        "must_refresh_by": (moment.date() + timedelta(days=COPY_LASTS)).isoformat(),
        "licence": CC0,
        "attribution": attribution(),
        "files": files,
    }


def _take_place(made: Path, target: Path) -> None:
    """Put a folder in the place of another: the old one is moved aside first, and then goes."""
    old = made.with_name(made.name + "-old")
    if target.exists():
        target.rename(old)
    made.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def verify(found: Path, public: str) -> Mapping[str, Any]:
    """Return the manifest of a snapshot that is whole and signed; SnapshotError says what is not.

    `public` is the public key, as `/.well-known/directory-signing-key` gives it.
    """
    try:
        text = (found / MANIFEST).read_bytes()
        signature = base64.b64decode((found / SIGNATURE).read_text(), validate=False)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.strip()))
        key.verify(signature, text)
    except FileNotFoundError as error:
        raise SnapshotError(f"{Path(str(error.filename)).name} is not there.") from error
    except ValueError as error:
        raise SnapshotError("The key is no Ed25519 key in base64.") from error
    except InvalidSignature as error:
        raise SnapshotError(f"{MANIFEST} is not signed with this key.") from error
    manifest: Mapping[str, Any] = json.loads(text)
    for file in manifest["files"]:
        _verify_file(found / file["name"], file)
    return manifest


def _verify_file(path: Path, told: Mapping[str, Any]) -> None:
    if not path.exists():
        raise SnapshotError(f"{path.name} is not there.")
    digest = sha256()
    with path.open("rb") as opened:
        while piece := opened.read(1 << 20):
            digest.update(piece)
    if path.stat().st_size != told["bytes"] or digest.hexdigest() != told["sha256"]:
        raise SnapshotError(f"{path.name} is not what the manifest says.")
