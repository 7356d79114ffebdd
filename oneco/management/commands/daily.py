"""Start, judge and expire missions."""

from typing import Any

from django.core.management.base import BaseCommand

from oneco import work
from oneco.lib import clock


class Command(BaseCommand):
    help = "Start, judge and expire missions up to this moment. Safe to run twice; catches up on missed days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the sweep now, whether or not its slot was taken."""
        work.judge_days(clock.now())
        self.stdout.write(f"Judged up to {clock.today()}.")
