"""Every setting, read from top to bottom.

Values that differ between machines come from the environment through typed readers: a missing or
malformed one stops the start with a sentence that names it. There is no working default for the
secret key. docs/settings.md lists the names.
"""

import os
from pathlib import Path

import django_stubs_ext
from environs import Env

from directory.engines import shared_cache, with_replica
from directory.logs import logging_config
from directory.mail import mail_backend
from directory.secret import secret_key

# Lets generic Django classes take type parameters at run time (ModelAdmin[Service]).
django_stubs_ext.monkeypatch()

# The search adds up small tables: threads of numpy's library would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Where tqdm is installed, bm25s would draw bars with it, and a thread of it watch them.
os.environ.setdefault("DISABLE_TQDM", "1")

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

# --- Identity ---------------------------------------------------------------------------------
# Neutral on purpose: it stands in browser titles and histories (SAFETY: titles name no abuse).
SITE_NAME = env.str("SITE_NAME", default="Support directory")
# The people who run this copy, and their address. Empty: the pages say that it is not set yet.
ORGANISATION_NAME = env.str("ORGANISATION_NAME", default="")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
# Where "Exit this page" leads: a neutral site that many people open every day.
EXIT_URL = env.str("EXIT_URL", default="https://www.bbc.co.uk/weather")
# How a sentence names the country: "Anywhere in the UK".
COUNTRY_NAME = env.str("COUNTRY_NAME", default="the UK")
# The country whose numbering plan is used to write telephone numbers.
PHONE_REGION = env.str("PHONE_REGION", default="GB")

# --- Security ---------------------------------------------------------------------------------
SECRET_KEY = secret_key(env.str("SECRET_KEY", default=""), VAR_DIR / "secret_key")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
# Plain HTTP is for looking at the directory on your own machine. In production it stays off.
PLAIN_HTTP = env.bool("PLAIN_HTTP", default=False)
# The port of `make run`, for addresses that commands print.
LOCAL_PORT = env.int("PORT", default=8000)
# A proxy that ends TLS must say so itself and strip the header from what visitors send.
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not PLAIN_HTTP
# Whoever asks whether the site is up does so from the same machine.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# No address takes a file, and none is ever written to a disk. Where staff bring a spreadsheet, the
# view itself says so, and holds one file in memory.
FILE_UPLOAD_HANDLERS = ["directory.uploads.RefuseFiles"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1

# --- Staff ------------------------------------------------------------------------------------
# The only address under which sessions and cookies exist.
STAFF_PATH = env.str("STAFF_PATH", default="staff/")
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/" + STAFF_PATH
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if not PLAIN_HTTP:
    # The prefix makes browsers refuse the cookie over plain HTTP.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Secure-sessionid", "__Secure-csrftoken"
SESSION_ENGINE = "directory.staff.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_MINUTES = 30
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# It ends with the browser, as the session does.
CSRF_COOKIE_AGE = None
# After how many minutes a step that can hurt asks for the second factor again.
ASK_AGAIN_MINUTES = 10
# "1 done." would otherwise be a cookie sent with every page, with the name of a listing in it.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "directory.errors.forbidden_form"
# How long an invitation to the staff works. No password is ever sent.
PASSWORD_RESET_TIMEOUT = env.int("INVITATION_HOURS", default=24) * 60 * 60
LOGIN_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "directory.staff.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "directory.staff.forms.SignInForm"}
ACCOUNT_SESSION_REMEMBER = False
# A password alone is no proof that the right person is still there.
ACCOUNT_REAUTHENTICATION_METHODS = ("mfa",)
# Counted by account, never by network address, which is nowhere stored. A locked password leaves
# the passkey open, so that nobody can keep a colleague out by guessing wrongly.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/15m/key",
    "change_password": "5/15m/user",
    "reauthenticate": "20/15m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_ADAPTER = "directory.staff.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "directory.staff.forms.PasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Clocks differ: the code before and the one after are accepted too, each once.
MFA_TOTP_TOLERANCE = 1
# What all workers have to know at once: counted attempts, codes that were used.
CACHES = shared_cache(env.str("CACHE_URL", default=""))
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "directory.staff.passwords.OurWords"},
]

# --- Parts ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "directory.apps.DirectoryConfig",
    "resources.apps.ResourcesConfig",
    # Before Django's own, so that `createsuperuser` is ours.
    "directory.staff.apps.StaffConfig",
    "directory.staff.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    # First, so that it sees every answer, also those that another middleware gives.
    "directory.middleware.PrivateResponses",
    "directory.middleware.RequestLog",
    "directory.middleware.Keepable",
    "directory.refused.RefusedRequests",
    "django.middleware.security.SecurityMiddleware",
    "directory.middleware.RefusePrefetch",
    "directory.middleware.CompressOpenPages",
    "directory.programs.ForPrograms",
    "directory.programs.LimitPrograms",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "directory.staff.gate.StaffGate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last: nothing above asks the database for a visitor.
    "directory.replica.ReadFromReplica",
]

