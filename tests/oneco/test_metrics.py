"""/metrics: off without a token, and what it says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from accounts.models import Delivery
from accounts.services.notify import notify
from oneco.lib import clock
from oneco.lib.runs import claim_run
from tests.factories import make_guardian, signed_in

pytestmark = pytest.mark.django_db

LABELS = ("state", "channel", "job")
TOKEN = "a-token-of-twenty-letters"


@pytest.fixture
def token(settings: Settings) -> str:
    settings.METRICS_TOKEN = TOKEN
    return f"Bearer {TOKEN}"


def numbers(page: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *(sample.labels[name] for name in LABELS if name in sample.labels)): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def test_it_does_not_exist_without_a_token_set() -> None:
    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer wrong", TOKEN[:-1], "Bearer 비밀"])
def test_it_says_nothing_without_the_right_one(token: str, shown: str) -> None:
    answer = Client().get("/metrics", headers={"Authorization": shown})
    assert (answer.status_code, b"oneco" in answer.content) == (401, False)
    assert signed_in(make_guardian()).get("/metrics").status_code == 401


def test_it_counts_what_waits_what_is_stuck_and_for_how_long(token: str) -> None:
    now = clock.now()
    for number, state in enumerate(["waiting", "waiting", "parked", "sent"]):
        notify(make_guardian(), "pin.locked", str(number), {}, now=now)
        Delivery.objects.filter(pk=Delivery.objects.latest("pk").pk).update(
            state=state, done_at=now, next_try_at=now - timedelta(seconds=90)
        )
    claim_run("deliver", "now", now=now - timedelta(seconds=30))
    answer = Client().get("/metrics", headers={"Authorization": token})
    assert answer["Content-Type"].startswith("text/plain")
    said = numbers(answer.content.decode())
    assert said["oneco_deliveries", "waiting", "email"] == 2
    assert said["oneco_deliveries", "parked", "email"] == 1
    assert said["oneco_deliveries_ended", "sent", "email"] == 1
    assert said[("oneco_deliveries_due",)] == 2
    assert said[("oneco_delivery_oldest_due_seconds",)] >= 90
    assert said["oneco_job_age_seconds", "deliver"] >= 30


def test_an_empty_queue_is_zero(token: str) -> None:
    said = numbers(Client().get("/metrics", headers={"Authorization": token}).content.decode())
    assert said[("oneco_deliveries_due",)] == said[("oneco_delivery_oldest_due_seconds",)] == 0


def test_it_costs_the_same_for_many_rows(token: str) -> None:
    counts = []
    for size in (1, 20):
        for number in range(size):
            notify(make_guardian(), "pin.locked", f"{size}:{number}", {}, now=clock.now())
        with CaptureQueriesContext(connection) as queries:
            Client().get("/metrics", headers={"Authorization": token})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
