"""How the questions of published words do, for staff.

Every query is bounded whatever the table holds. One word: the last SAMPLE answers to it, walked backwards on
the index of `Answer.lesson` (InnoDB and SQLite keep the primary key in it, so nothing is sorted). The list of
ten: one group by over the WINDOW answers written last, a range of the primary key.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Count, F, FloatField, Max, Q
from django.db.models.functions import Cast

from lessons import grading
from lessons.models import Answer, Item, LessonVersion
from oneco.lib.clock import study_date

SAMPLE = 10_000
WINDOW = 200_000
ENOUGH = 20
WORTH_A_LOOK = 10
_CANDIDATES = 60


@dataclass(frozen=True)
class ItemStatistic:
    """`answers` counts first ones, `right` of 100 were right, `seconds` is the median; `wrong` is the answer
    missed most often, given `wrong_count` times (empty: none)."""

    item: Item
    answers: int
    right: int | None
    seconds: int | None
    wrong: str
    wrong_count: int


@dataclass(frozen=True)
class WordStatistics:
    """`since`: the study date the version was published on. `cut`: older answers were left out."""

    version: LessonVersion
    since: date
    rows: list[ItemStatistic]
    cut: bool


@dataclass(frozen=True)
class WorthALook:
    """A question few get right at the first try."""

    item: Item
    word: str
    answers: int
    right: int


@dataclass
class _Tally:
    answers: int = 0
    right: int = 0
    seconds: list[int] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)


def statistics_of(version: LessonVersion) -> WordStatistics:
    """The questions of a version since it was published: two queries, at most SAMPLE answers read.

    A version never published has no answers. Answers of sessions begun on an older version and finished
    later are counted too: a question keeps its key.
    """
    items = list(version.items.all())
    if version.published_at is None:
        return WordStatistics(version, date.max, [_row(item, _Tally()) for item in items], cut=False)
    since = study_date(version.published_at)
    names = ("item_key", "attempt", "right", "seconds", "response", "day")
    rows = list(Answer.objects.filter(lesson=version.lesson_id).order_by("-pk").values_list(*names)[:SAMPLE])
    tallies = _tallied((row for row in rows if row[5] >= since), {item.key for item in items})
    cut = len(rows) == SAMPLE and rows[-1][5] >= since
    return WordStatistics(version, since, [_row(item, tallies[item.key]) for item in items], cut=cut)


def worth_a_look() -> list[WorthALook]:
    """The ten questions of published versions with the lowest share right at the first try, of those with
    ENOUGH first answers. Four queries."""
    last = Answer.objects.aggregate(last=Max("pk"))["last"] or 0
    published = {
        row.lesson_id: row
        for row in LessonVersion.objects.filter(published=1).select_related("lesson").defer("content")
    }
    asked = Answer.objects.filter(pk__gt=last - WINDOW, attempt=1, right__isnull=False).exclude(item_key="")
    low = list(
        asked.exclude(_before(published.values()))
        .order_by()
        .values_list(F("lesson") + 0, "item_key")  # a sum, lest SQLite walk the whole index of lessons
        .annotate(n=Count("pk"), good=Count("pk", filter=Q(right=True)))
        .filter(n__gte=ENOUGH)
        .annotate(share=Cast("good", FloatField()) / Cast("n", FloatField()))
        .order_by("share", "-n")[:_CANDIDATES]
    )
    items = {
        (item.version.lesson_id, item.key): item
        for item in Item.objects.filter(
            version__in=[published[lesson].pk for lesson, *_ in low if lesson in published],
            key__in={key for _lesson, key, *_ in low},
        )
        .select_related("version")
        .defer("version__content")
    }
    found = [
        WorthALook(items[lesson, key], published[lesson].lesson.ko, n, round(share * 100))
        for lesson, key, n, _good, share in low
        if (lesson, key) in items
    ]
    return found[:WORTH_A_LOOK]


def _before(published: Iterable[LessonVersion]) -> Q:
    """Answers given before today's text of their word was published: those were to another question.

    Versions published on one day share one condition: there are few such days.
    """
    lessons_of: dict[date, list[int]] = defaultdict(list)
    for version in published:
        if version.number > 1 and version.published_at is not None:
            lessons_of[study_date(version.published_at)].append(version.lesson_id)
    older = Q(pk__in=[])
    for day, lessons in lessons_of.items():
        older |= Q(lesson__in=lessons, day__lt=day)
    return older


def _tallied(rows: Iterable[tuple[Any, ...]], keys: set[str]) -> Mapping[str, _Tally]:
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for key, attempt, right, seconds, response, _day in rows:
        if key not in keys or right is None or attempt != 1:
            continue
        tally = tallies[key]
        tally.answers += 1
        tally.right += right
        tally.seconds.append(seconds)
        if not right and not response.get("gave_up"):
            tally.wrong[json.dumps(response, sort_keys=True)] += 1
    return tallies


def _row(item: Item, tally: _Tally) -> ItemStatistic:
    wrong, count = tally.wrong.most_common(1)[0] if tally.wrong else ("", 0)
    return ItemStatistic(
        item=item,
        answers=tally.answers,
        right=round(tally.right * 100 / tally.answers) if tally.answers else None,
        seconds=round(median(tally.seconds)) if tally.seconds else None,
        wrong=_said(item.question, json.loads(wrong)) if wrong else "",
        wrong_count=count,
    )


def _said(body: Mapping[str, Any], response: Mapping[str, Any]) -> str:
    """What was answered; for a whole arrangement what its feedback said."""
    return grading.given_text(body, response) or grading.why_text(body, response)
