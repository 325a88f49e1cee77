"""The secret key: from the environment or from the file that `make run` makes. Never a default."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(given: str, file: Path) -> str:
    """Return the key that was given, else the content of the file; raise when there is neither."""
    if given:
        return given
    if file.is_file():
        return file.read_text(encoding="ascii").strip()
    raise ImproperlyConfigured(
        f"SECRET_KEY is not set, and there is no {file.name} in {file.parent}. "
        "Set it, or let `make run` make one."
    )
