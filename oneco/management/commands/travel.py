"""Move the time of this installation."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from oneco import work
from oneco.lib import clock

_STEP = re.compile(r"([+-])(\d{1,4})([dhm])")
_UNIT = {"d": "days", "h": "hours", "m": "minutes"}


class Command(BaseCommand):
    help = "Move the clock, as in `travel 2026-03-03T16:00` (Seoul), `travel +1d`, `travel -- -2h`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("to", help="a moment in Seoul, a step such as +1d, +3h or +30m")

    def handle(self, *args: Any, to: str, **options: Any) -> None:
        """Move every process and judge the days passed over. Needs ONECO_TIME_TRAVEL=1."""
        try:
            if step := _STEP.fullmatch(to):
                sign, number, unit = step.groups()
                clock.travel_by(int(f"{sign}{number}") * timedelta(**{_UNIT[unit]: 1}))
            else:
                clock.travel_to(_moment(to))
        except clock.TimeTravelOff as off:
            raise CommandError(str(off)) from None
        work.judge_days(clock.now())
        now = clock.now().astimezone(clock.KST)
        self.stdout.write(f"It is {now:%Y-%m-%d %H:%M} in Seoul, study date {clock.today()}.")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is neither a moment (2026-03-03T16:00) nor a step (+1d).") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.KST)
