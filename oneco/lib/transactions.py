"""The outermost service opens the transaction; here is the one decorator that does it."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

P = ParamSpec("P")
R = TypeVar("R")

RETRIES = 2
# MySQL/MariaDB: 1205 lock wait timeout, 1213 deadlock, 1020 record has changed (snapshot isolation).
_MYSQL_TRANSIENT = {1020, 1205, 1213}


def is_transient(error: OperationalError) -> bool:
    """True when the database asks to try the whole transaction again."""
    code = error.args[0] if error.args else None
    return code in _MYSQL_TRANSIENT or "database is locked" in str(error) or "table is locked" in str(error)


def use_case(service: Callable[P, R]) -> Callable[P, R]:
    """Run a service as one durable transaction, tried again twice when the database was busy.

    Only outermost services wear it: an inner one would commit half of its caller's work, which `durable`
    refuses. The service must be safe to run again from its start.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(RETRIES + 1):
            try:
                with transaction.atomic(durable=True):
                    return service(*args, **kwargs)
            except OperationalError as error:
                if attempt == RETRIES or not is_transient(error):
                    raise
                time.sleep(random.uniform(0.02, 0.1) * (attempt + 1))
        raise AssertionError("unreachable")

    return run
