"""The page of one word: what was learned, what was said of it, what belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from families.selectors import children_of
from lessons.models import Bookmark, Lesson, LessonVersion, NewsLink, StudySession
from lessons.selectors.facts import readable
from lessons.selectors.learned import family_id_of
from lessons.selectors.praises import PraiseBox, box_of, praises_of
from lessons.selectors.sight import Sight, own_sight, sights_of
from lessons.selectors.texts import version_to_read


@dataclass(frozen=True)
class Said:
    """What a child made of a word: `name` only for a guardian's eyes, `sentences` newest first with dates."""

    name: str
    learned_on: date
    sentences: Sequence[tuple[date, str]]
    praise: PraiseBox


@dataclass(frozen=True)
class Related:
    """Another word; `open` says that its page may be read by whoever looks."""

    code: str
    word: str
    open: bool


@dataclass(frozen=True)
class WordPage:
    """A lesson to read. `content` is the version's text; `voice` the family's way of saying it."""

    code: str
    word: str
    unit: str
    content: dict[str, Any]
    voice: str
    said: Sequence[Said]
    before: Sequence[Related]
    after: Sequence[Related]
    beside: Sequence[Related]
    news: Sequence[NewsLink]
    bookmarked: bool


def word_page(user: User, code: str, *, voice: str, today: date) -> WordPage | None:
    """A word for a child that finished it, or for a guardian; None where there is nothing for them to read.

    A number of queries that does not grow with children, sessions or words.
    """
    lesson = Lesson.objects.filter(code=code).first()
    if lesson is None:
        return None
    children = [user] if user.is_child else list(children_of(user))
    sessions = _sessions(lesson, children)
    version = version_to_read(lesson.pk, [s.version_id or 0 for s in sessions])
    if version is None or (user.is_child and not sessions):
        return None
    content = readable(version.content, today)
    before, after, beside = _related(lesson, user)
    return WordPage(
        code=code,
        word=lesson.ko,
        unit=version.lesson.unit.ko,
        content=content,
        voice=content["voices"][voice],
        said=_said(sessions, user, children),
        before=before,
        after=after,
        beside=beside,
        news=_news(lesson) if sessions else [],
        bookmarked=user.is_child and Bookmark.objects.filter(child=user, lesson=lesson).exists(),
    )


def version_met(user: User, code: str) -> LessonVersion | None:
    """The version of a lesson that somebody has before their eyes; None for a child that never met it."""
    sessions = StudySession.objects.filter(child=user, lesson__code=code).select_related(
        "version__lesson__unit"
    )
    last = sessions.defer("plan").order_by("-started_at", "-pk").first() if user.is_child else None
    if last is not None and last.state == StudySession.State.OPEN:
        return last.version
    lesson = Lesson.objects.filter(code=code).first()
    if lesson is None or (user.is_child and last is None):
        return None
    return version_to_read(lesson.pk, [last.version_id or 0] if last else [])


def _sessions(lesson: Lesson, children: list[User]) -> list[StudySession]:
    return list(
        StudySession.objects.filter(lesson=lesson, child__in=children, state=StudySession.State.FINISHED)
        .select_related("enrolment")
        .defer("plan")
        .order_by("-finished_at", "-pk")
    )


def _said(sessions: list[StudySession], user: User, children: list[User]) -> list[Said]:
    """One entry for each child that finished the word, in the children's order."""
    sights = {user.pk: own_sight(user)} if user.is_child else sights_of(user, [c.pk for c in children])
    everybody = next(iter(sights.values()), Sight(user.pk, frozenset()))
    praises = praises_of([s.pk for s in sessions], everybody)
    found = []
    for child in children:
        own = [s for s in sessions if s.child_id == child.pk]
        if not own:
            continue
        sight = sights[child.pk]
        lines = [line for s in own for line in praises.get(s.pk, [])]
        found.append(
            Said(
                name="" if sight.own else child.display_name,
                learned_on=own[-1].credited_on or own[-1].day,
                sentences=[
                    (s.credited_on or s.day, s.sentence)
                    for s in own
                    if s.sentence and sight.sees(family_id_of(s))
                ],
                praise=box_of(own[0].pk, lines, writes=not sight.own),
            )
        )
    return found


def _related(lesson: Lesson, user: User) -> tuple[list[Related], list[Related], list[Related]]:
    """The words that come before it, those it leads to, and the others of its unit. Three queries."""
    words = Lesson.objects.filter(versions__published=1).annotate(
        finished=Exists(
            StudySession.objects.filter(child=user, lesson=OuterRef("pk"), state=StudySession.State.FINISHED)
        )
    )
    before = list(words.filter(before=lesson).order_by("unit__order", "order"))
    after = list(words.filter(after=lesson).order_by("unit__order", "order"))
    named = {lesson.pk} | {row.pk for row in (*before, *after)}
    beside = [row for row in words.filter(unit=lesson.unit_id).order_by("order") if row.pk not in named]

    def shown(rows: Sequence[Lesson]) -> list[Related]:
        return [Related(row.code, row.ko, user.is_guardian or row.finished) for row in rows]  # type: ignore[attr-defined]

    return shown(before), shown(after), shown(beside)


def _news(lesson: Lesson) -> list[NewsLink]:
    """Articles that staff has read, newest first: they open once the word is finished."""
    return list(
        NewsLink.objects.filter(lesson=lesson, checked_at__isnull=False).order_by("-published_on", "-pk")
    )
