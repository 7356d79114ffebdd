"""칭찬 as somebody may read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from lessons.models import Praise, StudySession
from lessons.selectors.sight import Sight, called_by_family, sights_of
from oneco.lib.clock import study_date


@dataclass(frozen=True)
class PraiseLine:
    """A line of 칭찬; `by` as the child calls the guardian, `mine` where the reader wrote it."""

    session: int
    by: str
    text: str
    on: date
    mine: bool


@dataclass(frozen=True)
class PraiseBox:
    """The praise of a word: what stands there, and the session on which the reader may leave a line.

    `session` is None for the child, `lines` are everybody's but the reader's own on that session (`own`).
    """

    session: int | None = None
    own: str = ""
    lines: list[PraiseLine] = field(default_factory=list)


def praises_of(sessions: Iterable[int], sight: Sight) -> dict[int, list[PraiseLine]]:
    """The praise in sight by session, oldest first. Two queries."""
    rows = list(
        Praise.objects.filter(session__in=list(sessions), family__in=sight.families).order_by("at", "pk")
    )
    called = called_by_family(row.family_id for row in rows) if rows else {}
    found: dict[int, list[PraiseLine]] = {}
    for row in rows:
        by = called.get((row.family_id, row.by_id), "")
        line = PraiseLine(row.session_id, by, row.text, study_date(row.at), row.by_id == sight.viewer)
        found.setdefault(row.session_id, []).append(line)
    return found


def box_of(session: int, lines: Iterable[PraiseLine], *, writes: bool) -> PraiseBox:
    """What stands under a word whose newest session this is; `writes` for a guardian."""
    lines = list(lines)
    own = next((line.text for line in lines if line.mine and line.session == session), "")
    if not writes:
        return PraiseBox(lines=lines)
    return PraiseBox(session, own, [line for line in lines if not (line.mine and line.session == session)])


def praise_box(session: StudySession, guardian: User) -> PraiseBox:
    """What a guardian sees and may write under one finished word. Four queries."""
    sight = sights_of(guardian, [session.child_id])[session.child_id]
    return box_of(session.pk, praises_of([session.pk], sight).get(session.pk, []), writes=True)
