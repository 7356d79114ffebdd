"""Ages as the law on consent counts them. Pure; days are calendar dates in Seoul."""

from datetime import date

CONSENT_UNTIL = 14


def is_14(year: int, month: int, day: date) -> bool:
    """Whether somebody born in this month is 14: from the first day of the month after the birthday's month.

    The day of birth is not asked, so the whole birth month still counts as 13.
    """
    return (day.year * 12 + day.month) > ((year + CONSENT_UNTIL) * 12 + month)


def is_future(year: int, month: int, day: date) -> bool:
    """Whether this birth month has not begun yet."""
    return (year, month) > (day.year, day.month)
