"""All settings, read once from the environment.

With no environment at all everything is embedded: SQLite, sessions in the database, a local cache, mail on
the console. One variable each moves a part out: DATABASE_URL, REDIS_URL, EMAIL_URL, OPENAI_API_KEY.
PUBLIC_URL says under which address the world sees us. The table in README.md lists them all.
"""

import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from oneco.lib import env, network

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

# Where we are
DEBUG = env.flag("DEBUG")
PUBLIC_URL = env.origin("PUBLIC_URL")
HTTPS = PUBLIC_URL.startswith("https://")
DATABASE_URL = env.url("DATABASE_URL", ("mysql", "sqlite"))
REDIS_URL = env.url("REDIS_URL", ("redis", "rediss"))
EMBEDDED = not (PUBLIC_URL or DATABASE_URL)
HOST = env.text("HOST", "127.0.0.1")
PORT = env.whole("PORT", 8000, least=1, most=65535)
TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", 0, most=9)

# What this installation does
CONSENT_METHOD = env.choice(
    "CONSENT_METHOD", ("household", "email", "paper"), "household" if EMBEDDED else "email"
)
FAMILY_MAX_GUARDIANS = env.whole("FAMILY_MAX_GUARDIANS", 4, most=20)
FAMILY_MAX_CHILDREN = env.whole("FAMILY_MAX_CHILDREN", 8, most=40)
CONTENT_REVIEWERS = env.whole("CONTENT_REVIEWERS", 1, least=1, most=2)
ONECO_TIME_TRAVEL = env.flag("ONECO_TIME_TRAVEL")
OPENAI_API_KEY = env.text("OPENAI_API_KEY")
METRICS_TOKEN = env.text("METRICS_TOKEN")  # /metrics for whoever shows it; none without


def _embedded_secret() -> str:
    """The key of a laptop: made once, kept in an ignored file that only its owner reads."""
    kept = VAR_DIR / "secret_key"
    if not kept.exists():
        fresh = VAR_DIR / f"secret_key.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(60))
        try:
            kept.hardlink_to(fresh)  # fails where another process was first, whose key then counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text().strip()


# Elsewhere the key must come from outside; oneco.checks says so when it does not.
SECRET_KEY = env.text("SECRET_KEY") or (_embedded_secret() if EMBEDDED else "")

# Applications
SOCIAL_LOGINS = {  # provider: (variables of its key, hosts to which its sign-in form leads)
    "kakao": ("KAKAO_CLIENT_ID", "KAKAO_SECRET", ("https://kauth.kakao.com", "https://accounts.kakao.com")),
    "naver": ("NAVER_CLIENT_ID", "NAVER_SECRET", ("https://nid.naver.com",)),
    "google": ("GOOGLE_CLIENT_ID", "GOOGLE_SECRET", ("https://accounts.google.com",)),
}
SOCIAL_PROVIDERS = [name for name, (key, _, _) in SOCIAL_LOGINS.items() if env.text(key)]

INSTALLED_APPS = [
    "oneco",
    "oneco.lib",
    "accounts",
    "families",
    "lessons",
    "missions",
    "oneco.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    *(f"allauth.socialaccount.providers.{name}" for name in SOCIAL_PROVIDERS),
    "django_htmx",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "oneco.middleware.ForwardedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "oneco.middleware.PermissionsPolicyMiddleware",
    "oneco.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "oneco.lib.audience.AudienceMiddleware",
    "oneco.middleware.RefusedMiddleware",
    "oneco.middleware.InvalidFormMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "oneco.urls"
WSGI_APPLICATION = "oneco.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.navigation",
            ],
            # Cached with DEBUG too: losing it costs a fifth of a page, and runserver resets it on a change.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "oneco.lib.forms.FormRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Stores
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for its turn instead of failing in the middle
    "timeout": 10,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
MYSQL_OPTIONS: dict[str, Any] = {
    "charset": "utf8mb4",
    "isolation_level": "read committed",
    "init_command": "SET sql_mode='STRICT_TRANS_TABLES'",
    "connect_timeout": 5,
}


