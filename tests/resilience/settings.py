"""The settings under test, with the short patience towards Redis that visitors get."""

import os

from oneco.settings import CACHES as _REAL
from tests.settings import *  # noqa: F403

CACHES = _REAL
DELIVERY_LEASE = 15  # a killed carrier's work is taken up within a test's patience
PUSH_SERVICES = [os.environ.get("TEST_PUSH_SERVICE", "")]
