"""What was learned, to be looked back at: the list of words, and one word in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from lessons.grading import sentence_text
from lessons.models import Answer, Item, LessonVersion, StudySession
from lessons.player import WORDS

PER_PAGE = 12


@dataclass(frozen=True)
class LearnedWord:
    """A finished word: when, its definition, and the child's own sentence where this home may see it."""

    code: str
    word: str
    unit: str
    learned_on: date
    definition: str
    sentence: str
    dinner: str


@dataclass(frozen=True)
class LearnedPage:
    words: Sequence[LearnedWord]
    page: Page[StudySession]


@dataclass(frozen=True)
class WordPage:
    """A published lesson to read. `content` is the version's text; `voice` the family's way of saying it."""

    code: str
    word: str
    unit: str
    content: dict[str, Any]
    voice: str


def learned_page(
    child_id: int, number: str | None, *, family_ids: Sequence[int] | None = None
) -> LearnedPage:
    """Finished words, newest first. Four queries.

    A sentence stays in the home in which it was said: with `family_ids` only theirs are shown, without (the
    child itself) all.
    """
    sessions = (
        StudySession.objects.filter(child=child_id, state=StudySession.State.FINISHED, lesson__isnull=False)
        .select_related("lesson__unit", "version", "enrolment")
        .defer("plan")
        .order_by("-finished_at", "-pk")
    )
    page = Paginator(sessions, PER_PAGE).get_page(number)
    said = _sentences([s for s in page if family_ids is None or _home_of(s) in family_ids])
    return LearnedPage([_learned(s, said.get(s.pk, "")) for s in page], page)


def word_page(code: str, *, voice: str) -> WordPage | None:
    """The published text of a lesson in a voice; None where there is none."""
    version = (
        LessonVersion.objects.select_related("lesson__unit").filter(lesson__code=code, published=1).first()
    )
    if version is None:
        return None
    content = version.content
    return WordPage(code, version.lesson.ko, version.lesson.unit.ko, content, content["voices"][voice])


def _home_of(session: StudySession) -> int | None:
    return session.enrolment.family_id if session.enrolment else None


def _sentences(sessions: list[StudySession]) -> dict[int, str]:
    """The child's own sentence by session: what it wrote, or the parts in the order it put them."""
    bodies = {
        item.version_id: item.question
        for item in Item.objects.filter(version__in={s.version_id for s in sessions}, type="EXP")
    }
    version = {s.pk: s.version_id for s in sessions}
    rows = Answer.objects.filter(session__in=sessions, kind=WORDS)
    return {
        row.session_id: sentence_text(bodies[version[row.session_id] or 0], row.response)
        for row in rows
        if version[row.session_id] in bodies
    }


def _learned(session: StudySession, sentence: str) -> LearnedWord:
    assert session.lesson is not None
    assert session.version is not None
    assert session.credited_on is not None
    return LearnedWord(
        code=session.lesson.code,
        word=session.lesson.ko,
        unit=session.lesson.unit.ko,
        learned_on=session.credited_on,
        definition=session.version.content["definition"],
        sentence=sentence,
        dinner=session.version.content["dinner"],
    )
