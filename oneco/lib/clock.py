"""The one clock. Everything that asks for the time asks here (ruff TID251 bans the rest).

A *study date* is the day a child would name: it ends at 02:00 in Seoul, so that a lesson finished after
midnight still belongs to the evening it began in.
"""

from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.conf import settings

KST = ZoneInfo("Asia/Seoul")
DAY_ENDS_AT = timedelta(hours=2)


class TimeTravelOff(RuntimeError):
    """Time was moved while ONECO_TIME_TRAVEL is off."""


def now() -> datetime:
    """The present moment, aware (UTC), moved by the demo offset where time travel is on."""
    moment = datetime.now(UTC)
    return moment + _offset() if settings.ONECO_TIME_TRAVEL else moment


def real_now() -> datetime:
    """The present moment without any travel, for what never travels (a model's default, a signature)."""
    return datetime.now(UTC)


def study_date(moment: datetime) -> date:
    """The study date to which an aware moment belongs: it changes at 02:00 KST."""
    return (moment.astimezone(KST) - DAY_ENDS_AT).date()


def today() -> date:
    """The study date of the present moment."""
    return study_date(now())


def noon(day: date) -> datetime:
    """12:00 KST of a study date: a moment that is surely inside it."""
    return datetime.combine(day, time(12), KST)


def end_of(day: date) -> datetime:
    """The moment a study date is over: 02:00 KST of the next calendar day."""
    return datetime.combine(day + timedelta(days=1), time(0), KST) + DAY_ENDS_AT


def travel_to(moment: datetime) -> None:
    """Move every process of this installation to an aware moment. Raises TimeTravelOff."""
    _set_offset(moment - datetime.now(UTC))


def travel_by(step: timedelta) -> None:
    """Move every process of this installation by a step. Raises TimeTravelOff."""
    _set_offset(_offset() + step)


def _offset() -> timedelta:
    from oneco.lib.models import ClockOffset  # models need the app registry, the clock does not

    row = ClockOffset.objects.filter(pk=1).values_list("seconds", flat=True).first()
    return timedelta(seconds=row or 0)


def _set_offset(offset: timedelta) -> None:
    from oneco.lib.models import ClockOffset

    if not settings.ONECO_TIME_TRAVEL:
        raise TimeTravelOff("ONECO_TIME_TRAVEL=1 is needed to move time.")
    ClockOffset.objects.update_or_create(pk=1, defaults={"seconds": ceil(offset.total_seconds())})
