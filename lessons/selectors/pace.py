"""How long a child takes, from its own answers."""

from statistics import median

from lessons.models import Answer
from lessons.planning import PACE

LOOKS_BACK = 200
ENOUGH = 5


def pace_of(child_id: int) -> dict[str, float]:
    """The child's median seconds by kind of step, over its last 200 answers; the usual where unknown."""
    rows = Answer.objects.filter(child=child_id).order_by("-pk").values_list("kind", "seconds")[:LOOKS_BACK]
    taken: dict[str, list[int]] = {}
    for kind, seconds in rows:
        taken.setdefault(kind, []).append(seconds)
    return {
        kind: median(taken[kind]) if len(taken.get(kind, [])) >= ENOUGH else usual
        for kind, usual in PACE.items()
    }
