"""The project's own settings; the places of its files are a test's own (E2E_VAR), and pushes are set up."""

import os
from pathlib import Path

from oneco.settings import *  # noqa: F403
from oneco.settings import DATABASES

VAR_DIR = Path(os.environ["E2E_VAR"])
STATIC_ROOT = VAR_DIR.parent / "static"
DATABASES["default"]["NAME"] = str(VAR_DIR / "oneco.sqlite3")
VAPID_PRIVATE_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"  # of no other use