def _database() -> dict[str, Any]:
    url = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'oneco.sqlite3'}")
    database: dict[str, Any] = {**dj_database_url.parse(url), "ATOMIC_REQUESTS": False}
    if database["ENGINE"].endswith("mysql"):
        database["OPTIONS"] = {**database.get("OPTIONS", {}), **MYSQL_OPTIONS}
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
        database["TEST"] = {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"}
    else:
        database["OPTIONS"] = SQLITE_OPTIONS
        database["CONN_MAX_AGE"] = None
        # A file, because threads of one test need connections of their own.
        database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    return database


DATABASES = {"default": _database()}

CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "oneco.lib.cache.LimitsHoldCache",
            "LOCATION": REDIS_URL.geturl(),
            "KEY_PREFIX": "oneco",
            "OPTIONS": {
                "IGNORE_EXCEPTIONS": True,  # without Redis everybody stays signed in: sessions are also rows
                "SOCKET_TIMEOUT": 0.1,
                "SOCKET_CONNECT_TIMEOUT": 0.1,
            },
        }
    }
    DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = REDIS_URL.geturl() if REDIS_URL else None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "global_keyprefix": "oneco:",
    "socket_timeout": 5,
}
WAKE_PATIENCE = 0.1  # seconds; a lost broker must not hold up the visitor whose request wakes the worker
WAKE_AGAIN_AFTER = 10  # seconds without a try after one that failed
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SOFT_TIME_LIMIT = 240  # threads cannot be stopped: there each outside call has its own timeout
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
CHILD_LOGIN_URL = "families:child_sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_FORMS = {"signup": "accounts.forms.GuardianSignupForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if env.text("EMAIL_URL") else "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # a phone left open must not give away the account by a new address
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
SOCIALACCOUNT_ADAPTER = "accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.forms.SocialSignupForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # whoever signs up says first to be an adult
SOCIALACCOUNT_PROVIDERS = {
    name: {"APPS": [{"client_id": env.text(key), "secret": env.text(secret), "key": ""}]}
    for name, (key, secret, _) in SOCIAL_LOGINS.items()
    if name in SOCIAL_PROVIDERS
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "원코"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers offer passkeys on http://localhost only

_EVERY_ROLE = ("guardian", "child", "staff")
_OWN_ACCOUNT = ("guardian", "staff", "own_account")
# What others wrote, by prefix of the URL name, first match wins. Our own views wear @audience.
AUDIENCES: list[tuple[str, tuple[str, ...]]] = [
    ("admin:", ("staff",)),
    ("account_login", ("anyone",)),
    ("account_signup", ("anyone",)),
    ("account_logout", ("anyone",)),
    ("account_inactive", ("anyone",)),
    ("account_email_verification_sent", ("anyone",)),
    ("account_confirm_email", ("anyone",)),
    ("account_confirm_login_code", ("anyone",)),
    ("account_request_login_code", ("anyone",)),
    ("account_reset_password", ("anyone",)),
    ("account_reauthenticate", _OWN_ACCOUNT),
    ("account_", _OWN_ACCOUNT),
    ("mfa_authenticate", ("anyone",)),
    ("mfa_login_webauthn", ("anyone",)),
    ("mfa_signup_webauthn", ("anyone",)),
    ("mfa_trust", ("anyone",)),
    ("mfa_", _OWN_ACCOUNT),
    ("usersessions_", _OWN_ACCOUNT),
    ("socialaccount_connections", _OWN_ACCOUNT),
    ("socialaccount_", ("anyone",)),
    *((f"{name}_", ("anyone",)) for name in SOCIAL_PROVIDERS),
    ("django.views.generic.base.RedirectView", ("anyone",)),  # old addresses; the new one decides
]

# Language and time
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어")]
USE_I18N = True
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

# Mail
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"원코 <noreply@{urlsplit(PUBLIC_URL).hostname or 'localhost'}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
globals().update(env.email("EMAIL_URL"))
DELIVERY_LEASE = 120  # seconds a delivery belongs to one carrier, longer than any one call may take

# Web push; `manage.py make_vapid_key` prints a key. Without one nothing of it shows.
VAPID_PRIVATE_KEY = env.text("VAPID_PRIVATE_KEY")
VAPID_SUBJECT = parseaddr(DEFAULT_FROM_EMAIL)[1]  # whom a push service writes when we misbehave
PUSH_TIMEOUT = 10
PUSH_SERVICES = [  # origins of browsers' push services: nobody makes us call another address
    "https://fcm.googleapis.com",
    "https://*.push.services.mozilla.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
]

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Safety
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or "")
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
elif HOST not in ("127.0.0.1", "localhost"):
    ALLOWED_HOSTS += network.own_names()

# Where links in mails lead.
SITE_URL = PUBLIC_URL or network.home_url(HOST, PORT)

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside, over plain http
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"  # codes travel in links and must not leak to other sites
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        # Browsers hold the redirect after a posted form to this list too.
        "form-action": ["'self'", *(host for name in SOCIAL_PROVIDERS for host in SOCIAL_LOGINS[name][2])],
    }
}

# Log
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "readable": {"format": "{asctime} {levelname:<7} {name}: {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}",
            "style": "{",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
            "json_ensure_ascii": False,
        },
    },
    "filters": {"hide_secrets": {"()": "oneco.lib.logs.HideSecrets"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "readable" if EMBEDDED or DEBUG else "json",
            "filters": ["hide_secrets"],
        }
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"),
    },
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "holidays": {"level": "WARNING"},
        # Beat wakes the worker every ten seconds; three lines each time would bury the rest.
        **{
            name: {"level": "WARNING"}
            for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace")
        },
    },
}
