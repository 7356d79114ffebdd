"""How often a child learns of its own accord: days with a word and without a mission."""

from datetime import date, timedelta

from django.db.models import Count

from lessons.models import StudySession

LOOKS_BACK = timedelta(days=28)


def free_days_of(child_id: int, today: date) -> int:
    """On how many of the last 28 study dates a word was finished that no mission asked for. One query.

    Free study beside an open mission earns no shell and is not counted.
    """
    free = StudySession.objects.filter(
        child=child_id,
        kind=StudySession.Kind.FREE,
        credited_on__gt=today - LOOKS_BACK,
        credited_on__lte=today,
    ).exclude(shell=False)
    days: int = free.aggregate(n=Count("credited_on", distinct=True))["n"]
    return days
