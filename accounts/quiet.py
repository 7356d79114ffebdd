"""Quiet hours: when nobody's phone rings. Pure functions of moments and hours in Seoul."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True)
class QuietHours:
    """From `start` on and before `end`, over midnight where start is later; equal hours are no quiet."""

    start: time = time(21)
    end: time = time(7, 30)

    def hold(self, moment: datetime) -> bool:
        """Whether an aware moment falls into them."""
        clock = moment.astimezone(SEOUL).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def over(self, moment: datetime) -> datetime:
        """The first moment from `moment` on outside of them: `moment` itself, or the next end."""
        if not self.hold(moment):
            return moment
        there = moment.astimezone(SEOUL)
        end = there.replace(hour=self.end.hour, minute=self.end.minute, second=self.end.second, microsecond=0)
        return (end if end > there else end + timedelta(days=1)).astimezone(moment.tzinfo)
