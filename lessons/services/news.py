"""Articles that staff has read."""

from collections.abc import Sequence
from datetime import datetime

from lessons.models import NewsLink
from oneco.lib.transactions import use_case


@use_case
def mark_checked(ids: Sequence[int], *, now: datetime) -> int:
    """Say that these articles were read and are good for children; how many were not marked before."""
    return NewsLink.objects.filter(pk__in=ids, checked_at=None).update(checked_at=now)
