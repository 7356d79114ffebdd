"""Is the process alive, and may it be given visitors?"""

import logging

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneco.lib.audience import ANYONE, audience

log = logging.getLogger(__name__)


@audience(ANYONE)
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while this process answers. Asks nobody else, so that a sick database restarts no web server."""
    return HttpResponse("ok", content_type="text/plain")


@audience(ANYONE)
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, cache and migrations are in order, else 503; the body says which is not."""
    parts = {"database": _database(), "migrations": _migrated(), "cache": _cache()}
    for name in (name for name, fine in parts.items() if not fine):
        log.warning("not ready: %s", name)
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrated() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _cache() -> bool:
    """True without Redis. With it a value must come back: django-redis swallows errors into None."""
    if not settings.REDIS_URL:
        return True
    cache.set("readyz", 1, 10)
    return cache.get("readyz") == 1
