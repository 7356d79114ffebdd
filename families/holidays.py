"""공휴일: what the library of South Korea's public holidays knows, and what staff added or took out."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays

from families.models import Holiday


def holidays_between(start: date, end: date) -> frozenset[date]:
    """The 공휴일 from `start` to `end`, both included (one query for the rows of staff)."""
    known = {day for year in range(start.year, end.year + 1) for day in _library(year) if start <= day <= end}
    changes = Holiday.objects.filter(date__range=(start, end)).values_list("date", "is_holiday")
    for day, is_holiday in changes:
        (known.add if is_holiday else known.discard)(day)
    return frozenset(known)


@lru_cache(maxsize=32)
def _library(year: int) -> frozenset[date]:
    """The public holidays of one year as the library has them, substitute holidays included."""
    return frozenset(country_holidays("KR", years=year))
