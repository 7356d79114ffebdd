"""The settings under test: the real ones, with what would make tests slow or order-dependent taken out."""

import os
import tempfile

from oneco.settings import *  # noqa: F403
from oneco.settings import CACHES, DATABASES, STORAGES

SECRET_KEY = "only-for-tests-" + "x" * 50
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
ONECO_TIME_TRAVEL = False  # a test that moves time takes the fixture `travel`
CONSENT_METHOD = "household"
ALLOWED_HOSTS = ["*"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # two runs at once do not share a file
    DATABASES["default"]["TEST"]["NAME"] = f"{tempfile.gettempdir()}/oneco-test-{os.getpid()}.sqlite3"
if "OPTIONS" in CACHES["default"]:  # a busy machine is no dead Redis: counted queries must not change by it
    _patient = CACHES["default"]["OPTIONS"] | {"SOCKET_TIMEOUT": 5, "SOCKET_CONNECT_TIMEOUT": 5}
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    CACHES = {"default": CACHES["default"] | {"OPTIONS": _patient, "KEY_PREFIX": f"test-{_worker}"}}