ROOT_URLCONF = "directory.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Named here only because ours sends pages without the indentation of their templates.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "directory.loaders.WhitespaceStrippingLoader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "directory.context.site",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'directory.sqlite3'}", conn_max_age=60
    ),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets pages be read while a curator saves; IMMEDIATE makes two writers wait, not fail.
    # FULL: whoever was told that a listing is withdrawn finds it withdrawn after a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # Seconds to wait for another writer. A page waits less long than a command: whoever serves
        # pages sets it (directory/serving/__main__.py).
        "timeout": env.float("DATABASE_WAIT_SECONDS", default=20),
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
# A second server, which follows the first: it answers the public (directory/replica.py).
if env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES = with_replica(
        DATABASES["default"], env.dj_db_url("DATABASE_REPLICA_URL", conn_max_age=60)
    )
DATABASE_ROUTERS = ["directory.replica.PublicReads"]
# What was taken from the public since the last backup (resources/curation/journal.py).
REMOVALS_JOURNAL = VAR_DIR / "removals.journal"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "staticfiles": {"BACKEND": "directory.stylesheets.BundledStaticFilesStorage"},
}
# Partners' pages may use our style sheet in an embed; nothing else asks across origins.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Search -----------------------------------------------------------------------------------
# How long the address of a search's answer works: nobody who finds it later can open it.
SEARCH_TOKEN_MINUTES = env.int("SEARCH_TOKEN_MINUTES", default=60)

# --- Curation ---------------------------------------------------------------------------------
# How many public listings one request of the staff may take away.
MOST_WITHDRAWN_AT_ONCE = env.int("MOST_WITHDRAWN_AT_ONCE", default=5)
# How large a spreadsheet may be that staff bring, and how many rows it may have.
IMPORT_MOST_BYTES = env.int("IMPORT_MOST_BYTES", default=2_000_000)
IMPORT_MOST_ROWS = env.int("IMPORT_MOST_ROWS", default=2_000)

# For how many days a provider can answer the question whether a listing is still right, how many
# such questions are sent in a day, and how many of them to one address.
CONFIRMATION_DAYS = env.int("CONFIRMATION_DAYS", default=14)
MOST_CONFIRMATIONS_A_DAY = env.int("MOST_CONFIRMATIONS_A_DAY", default=40)
MOST_CONFIRMATIONS_TO_ONE_ADDRESS = env.int("MOST_CONFIRMATIONS_TO_ONE_ADDRESS", default=3)

# --- Mail -------------------------------------------------------------------------------------
# Providers alone are written to, never visitors. Until a server is named, mail becomes files that
# only their owner can read.
_mail = env.dj_email_url("EMAIL_URL", default="file:")
EMAIL_BACKEND = mail_backend(_mail)
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"] or str(VAR_DIR / "mail")
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
# A curator waits for it.
EMAIL_TIMEOUT = _mail["EMAIL_TIMEOUT"] or 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=CONTACT_EMAIL or "directory@localhost")

# --- Watch ------------------------------------------------------------------------------------
# Whether `manage.py watch` looks at providers' pages, and how many seconds it waits between two
# requests to one host.
WATCH = env.bool("WATCH", default=False)
WATCH_PAUSE_SECONDS = env.float("WATCH_PAUSE_SECONDS", default=5.0)

# --- Time and language ------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_TZ = True

# An address typed without its scheme is taken for https, as Django will do from 6.0 on.
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- API --------------------------------------------------------------------------------------
# Paths whose answers are open data: other origins may read them.
# Lists in posts of other sites, which may frame them, and the page where an author tries one.
FRAMED_PATHS = ("/embed/lists/", "/embed/in/")
FRAMING_PATH = "/embed/preview/"
OPEN_DATA_PATHS = ("/api/", "/openreferral", "/oembed", "/static/", "/.well-known/")
# Of one address, in one worker. Behind a proxy that hands no address on, of all programs together.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=3000)
REST_FRAMEWORK = {
    # No sign-in, no cookie and no key: it is open data, and nobody learns who read it.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["resources.api.v1.rendering.JoinedRecords"],
    "DEFAULT_PARSER_CLASSES": [],
    # JSON whatever is asked for, in the header or in the address: there is no other format.
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "resources.api.v1.negotiation.AlwaysTheFirst",
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "resources.api.v1.problems.refused",
    "DEFAULT_SCHEMA_CLASS": "resources.api.v1.describing.Described",
}
SPECTACULAR_SETTINGS = {
    "TITLE": SITE_NAME,
    "DESCRIPTION": "Support services by place and kind of help: open data, read only.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": "/", "description": "This copy of the directory."}],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "resources.api.v1.description.describe",
        "resources.api.v1.changes_description.describe_changes",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Several fields share a closed list: it has one name, not one for each field.
    "ENUM_NAME_OVERRIDES": {
        "KnownAnswer": "resources.choices.KnownAnswer",
        "TraceAnswer": "resources.choices.TraceAnswer",
        "RemovalReason": "resources.choices.TombstoneReason",
        "PrecisionEnum": "resources.choices.DatePrecision",
        "CostEnum": "resources.choices.ServiceCost",
    },
}

# --- Logs -------------------------------------------------------------------------------------
LOGGING = logging_config()
DEFAULT_EXCEPTION_REPORTER_FILTER = "directory.logs.NothingReported"
