"""The lessons' texts as they stand today, with today's facts in them."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.db.models.fields.json import KT

from lessons.models import LessonVersion
from lessons.selectors.facts import readable


def texts_of(versions: Mapping[int, int | None], name: str, today: date) -> dict[int, str]:
    """One text ("definition", "dinner") of many lessons, {lesson id: text}. Two queries, seldom three.

    `versions` names for each lesson the version it was learned with: the published one is read, and that one
    where nothing is published any more. Only the text itself is taken out of the database.
    """
    text = KT(f"content__{name}")
    published = LessonVersion.objects.filter(lesson__in=list(versions), published=1)
    found = dict(published.values_list("lesson", text))
    gone = [version for lesson, version in versions.items() if version and lesson not in found]
    if gone:
        found |= dict(LessonVersion.objects.filter(pk__in=gone).values_list("lesson", text))
    current = readable([found[lesson] or "" for lesson in found], today)
    return dict(zip(found, current, strict=True))


def version_to_read(lesson: int, learned: Iterable[int]) -> LessonVersion | None:
    """The published version of a lesson, or else the last one of those it was learned with."""
    wanted = Q(published=1) | Q(pk__in=[pk for pk in learned if pk])
    versions = LessonVersion.objects.filter(wanted, lesson=lesson).select_related("lesson__unit")
    return max(versions, key=lambda version: (version.published or 0, version.number), default=None)
