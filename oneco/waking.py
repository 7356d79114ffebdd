"""A message to the worker: something is to be carried. It may be lost; the sweep of the minute looks too."""

import logging
import time
from functools import cache
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)

_silent_until = 0.0


def wake_worker(**kwargs: Any) -> None:
    """Publish a wake-up within visitors' patience; after a failure none for a while. Raises nothing."""
    global _silent_until
    begun = time.monotonic()
    if begun < _silent_until:
        return
    from kombu.exceptions import OperationalError

    for last in (False, True):
        try:
            _publish()
            return
        except (OperationalError, OSError) as away:
            # A line that broke long ago says so at once and deserves a second try; a hanging broker does not.
            if last or time.monotonic() - begun >= settings.WAKE_PATIENCE:
                log.warning("the worker could not be woken: %s", away)
                _silent_until = time.monotonic() + settings.WAKE_AGAIN_AFTER
                return


def _publish() -> None:
    from kombu.pools import producers

    from oneco.celery import deliver

    with producers[_line(settings.CELERY_BROKER_URL)].acquire(
        block=True, timeout=settings.WAKE_PATIENCE
    ) as producer:
        deliver.apply_async(producer=producer, retry=False, expires=60)


@cache
def _line(url: str) -> Any:
    """The broker as web processes talk to it: the worker's own connection waits for seconds."""
    from oneco.celery import app

    patience = {"socket_timeout": settings.WAKE_PATIENCE, "socket_connect_timeout": settings.WAKE_PATIENCE}
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, **patience, "max_retries": 0}
    return app.connection_for_write(url=url, transport_options=options)
