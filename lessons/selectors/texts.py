"""The lessons' texts as they stand today, with today's facts in them."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.db.models.fields.json import KT

from lessons.models import LessonVersion
from lessons.selectors.facts import readable


def texts_of(versions: Mapping[int, int | None], name: str, today: date) -> dict[int, str]:
    """One text ("definition", "dinner") of many lessons, {lesson id: text}. At most two queries.

    `versions` names for each lesson the version it was learned with: the published one is read, and that one
    where nothing is published any more. Only the text itself is taken out of the database.
    """
    wanted = Q(lesson__in=list(versions), published=1) | Q(pk__in=[pk for pk in versions.values() if pk])
    rows = LessonVersion.objects.filter(wanted).order_by("number")
    found: dict[int, tuple[bool, str]] = {}
    for lesson, published, text in rows.values_list("lesson", "published", KT(f"content__{name}")):
        if published or not found.get(lesson, (False,))[0]:
            found[lesson] = (bool(published), text or "")
    current = readable([text for _published, text in found.values()], today)
    return dict(zip(found, current, strict=True))


def version_to_read(lesson: int, learned: Iterable[int]) -> LessonVersion | None:
    """The published version of a lesson, or else the last one of those it was learned with."""
    wanted = Q(lesson=lesson, published=1) | Q(pk__in=[pk for pk in learned if pk])
    versions = LessonVersion.objects.filter(wanted).select_related("lesson__unit").order_by("number")
    return max(versions, key=lambda version: (version.published or 0, version.number), default=None)
