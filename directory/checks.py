"""Mistakes of deployment, found before the first visitor: each with an id and a way to fix it.

Errors (E) stop every command; warnings (W) are for `check --deploy`, which the build runs.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from directory.engines import PRIMARY, REPLICA
from resources.management.modes import database_file, open_files
from resources.urls import urlpatterns

# Words that may not stand in a browser's title bar or history.
TELLING_WORDS = ("abuse", "assault", "rape", "refuge", "survivor", "victim", "violence")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})
POSTGRESQL = "django.db.backends.postgresql"
FIRST_MIDDLEWARE = "directory.middleware.PrivateResponses"


@register(Tags.security)
def secret_key(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E001: a key that can be guessed opens every staff session."""
    if len(settings.SECRET_KEY) >= 40 and len(set(settings.SECRET_KEY)) >= 12:
        return []
    return [
        Error(
            "SECRET_KEY is too short or too simple.",
            hint="Use at least 40 random characters; `make run` makes one in var/secret_key.",
            id="directory.E001",
        )
    ]


@register(Tags.security)
def allowed_hosts(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E002: any host would let a stranger's address answer as ours."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS accepts every host.",
            hint="Name the hosts that lead here, separated by commas.",
            id="directory.E002",
        )
    ]


@register(Tags.security)
def exit_address(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E003: the way out must work, and must not lead back to this site."""
    exit_url = urlsplit(settings.EXIT_URL)
    # On your own machine the way out may be another server of that machine, as in the tests.
    at_home = settings.PLAIN_HTTP and exit_url.hostname in LOOPBACK
    elsewhere = exit_url.hostname not in {None, "", *settings.ALLOWED_HOSTS}
    if elsewhere and (exit_url.scheme == "https" or at_home):
        return []
    return [
        Error(
            "EXIT_URL is not an https address of another site.",
            hint="Choose a neutral page that many people open every day.",
            id="directory.E003",
        )
    ]


@register(Tags.urls)
def staff_path(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E004: a wrong staff address would put cookies on public pages."""
    path = settings.STAFF_PATH
    pages = {str(pattern.pattern).partition("/")[0] for pattern in urlpatterns}
    files = settings.STATIC_URL.strip("/")
    if path.endswith("/") and path.partition("/")[0] not in {*pages, files, ""}:
        return []
    return [
        Error(
            "STAFF_PATH is not an address of its own.",
            hint='Write it like "staff/": no slash before, one behind, no public page\'s address.',
            id="directory.E004",
        )
    ]


@register(Tags.security)
def cookie_paths(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E005: cookies exist for the staff alone."""
    wanted = "/" + settings.STAFF_PATH
    if settings.SESSION_COOKIE_PATH == settings.CSRF_COOKIE_PATH == wanted:
        return []
    return [
        Error(
            "A cookie would be sent with public pages.",
            hint=f"Set SESSION_COOKIE_PATH and CSRF_COOKIE_PATH to {wanted!r}.",
            id="directory.E005",
        )
    ]


@register(Tags.security)
def headers_first(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E006: a layer before ours could answer without the safety headers."""
    if settings.MIDDLEWARE[:1] == [FIRST_MIDDLEWARE]:
        return []
    return [
        Error(
            "Some answers would go out without the safety headers.",
            hint=f"Put {FIRST_MIDDLEWARE} first in MIDDLEWARE.",
            id="directory.E006",
        )
    ]


@register(Tags.security)
def redacting_logs(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E007: a handler without the filter would write paths and addresses."""
    handlers: dict[str, dict[str, Any]] = settings.LOGGING.get("handlers", {})
    loggers: dict[str, dict[str, Any]] = settings.LOGGING.get("loggers", {})
    bare = sorted(
        name for name, handler in handlers.items() if "redact" not in handler.get("filters", ())
    )
    if not bare and "django" in loggers and "mail_admins" not in handlers:
        return []
    return [
        Error(
            f"Log handlers that do not redact: {', '.join(bare) or 'those of Django'}.",
            hint="Give every handler the filter `redact`, and keep the logger `django` overridden.",
            id="directory.E007",
        )
    ]


@register(Tags.security)
def neutral_name(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E008: the site's name stands in titles and histories."""
    telling = [word for word in TELLING_WORDS if word in settings.SITE_NAME.lower()]
    if not telling:
        return []
    return [
        Error(
            f"SITE_NAME says {telling[0]!r}, and would stand in people's browser histories.",
            hint="Choose a name that says nothing to somebody who checks a device.",
            id="directory.E008",
        )
    ]


@register(Tags.database)
def database_folder(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E009: SQLite needs a folder that it may write to (for its WAL file too)."""
    database = settings.DATABASES["default"]
    name = str(database["NAME"])
    if database["ENGINE"] != "django.db.backends.sqlite3" or ":memory:" in name or "mode=" in name:
        return []
    folder = Path(name).parent
    if folder.is_dir() and os.access(folder, os.W_OK):
        return []
    return [
        Error(
            "The folder of the database does not exist or cannot be written to.",
            hint="Create it, or point VAR_DIR or DATABASE_URL somewhere else.",
            id="directory.E009",
        )
    ]


@register(Tags.translation)
def phone_region(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E010: without a known numbering plan no number can be written or dialled."""
    if settings.PHONE_REGION in phonenumbers.SUPPORTED_REGIONS:
        return []
    return [
        Error(
            f"PHONE_REGION {settings.PHONE_REGION!r} is not a known country.",
            hint='Use the two letters of ISO 3166, for example "GB".',
            id="directory.E010",
        )
    ]


@register(Tags.security)
def contact_address(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E011: people are told to write to this address, so it has to be one."""
    try:
        if settings.CONTACT_EMAIL:
            validate_email(settings.CONTACT_EMAIL)
    except ValidationError:
        return [
            Error(
                "CONTACT_EMAIL is not an email address.",
                hint="Give one address that a person reads, or leave it empty.",
                id="directory.E011",
            )
        ]
    return []


@register(Tags.database)
def replica_of(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E012: only a PostgreSQL can be followed, and only by another one."""
    replica = settings.DATABASES.get(REPLICA)
    if replica is None or replica["ENGINE"] == settings.DATABASES[PRIMARY]["ENGINE"] == POSTGRESQL:
        return []
    return [
        Error(
            "DATABASE_REPLICA_URL and DATABASE_URL do not both name a PostgreSQL.",
            hint="Name a PostgreSQL in DATABASE_URL, or leave DATABASE_REPLICA_URL out.",
            id="directory.E012",
        )
    ]


@register(Tags.security, deploy=True)
def plain_http(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """W001: over plain HTTP everybody on the network can read along."""
    if not settings.PLAIN_HTTP or set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return []
    return [
        checks.Warning(
            "PLAIN_HTTP is on for a host that others can reach.",
            hint="Serve HTTPS and leave PLAIN_HTTP out.",
            id="directory.W001",
        )
    ]


@register(Tags.staticfiles, deploy=True)
def collected_files(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """W002: without the collected files pages have no style and errors have no page."""
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        return []
    return [
        checks.Warning(
            "The static files are not collected.",
            hint="Run `manage.py collectstatic`.",
            id="directory.W002",
        )
    ]


@register(Tags.security, deploy=True)
def private_files(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """W003: whoever reads the database is signed in as everybody who is."""
    database = database_file(settings.DATABASES["default"])
    found = [str(file) for file in open_files(Path(settings.VAR_DIR), database)]
    if not found:
        return []
    return [
        checks.Warning(
            f"Other accounts of this machine may open {', '.join(found)}.",
            hint="Run `manage.py prepare` as their owner, or: chmod go= FILE. Start the server "
            "with umask 077.",
            id="directory.W003",
        )
    ]
