"""The settings under test, with the short patience towards Redis that visitors get."""

from oneco.settings import CACHES as _REAL
from tests.settings import *  # noqa: F403

CACHES = _REAL
