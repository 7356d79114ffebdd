"""What staff looks for among words: their versions, what waits, where a fact is used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from lessons.facts import facts_in
from lessons.models import ErrorReport, Fact, Item, Lesson, LessonVersion, NewsLink

SOON = timedelta(days=30)


@dataclass(frozen=True)
class ContentDuties:
    """How many things of the lessons wait for staff on a study date."""

    reports: int
    stale_facts: int
    facts_soon: int
    reviews: int
    drafts: int
    news: int


def content_duties(today: date) -> ContentDuties:
    """Five queries, whatever the tables hold."""
    states = list(
        LessonVersion.objects.filter(state__in=LessonVersion.ON_THE_WAY).values_list("state", flat=True)
    )
    return ContentDuties(
        reports=ErrorReport.objects.filter(state=ErrorReport.State.OPEN).count(),
        stale_facts=stale_facts(today).count(),
        facts_soon=facts_soon(today).count(),
        reviews=states.count(LessonVersion.State.REVIEW),
        drafts=states.count(LessonVersion.State.DRAFT),
        news=NewsLink.objects.filter(checked_at=None).count(),
    )


def stale_facts(today: date) -> QuerySet[Fact]:
    """Past their check-by date: their sentences hide themselves."""
    return Fact.objects.filter(check_by__lt=today)


def facts_soon(today: date) -> QuerySet[Fact]:
    """To be checked within thirty days."""
    return Fact.objects.filter(check_by__gte=today, check_by__lte=today + SOON)


def words_with_fact(key: str) -> list[Lesson]:
    """The published words that name a fact. Two queries over all published texts: for a page, not a list."""
    named = f"{{fact:{key}}}"
    versions = LessonVersion.objects.filter(published=1).select_related("lesson")
    of_items = set(_naming(Item.objects.filter(version__published=1).values_list("version", "body"), key))
    return [v.lesson for v in versions if v.pk in of_items or named in str(v.content)]


def _naming(rows: Iterable[tuple[int, object]], key: str) -> Iterable[int]:
    return (version for version, body in rows if key in facts_in(body))


def version_to_write_on(lesson: Lesson, version_id: str | None) -> LessonVersion | None:
    """The version that staff named, else the published one, else the newest; None where there is none."""
    versions = lesson.versions.select_related("lesson").order_by("-number")
    if version_id and version_id.isdecimal() and len(version_id) < 19:
        named = versions.filter(pk=int(version_id)).first()
        if named is not None:
            return named
    return versions.filter(published=1).first() or versions.first()


def open_versions(lesson: Lesson) -> list[LessonVersion]:
    """Drafts and versions in review of a word, newest first."""
    rows = lesson.versions.filter(state__in=LessonVersion.ON_THE_WAY).select_related("author")
    return list(rows.order_by("-number").defer("content"))
