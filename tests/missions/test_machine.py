"""Laws 1, 4, 5, 6 and 7 of domain.md over random histories. ONECO_HISTORIES=200 makes more of them."""

import os
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.missions.machine import Homes, counted

HISTORIES = int(os.environ.get("ONECO_HISTORIES", "8"))


@pytest.mark.django_db
def test_no_random_history_breaks_a_law(capsys: pytest.CaptureFixture[str]) -> None:
    run_state_machine_as_test(
        Homes,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=50,
            deadline=None,
            database=None,
            phases=(Phase.generate,),  # shrinking whole histories takes longer than reading one
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    with capsys.disabled():
        told = ("done", "refused", "waited", "studied")
        sys.stdout.write("\n" + ", ".join(f"{counted[name]} {name}" for name in told) + "\n")
        if HISTORIES > 8:
            sys.stdout.write(f"{dict(sorted(counted.items()))}\n")
    assert counted["done"]
    assert counted["refused"]
