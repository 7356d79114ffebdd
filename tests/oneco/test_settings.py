"""Each environment gives the settings that the README promises; a wrong one ends with a sentence."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

KEY = "k" * 60
NAMES = [
    "ACCOUNT_EMAIL_VERIFICATION",
    "ALLOWED_HOSTS",
    "CACHES",
    "CONSENT_METHOD",
    "CSRF_COOKIE_SECURE",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASES",
    "DEBUG",
    "SECURE_HSTS_SECONDS",
    "SECURE_PROXY_SSL_HEADER",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "SESSION_ENGINE",
]
SHOW = (
    "import json; from django.conf import settings; "
    f"print(json.dumps({{n: getattr(settings, n, None) for n in {NAMES!r}}}, default=str))"
)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One Python process of this project with nothing but `environment` set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=kept | {"DJANGO_SETTINGS_MODULE": "oneco.settings"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def settings_under(**environment: str) -> dict[str, object]:
    """Selected settings under an environment."""
    done = run("-c", SHOW, **environment)
    assert done.returncode == 0, done.stderr
    shown: dict[str, object] = json.loads(done.stdout)
    return shown


def test_nothing_set_means_everything_embedded() -> None:
    embedded = settings_under()
    assert embedded["DEBUG"] is False
    assert embedded["CONSENT_METHOD"] == "household"
    assert embedded["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert embedded["SESSION_ENGINE"] == "django.contrib.sessions.backends.db"
    assert embedded["ACCOUNT_EMAIL_VERIFICATION"] == "optional"
    assert embedded["SESSION_COOKIE_SECURE"] is False
    assert embedded["SECURE_PROXY_SSL_HEADER"] is None
    database = embedded["DATABASES"]["default"]  # type: ignore[index]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["ATOMIC_REQUESTS"] is False
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "foreign_keys=ON" in database["OPTIONS"]["init_command"]


def test_a_public_https_address_makes_everything_strict() -> None:
    public = settings_under(PUBLIC_URL="https://oneco.example", SECRET_KEY=KEY, TRUSTED_PROXIES="1")
    assert public["SESSION_COOKIE_SECURE"] is public["CSRF_COOKIE_SECURE"] is True
    assert public["SECURE_SSL_REDIRECT"] is True
    assert public["SECURE_HSTS_SECONDS"] == 31536000
    assert public["CSRF_TRUSTED_ORIGINS"] == ["https://oneco.example"]
    assert "oneco.example" in public["ALLOWED_HOSTS"]  # type: ignore[operator]
    assert public["CONSENT_METHOD"] == "email"
    assert public["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_one_variable_each_moves_a_part_out() -> None:
    moved = settings_under(
        DATABASE_URL="mysql://u:p@db:3306/oneco",
        REDIS_URL="redis://cache:6379/0",
        EMAIL_URL="smtp+tls://u:p@mail.example",
        SECRET_KEY=KEY,
    )
    database = moved["DATABASES"]["default"]  # type: ignore[index]
    assert database["OPTIONS"]["charset"] == "utf8mb4"
    assert database["OPTIONS"]["isolation_level"] == "read committed"
    assert database["TEST"] == {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"}
    assert moved["SESSION_ENGINE"] == "django.contrib.sessions.backends.cached_db"
    assert moved["CACHES"]["default"]["OPTIONS"]["IGNORE_EXCEPTIONS"] is True  # type: ignore[index]
    assert moved["ACCOUNT_EMAIL_VERIFICATION"] == "mandatory"


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DEBUG": "perhaps"}, "DEBUG='perhaps': expected 1 or 0."),
        ({"CONTENT_REVIEWERS": "3"}, "CONTENT_REVIEWERS='3': expected a whole number from 1 to 2."),
        ({"DATABASE_URL": "postgres://db/oneco"}, "DATABASE_URL: expected a URL beginning with mysql://"),
        ({"DATABASE_URL": "sqlite:////nowhere/oneco.sqlite3"}, "SECRET_KEY must be set"),
        ({"PUBLIC_URL": "https://oneco.example"}, "SECRET_KEY must be set"),
        (
            {"PUBLIC_URL": "https://oneco.example", "SECRET_KEY": KEY, "CONSENT_METHOD": "household"},
            "CONSENT_METHOD=household is for one home only",
        ),
        (
            {"PUBLIC_URL": "https://oneco.example", "SECRET_KEY": KEY, "ONECO_TIME_TRAVEL": "1"},
            "ONECO_TIME_TRAVEL=1 is for demos",
        ),
        (
            {"PUBLIC_URL": "https://oneco.example", "SECRET_KEY": KEY, "DEBUG": "1"},
            "DEBUG=1 shows our inside",
        ),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN must be at least 20"),
        ({"VAPID_PRIVATE_KEY": "no key"}, "VAPID_PRIVATE_KEY is no key"),
    ],
)
def test_a_wrong_configuration_ends_with_its_sentence(environment: dict[str, str], sentence: str) -> None:
    refused = run("manage.py", "check", "--tag", "oneco", **environment)
    assert refused.returncode != 0
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_web_server_does_not_start_on_a_wrong_configuration() -> None:
    refused = run("-c", "import oneco.wsgi", DATABASE_URL="sqlite:////nowhere/oneco.sqlite3")
    assert refused.returncode != 0
    assert "SECRET_KEY must be set" in refused.stderr
    assert "Traceback" not in refused.stderr
