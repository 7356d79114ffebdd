"""오답노트: the child's own list of questions that it missed at the first try."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Max

from lessons import grading
from lessons.facts import filled
from lessons.models import Answer, Item
from lessons.player import PRACTICE, RECALL

PER_PAGE = 10
ASKED = (PRACTICE, RECALL)


@dataclass(frozen=True)
class Miss:
    """A question, the last time it was missed. `done_on`: the later day on which it was answered right, or,
    with `by_another`, another question of its word."""

    answer: int
    lesson: int
    key: str
    day: date
    done_on: date | None
    by_another: bool


@dataclass(frozen=True)
class Mistake:
    """A missed question: what was chosen (empty for 모르겠어요), why not, and the right answer in rows.

    A row of `right` is (what it belongs to or "", the answer).
    """

    code: str
    word: str
    key: str
    day: date
    ask: str
    chosen: str
    why: str
    right: Sequence[tuple[str, str]]
    done_on: date | None
    by_another: bool


@dataclass(frozen=True)
class MistakePage:
    mistakes: Sequence[Mistake]
    page: Page[Miss]
    all: bool
    any: bool


def mistake_page(child_id: int, number: str | None, *, everything: bool) -> MistakePage:
    """The questions still to be looked at, or with `everything` also those that are done; newest first.

    Four queries. A question asked again is nearly always another one of the word, so an answer to any
    question of the word, right at the first try on a later day, closes its notes too.
    """
    misses = _misses(child_id)
    page = Paginator([m for m in misses if everything or m.done_on is None], PER_PAGE).get_page(number)
    return MistakePage(_shown(list(page)), page, everything, bool(misses))


def _misses(child_id: int) -> list[Miss]:
    """Two light queries: an order over groups of answers that no database pages cheaply."""
    asked = Answer.objects.filter(child=child_id, kind__in=ASKED, attempt=1, lesson__isnull=False).order_by()
    wrong = (
        asked.filter(right=False).values_list("lesson", "item_key").annotate(day=Max("day"), last=Max("pk"))
    )
    right = asked.filter(right=True, shown=False).values_list("lesson", "item_key").annotate(day=Max("day"))
    same: dict[tuple[int, str], date] = {}
    word: dict[int, date] = {}
    for lesson, key, day in right:
        same[lesson, key] = day
        word[lesson] = max(day, word.get(lesson, day))
    misses = [
        _miss(lesson, key, day, answer, same.get((lesson, key)), word.get(lesson))
        for lesson, key, day, answer in wrong
    ]
    return sorted(misses, key=lambda miss: miss.answer, reverse=True)


def _miss(lesson: int, key: str, day: date, answer: int, same: date | None, word: date | None) -> Miss:
    if same is not None and same > day:
        return Miss(answer, lesson, key, day, same, by_another=False)
    done_on = word if word is not None and word > day else None
    return Miss(answer, lesson, key, day, done_on, by_another=done_on is not None)


def _shown(misses: Sequence[Miss]) -> list[Mistake]:
    answers = {
        answer.pk: answer
        for answer in Answer.objects.filter(pk__in=[m.answer for m in misses]).select_related(
            "session", "lesson"
        )
    }
    versions = {pk: _version_of(answer) for pk, answer in answers.items()}
    items = {
        (item.version_id, item.key): item
        for item in Item.objects.filter(version__in=set(versions.values()), key__in={m.key for m in misses})
    }
    found = []
    for miss in misses:
        item = items.get((versions[miss.answer], miss.key))
        if item is not None:  # a version's questions may be gone
            found.append(_mistake(miss, answers[miss.answer], item))
    return found


def _version_of(answer: Answer) -> int:
    """The version a question was taken from: a recall's stands in the plan."""
    steps = answer.session.plan.get("steps", [])
    asked = (s.get("version", 0) for s in steps if s["kind"] in ASKED and s.get("lesson") == answer.lesson_id)
    return next(asked, 0) or answer.session.version_id or 0


def _mistake(miss: Miss, answer: Answer, item: Item) -> Mistake:
    assert answer.lesson is not None
    body = filled(item.question, answer.session.plan.get("facts", {}))
    return Mistake(
        code=answer.lesson.code,
        word=answer.lesson.ko,
        key=miss.key,
        day=miss.day,
        ask=body["ask"],
        chosen=grading.given_text(body, answer.response),
        why=grading.why_text(body, answer.response),
        right=grading.kind_of(body).answer_rows(body),
        done_on=miss.done_on,
        by_another=miss.by_another,
    )
