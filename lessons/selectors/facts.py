"""Which of the numbers that change may still be said."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from lessons.facts import facts_in, filled
from lessons.models import Fact


def current_facts(keys: Iterable[str] | None, today: date) -> dict[str, str]:
    """Value and unit ("10,320원") of these facts, or of all (None), without those past their check-by date.

    One query, none for no keys. `today` is the reader's study date; on the check-by date itself a fact holds.
    """
    rows = Fact.objects.filter(check_by__gte=today)
    if keys is not None:
        wanted = set(keys)
        if not wanted:
            return {}
        rows = rows.filter(key__in=wanted)
    return {row.key: f"{row.value}{row.unit}" for row in rows}


def readable(texts: Any, today: date) -> Any:
    """Texts, lists and dicts as they may be read on a study date. A query only where a fact is named."""
    return filled(texts, current_facts(facts_in(texts), today))
