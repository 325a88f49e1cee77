"""Mail that becomes files: what was written to a provider is nobody else's to read."""

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.filebased import EmailBackend

PRIVATE_FILES: Final = "directory.mail.PrivateFiles"
_FILES: Final = "django.core.mail.backends.filebased.EmailBackend"


def mail_backend(given: Mapping[str, Any]) -> str:
    """Return the backend of an EMAIL_URL; its files are private."""
    backend = given.get("EMAIL_BACKEND")
    if not backend:
        raise ImproperlyConfigured(
            "EMAIL_URL names no way of sending. Write submission://user:password@host:587, "
            "smtp://host:25 or file:/folder."
        )
    return PRIVATE_FILES if backend == _FILES else str(backend)


class PrivateFiles(EmailBackend):
    """Writes each message into a file of a folder, both for their owner alone."""

    # Django's own is closed between messages.
    stream: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the folder before Django does, with rights for its owner alone."""
        folder = Path(kwargs.get("file_path") or settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(*args, **kwargs)

    def open(self) -> bool:
        """Open a new file, closed to everybody else from its first moment."""
        if self.stream is not None:
            return False
        name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}.txt"
        path = Path(self.file_path) / name
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
        self.stream = os.fdopen(handle, "wb")
        return True
