"""What a week of some children came to, for the letter to their guardians."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lessons.fading import Level, level_of
from lessons.models import Answer, Card, StudySession
from lessons.player import RECALL
from lessons.scheduling import vividness
from lessons.selectors.memory import memory_of
from lessons.selectors.texts import texts_of
from oneco.lib.clock import study_date

FADED_SHOWN = 3


@dataclass(frozen=True)
class Word:
    """A lesson's id, its word, and the version it was learned with where that is known."""

    lesson: int
    word: str
    version: int | None = None


@dataclass
class ChildWeek:
    """Words learned, in their order; words recalled without a hint; older words that have faded, most faded
    first. `days` are the study dates with a shell.
    """

    learned: list[Word] = field(default_factory=list)
    recalled: list[Word] = field(default_factory=list)
    faded: Sequence[Word] = ()
    days: set[date] = field(default_factory=set)


def weeks_told(children: Iterable[int], since: datetime, until: datetime) -> dict[int, ChildWeek]:
    """What each child did after `since` and until `until`, and what has faded by then. Three queries."""
    weeks = {child: ChildWeek() for child in children}
    _sessions(weeks, since, until)
    _recalls(weeks, since, until)
    _fading(weeks, study_date(until))
    return weeks


def dinner_of(word: Word, today: date) -> str:
    """The dinner question of a word, as it reads today."""
    return texts_of({word.lesson: word.version}, "dinner", today).get(word.lesson, "")


def _sessions(weeks: dict[int, ChildWeek], since: datetime, until: datetime) -> None:
    rows = StudySession.objects.filter(
        child__in=weeks, credited_on__gte=study_date(since), finished_at__gt=since, finished_at__lte=until
    )
    for session in rows.select_related("lesson").defer("plan").order_by("finished_at", "pk"):
        week = weeks[session.child_id]
        if session.shell and session.credited_on:
            week.days.add(session.credited_on)
        if session.lesson and all(word.lesson != session.lesson_id for word in week.learned):
            week.learned.append(Word(session.lesson.pk, session.lesson.ko, session.version_id))


def _recalls(weeks: dict[int, ChildWeek], since: datetime, until: datetime) -> None:
    rows = Answer.objects.filter(
        child__in=weeks,
        kind=RECALL,
        day__gte=study_date(since),
        answered_at__gt=since,
        answered_at__lte=until,
    ).filter(attempt=1, right=True, hints=0, shown=False)
    for child, lesson, word in rows.order_by("pk").values_list("child", "lesson", "lesson__ko"):
        if lesson and all(known.lesson != lesson for known in weeks[child].recalled):
            weeks[child].recalled.append(Word(lesson, word))


def _fading(weeks: dict[int, ChildWeek], today: date) -> None:
    found: dict[int, list[tuple[float, Word]]] = {child: [] for child in weeks}
    for card in Card.objects.filter(child__in=weeks, due_on__lte=today).select_related("lesson"):
        vivid = vividness(memory_of(card), today, band=card.lesson.band)
        if level_of(vivid, card.lesson.band) <= Level.FADING:
            found[card.child_id].append((vivid, Word(card.lesson_id, card.lesson.ko)))
    for child, words in found.items():
        new = {word.lesson for word in weeks[child].learned}
        words.sort(key=lambda pair: (pair[0], pair[1].lesson))
        weeks[child].faded = [word for _vivid, word in words if word.lesson not in new][:FADED_SHOWN]
