"""The project's own settings, with the floor beside it and every file in a directory that is thrown away."""

import os
from pathlib import Path

from oneco.settings import *  # noqa: F403
from oneco.settings import DATABASES, INSTALLED_APPS

VAR_DIR = Path(os.environ["BENCH_VAR"])
STATIC_ROOT = VAR_DIR / "static"
INSTALLED_APPS = [*INSTALLED_APPS, "bench.floor"]
ROOT_URLCONF = "bench.urls"
SECRET_KEY = "only-for-measuring-" + "x" * 50
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ONECO_TIME_TRAVEL = False
LOGGING_CONFIG = None

# A database of its own, made and dropped in each run: on DATABASE_URL's server, or a file.
_own = {
    "django.db.backends.sqlite3": str(VAR_DIR / "bench.sqlite3"),
    "django.db.backends.mysql": VAR_DIR.name.replace("-", "_"),
}
DATABASES["default"]["TEST"] |= {"NAME": _own[DATABASES["default"]["ENGINE"]]}
if os.environ.get("BENCH_SERVES"):  # a server started by bench.memory uses what its starter has made
    DATABASES["default"]["NAME"] = DATABASES["default"]["TEST"]["NAME"]
