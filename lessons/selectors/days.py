"""Calendars as the database knows them: 공휴일 and rest days included."""

from collections.abc import Collection
from datetime import date, timedelta

from families.holidays import holidays_between
from families.models import RestDay
from families.rests import child_scope, family_scope, home_scope
from lessons.calendar import Calendar
from lessons.models import Enrolment

# A mission's last day lies within 365 days of its start, rest days move it by 28 study days at most, and a
# makeup period adds 11: two years hold every question that can be asked of a calendar.
HORIZON = timedelta(days=730)


def calendar_for(
    *, first_day: date, weekdays: str, on_holidays: bool, child_id: int | None, family_id: int
) -> Calendar:
    """The calendar that an enrolment with these terms would have today. Two queries at most."""
    off: set[date] = set() if on_holidays else set(holidays_between(first_day, first_day + HORIZON))
    off |= rest_days([(child_id, family_id)], first_day)[(child_id, family_id)]
    return Calendar(first_day, weekdays, frozenset(off))


def calendar_of(enrolment: Enrolment) -> Calendar:
    """The calendar of an enrolment as it stands today."""
    return calendar_for(
        first_day=enrolment.first_day,
        weekdays=enrolment.weekdays,
        on_holidays=enrolment.on_holidays,
        child_id=enrolment.child_id,
        family_id=enrolment.family_id,
    )


def rest_scopes(child_id: int | None, family_id: int) -> list[str]:
    """The scopes whose rest days hold for a child in a family (see RestDay)."""
    scopes = [family_scope(family_id)]
    return scopes if child_id is None else [*scopes, child_scope(child_id), home_scope(child_id, family_id)]


def rest_days(pairs: list[tuple[int | None, int]], first: date) -> dict[tuple[int | None, int], set[date]]:
    """The taken rest days from `first` on, by (child, family). One query."""
    scopes = {pair: rest_scopes(*pair) for pair in pairs}
    by_scope = rest_rows({scope for listed in scopes.values() for scope in listed}, first)
    return {pair: set().union(*(by_scope.get(s, set()) for s in listed)) for pair, listed in scopes.items()}


def rest_rows(scopes: Collection[str], first: date) -> dict[str, set[date]]:
    """The taken rest days from `first` on, by scope. One query."""
    rows = RestDay.objects.filter(scope__in=scopes, state=RestDay.State.TAKEN, date__gte=first)
    found: dict[str, set[date]] = {}
    for scope, day in rows.values_list("scope", "date"):
        found.setdefault(scope, set()).add(day)
    return found
