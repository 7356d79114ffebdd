"""배운 것: the list of words a child has finished, newest first, or those it marked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Max

from lessons.models import Bookmark, Lesson, StudySession
from lessons.selectors.praises import PraiseBox, box_of, praises_of
from lessons.selectors.sight import Sight
from lessons.selectors.texts import texts_of

PER_PAGE = 12


@dataclass(frozen=True)
class LearnedWord:
    """A finished word: when (the last time), its definition, and the child's own sentence where in sight."""

    code: str
    word: str
    unit: str
    learned_on: date
    definition: str
    sentence: str
    bookmarked: bool
    praise: PraiseBox = field(default_factory=PraiseBox)


@dataclass(frozen=True)
class LearnedPage:
    words: Sequence[LearnedWord]
    page: Page[Lesson]
    marked: bool


def learned_page(
    child_id: int, number: str | None, *, sight: Sight, today: date, marked: bool = False
) -> LearnedPage:
    """Each finished word once, the last finished first; with `marked` only the child's bookmarks.

    Nine queries at most, however many words.
    """
    page = Paginator(_lessons(child_id, marked), PER_PAGE).get_page(number)
    lessons = list(page)
    sessions = _sessions(child_id, lessons)
    newest = {rows[0].lesson_id or 0: rows[0] for rows in sessions.values()}
    texts = texts_of({pk: session.version_id for pk, session in newest.items()}, "definition", today)
    marks = bookmarks_of(child_id)
    praises = praises_of([s.pk for rows in sessions.values() for s in rows], sight)
    words = [
        LearnedWord(
            code=lesson.code,
            word=lesson.ko,
            unit=lesson.unit.ko,
            learned_on=newest[lesson.pk].credited_on or today,
            definition=texts.get(lesson.pk, ""),
            sentence=sentence_in(sessions[lesson.pk], sight),
            bookmarked=lesson.pk in marks,
            praise=box_of(
                newest[lesson.pk].pk,
                [line for s in sessions[lesson.pk] for line in praises.get(s.pk, [])],
                writes=not sight.own,
            ),
        )
        for lesson in lessons
    ]
    return LearnedPage(words, page, marked)


def bookmarks_of(child_id: int) -> set[int]:
    """The lessons a child marked."""
    return set(Bookmark.objects.filter(child=child_id).values_list("lesson", flat=True))


def sentence_in(sessions: Sequence[StudySession], sight: Sight) -> str:
    """The newest sentence of a word that is in sight; `sessions` newest first."""
    return next((s.sentence for s in sessions if s.sentence and sight.sees(family_id_of(s))), "")


def family_id_of(session: StudySession) -> int | None:
    """The family in which a word was learned; None for free study."""
    return session.enrolment.family_id if session.enrolment else None


def _lessons(child_id: int, marked: bool):  # type: ignore[no-untyped-def]
    finished = Lesson.objects.filter(
        sessions__child=child_id, sessions__state=StudySession.State.FINISHED
    ).annotate(last=Max("sessions__finished_at"))
    if marked:
        finished = finished.filter(pk__in=Bookmark.objects.filter(child=child_id).values("lesson"))
    return finished.select_related("unit").order_by("-last", "-pk")


def _sessions(child_id: int, lessons: list[Lesson]) -> dict[int, list[StudySession]]:
    """The finished sessions of these lessons by lesson, newest first."""
    rows = (
        StudySession.objects.filter(child=child_id, lesson__in=lessons, state=StudySession.State.FINISHED)
        .select_related("enrolment")
        .defer("plan")
        .order_by("-finished_at", "-pk")
    )
    found: dict[int, list[StudySession]] = {}
    for session in rows:
        found.setdefault(session.lesson_id or 0, []).append(session)
    return found
