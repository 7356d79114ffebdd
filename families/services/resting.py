"""The rows of rest days. Inner: what they may do to missions is decided, and held, by the caller above."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from accounts.models import User
from families.models import RestDay

State = RestDay.State


def write_rests(
    scope: str, days: Iterable[date], *, kind: str, state: str, by: User, now: datetime
) -> list[date]:
    """Let these days be taken or asked for; those that are taken already stay. The days that changed."""
    wanted = sorted(set(days))
    standing = {row.date: row for row in RestDay.objects.filter(scope=scope, date__in=wanted)}
    facts = {"kind": kind, "state": state, "by": by, "at": now}
    new = [day for day in wanted if day not in standing]
    again = [row.pk for row in standing.values() if row.state not in (state, State.TAKEN)]
    RestDay.objects.bulk_create(RestDay(scope=scope, date=day, **facts) for day in new)
    RestDay.objects.filter(pk__in=again).update(**facts)
    return sorted([*new, *(day for day, row in standing.items() if row.pk in again)])


def remove_rests(scope: str, days: Collection[date], *, kind: str) -> None:
    """Let these days be days like any other again."""
    RestDay.objects.filter(scope=scope, date__in=days, kind=kind).delete()


def answer_rest(rest: RestDay, *, state: str) -> None:
    """Write down what was answered to a day that was asked for; who asked, and when, stays."""
    RestDay.objects.filter(pk=rest.pk, state=State.ASKED).update(state=state)
    rest.state = state
