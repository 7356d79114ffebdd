"""Which words a child should recall today, and by which questions."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef

from lessons.facts import askable
from lessons.models import Answer, Card, CourseLesson, Enrolment, Item, LessonVersion, Recall
from lessons.planning import Choice, RecallPick, pick_review_items
from lessons.player import RECALL
from lessons.scheduling import Memory, vividness
from lessons.selectors.openings import Opening


@dataclass(frozen=True)
class Faded:
    """A learned word on a study date: how vivid it is (0 to 1), and whether an open mission waits for it.

    `tried` is on how many study dates an open 복습 코스 has asked it in vain.
    """

    lesson: int
    vivid: float
    wanted: bool
    due: bool
    tried: int = 0


def memory_of(card: Card) -> Memory:
    return Memory(card.stability, card.difficulty, card.rated_on, card.due_on)


def words_to_recall(child_id: int, day: date, *, besides: int | None = None) -> list[Faded]:
    """The child's words, those its open enrolments still want recalled first, then the most faded.

    Of a 복습 코스 those come first that were asked least: patience counts from a word's third date on, and
    only in turns does each of them get there in half the days (law 2).
    Words learned today, asked today already, or equal to the lesson id `besides` are left out.
    """
    asked = set(Answer.objects.filter(child=child_id, kind=RECALL, day=day).values_list("lesson", flat=True))
    cards = Card.objects.filter(child=child_id, learned_on__lt=day).select_related("lesson")
    wanted = _wanted(child_id, day)
    tried = _tried(child_id, day)
    words = [
        Faded(
            card.lesson_id,
            vividness(memory_of(card), day, band=card.lesson.band),
            card.lesson_id in wanted,
            card.due_on <= day,
            tried.get(card.lesson_id, 0),
        )
        for card in cards
        if card.lesson_id not in asked and card.lesson_id != besides
    ]
    return sorted(words, key=lambda word: (not word.wanted, word.tried, word.vivid))


def review_is_open(child_id: int, day: date, openings: Iterable[Opening]) -> bool:
    """Whether today's review opens in full: it is due in some enrolment, and a word is there to recall."""
    return any(o.review for o in openings) and is_word_left(child_id, day)


def is_word_left(child_id: int, day: date) -> bool:
    """Whether a word learned before `day` was not asked on it yet."""
    asked = Answer.objects.filter(child=child_id, kind=RECALL, day=day, lesson=OuterRef("lesson"))
    return Card.objects.filter(~Exists(asked), child=child_id, learned_on__lt=day).exists()


def recall_picks(child_id: int, words: Iterable[Faded], facts: Container[str] = ()) -> list[RecallPick]:
    """A question for each word, in the same order; words without a fitting question are left out.

    Questions that name a fact which is not in `facts` are not asked.
    """
    lessons = [word.lesson for word in words]
    versions = dict(LessonVersion.objects.filter(lesson__in=lessons, published=1).values_list("lesson", "pk"))
    items: dict[int, list[Choice]] = {}
    for item in Item.objects.filter(version__in=versions.values()).select_related("version"):
        if askable(item.body, facts):
            items.setdefault(item.version.lesson_id, []).append(choice_of(item))
    answered: dict[int, dict[str, str]] = {}
    rows = Answer.objects.filter(child=child_id, lesson__in=lessons).exclude(item_key="")
    for lesson, key, last in rows.values_list("lesson", "item_key").annotate(last=Max("day")):
        answered.setdefault(lesson, {})[key] = last.isoformat()
    picks = {lesson: pick_review_items(items.get(lesson, []), answered.get(lesson, {})) for lesson in lessons}
    return [RecallPick(lesson, versions[lesson], *keys) for lesson, keys in picks.items() if keys[0]]


def choice_of(item: Item) -> Choice:
    return Choice(item.key, item.type, item.level, item.review, item.transfer, item.family)


def _wanted(child_id: int, day: date) -> set[int]:
    """Lessons that an open enrolment of the child, begun by `day`, still wants recalled."""
    begun = Enrolment.objects.filter(child=child_id, closed_at=None, first_day__lte=day)
    open_ones = dict(begun.values_list("pk", "course_id"))
    recalled = set(Recall.objects.filter(enrolment__in=open_ones).values_list("enrolment", "lesson"))
    places = CourseLesson.objects.filter(course__in=set(open_ones.values())).values_list("course", "lesson")
    by_course: dict[int, set[int]] = {}
    for course, lesson in places:
        by_course.setdefault(course, set()).add(lesson)
    return {
        lesson
        for pk, course in open_ones.items()
        for lesson in by_course.get(course, set())
        if (pk, lesson) not in recalled
    }


def _tried(child_id: int, day: date) -> dict[int, int]:
    """How often the child's open 복습 코스 asked each word that it still wants: study dates by lesson."""
    tried: dict[int, int] = {}
    for enrolment in Enrolment.objects.filter(
        child=child_id, closed_at=None, review=True, first_day__lte=day
    ):
        asked = Answer.objects.filter(
            child=child_id,
            kind=RECALL,
            day__gte=enrolment.first_day,
            lesson__places__course=enrolment.course_id,
        ).exclude(lesson__in=enrolment.recalls.values("lesson"))
        for lesson, days in asked.values_list("lesson").annotate(n=Count("day", distinct=True)).order_by():
            tried[lesson] = max(days, tried.get(lesson, 0))
    return tried
