"""○일째 이어 가고 있어요: how many study days a child has kept going. Pure."""

from collections.abc import Iterable
from datetime import date


def streak(
    study_days: Iterable[date],
    kept: set[date],
    recalled: set[date],
    today: date,
    *,
    free: Iterable[date] = (),
) -> int:
    """Study days kept without a break up to today.

    `study_days` are the child's own (rest days are none), `kept` those on which a session was finished, and
    `recalled` those with a 떠올리기. One missed day is repaired by a 떠올리기 on the next study day: it adds
    nothing and breaks nothing; until that day is over a missed one only waits. Two missed in a row end it;
    today breaks nothing before it is over. A day of `free` study without a mission counts one, and its
    absence breaks nothing (domain.md, Streak).
    """
    own = set(study_days)
    count = 0
    later: date | None = None
    for day in sorted({d for d in (*own, *free) if d <= today}, reverse=True):
        if day in kept:
            count += 1
        elif later not in recalled and later not in (None, today) and day != today:
            break
        if day in own:
            later = day
    return count
