"""/metrics in Prometheus' text format; it does not exist without METRICS_TOKEN."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.queue import queue_at
from oneco.lib import clock
from oneco.lib.audience import ANYONE, audience
from oneco.lib.models import ScheduledRun

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily


@audience(ANYONE)
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """How the queue and the jobs stand, for whoever shows the token (Authorization: Bearer …)."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

    if not settings.METRICS_TOKEN:
        raise Http404
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode()):
        return HttpResponse("no\n", status=401, content_type="text/plain")
    registry = CollectorRegistry()
    registry.register(_Now(clock.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Now:
    """The numbers of one moment."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator["GaugeMetricFamily"]:
        from prometheus_client.core import GaugeMetricFamily as Gauge

        queue = queue_at(self._now)
        labels = ["state", "channel"]
        deliveries = Gauge("oneco_deliveries", "Deliveries that are open now.", labels=labels)
        ended = Gauge("oneco_deliveries_ended", "Deliveries ended in 24 hours.", labels=labels)
        for family, counts in ((deliveries, queue.open), (ended, queue.ended)):
            for key, count in counts.items():
                family.add_metric(key, count)
        yield deliveries
        yield ended
        yield Gauge("oneco_deliveries_due", "Deliveries that should have gone.", queue.due)
        oldest = queue.oldest.total_seconds()
        yield Gauge("oneco_delivery_oldest_due_seconds", "How long the first of them waits.", oldest)
        yield self._jobs(Gauge)

    def _jobs(self, gauge: "type[GaugeMetricFamily]") -> "GaugeMetricFamily":
        ages = gauge("oneco_job_age_seconds", "Time since a job last ran.", labels=["job"])
        for job, at in ScheduledRun.objects.values_list("job").annotate(at=Max("started_at")).order_by("job"):
            ages.add_metric([job], (self._now - at).total_seconds())
        return ages
