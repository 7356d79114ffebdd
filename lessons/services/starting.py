"""Opening a session: the plan is drawn up once and frozen."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from families.locks import lock_child
from lessons.calendar import block_of
from lessons.facts import askable
from lessons.grading import option_order
from lessons.models import Enrolment, Item, Lesson, LessonVersion, StudySession
from lessons.planning import (
    RECALLS_BY_CHOICE,
    RECALLS_IN_A_LESSON,
    RECALLS_IN_A_REVIEW,
    RecallPick,
    appended,
    chips_for,
    form_of,
    lesson_plan,
    review_plan,
)
from lessons.player import APPLY
from lessons.selectors.facts import current_facts
from lessons.selectors.library import free_words
from lessons.selectors.memory import choice_of, recall_picks, words_to_recall
from lessons.selectors.openings import Opening, openings_of
from lessons.selectors.pace import pace_of
from lessons.selectors.sessions import is_left
from oneco.lib.clock import study_date
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case


@use_case
def start_lesson(child: User, *, enrolment_id: int, now: datetime) -> StudySession:
    """The session of the enrolment's next open lesson; the one already begun, when there is one.

    Raises Refused when nothing is open today.
    """
    lock_child(child.pk)
    day = study_date(now)
    opening = next((o for o in openings_of(child.pk, day) if o.enrolment.pk == enrolment_id), None)
    if opening is None:
        raise Refused(_("이 미션은 지금 배우는 중이 아니에요."), code="no-enrolment")
    if opening.session is not None:
        return StudySession.objects.get(pk=opening.session)
    if opening.lesson is None:
        raise Refused(_("오늘 배울 단어는 다 끝냈어요. 다음 배우는 날에 만나요."), code="nothing-open")
    Enrolment.objects.select_for_update().get(pk=enrolment_id)
    return _begin(child, opening.lesson, opening.enrolment, now)


@use_case
def start_free(child: User, *, code: str, now: datetime) -> StudySession:
    """A published word without a mission, also one learned before; the one begun, when there is one.

    Raises Refused for a word of a higher band than the child's, for one that a mission of the child will
    bring, and for one that does not exist.
    """
    lock_child(child.pk)
    word = next((w for w in free_words(child.pk) if w.code == code), None)
    if word is None:
        raise Refused(_("이 단어는 아직 고를 수 없어요."), code="no-such-word")
    if word.in_mission:
        raise Refused(_("이 단어는 지금 하는 미션에서 곧 만나요."), code="in-mission")
    begun = StudySession.objects.filter(child=child, lesson=word.pk, free_open=1).first()
    if begun is not None:
        return begun
    return _begin(child, Lesson.objects.get(pk=word.pk), None, now)


@use_case
def start_review(child: User, *, now: datetime) -> StudySession:
    """Today's 떠올리기, opened in full. Raises Refused when no word is there to recall, or none is due."""
    lock_child(child.pk)
    return _review(child, now, asked_for=False)


@use_case
def start_three(child: User, *, now: datetime) -> StudySession:
    """3개만 떠올리기, on any day: today's 떠올리기 with the three most faded words.

    Where today's review is due it opens in full; pressed again when it is finished, it goes on with what the
    ten minutes left of it, and when nothing is left of it with three more words. Raises Refused when there
    is no word to recall today.
    """
    lock_child(child.pk)
    return _review(child, now, asked_for=True)


def _review(child: User, now: datetime, *, asked_for: bool) -> StudySession:
    day = study_date(now)
    session = StudySession.objects.select_for_update().filter(child=child, day=day, review=1).first()
    if session is not None and not session.is_finished:
        return session
    due = [o for o in openings_of(child.pk, day) if o.review]
    in_full = RECALLS_IN_A_REVIEW[band_of(child.pk)]
    if session is not None:
        makeup = any(o.makeup for o in due)
        return _went_on(session, RECALLS_BY_CHOICE if asked_for else in_full if makeup else 0)
    if not due and not asked_for:
        raise Refused(_("오늘은 복습하는 날이 아니에요."), code="no-review-day")
    picks, details = _picked(child.pk, day, in_full if due else RECALLS_BY_CHOICE)
    if not picks:
        raise Refused(_("아직 떠올릴 단어가 없어요. 먼저 단어 하나를 배워요."), code="nothing-to-recall")
    return StudySession.objects.create(
        child=child,
        kind=StudySession.Kind.REVIEW,
        day=day,
        plan=review_plan(picks, _scenario(due, day)) | details,
        started_at=now,
    )


def _went_on(session: StudySession, count: int) -> StudySession:
    """A finished 떠올리기 with `count` more words, if any are left; it stays finished and credited.

    First comes what the ten minutes cut off, or what another press (a second phone) has just added.
    """
    if not count:
        return session
    if not is_left(session):
        picks, details = _picked(session.child_id, session.day, count)
        session.plan = appended(session.plan, picks)
        for name, values in details.items():
            session.plan[name] = values | session.plan.get(name, {})
    session.cut_short = False
    session.save(update_fields=["plan", "cut_short"])
    return session


def _picked(child_id: int, day: date, count: int) -> tuple[list[RecallPick], dict[str, Any]]:
    """Up to `count` words to recall, and what the plan keeps of their questions."""
    facts = current_facts(None, day)
    picks = recall_picks(child_id, words_to_recall(child_id, day)[:count], facts)
    return picks, _frozen_details(picks, [], f"{child_id}:{day}", facts)


def _scenario(due: Sequence[Opening], day: date) -> dict[str, Any] | None:
    """What the 복습하는 날 of a course asks over its block, with the words as people know them."""
    for opening in due:
        course = opening.enrolment.course
        block = block_of(opening.k, opening.total)
        if opening.review_day and block <= len(course.reviews):
            scenario = course.reviews[block - 1]
            names = dict(Lesson.objects.filter(code__in=scenario["words"]).values_list("code", "ko"))
            return dict(scenario) | {"words": [names[code] for code in scenario["words"] if code in names]}
    return None


def _begin(child: User, lesson: Lesson, enrolment: Enrolment | None, now: datetime) -> StudySession:
    day = study_date(now)
    version = LessonVersion.objects.prefetch_related("items").get(lesson=lesson, published=1)
    facts = current_facts(None, day)
    items = [item for item in version.items.all() if askable(item.body, facts)]
    picks = _recalls_beside(child, lesson, day, facts) if enrolment else []
    plan = lesson_plan(
        lesson=lesson.pk,
        version=version.pk,
        items=[choice_of(i) for i in items],
        recalls=picks,
        form=form_of([apply["form"] for apply in version.content["apply"]], _last_form(child)),
        band=lesson.band,
        pace=pace_of(child.pk),
    )
    seed = f"{child.pk}:{enrolment.pk if enrolment else day}:{lesson.pk}"
    return StudySession.objects.create(
        child=child,
        kind=StudySession.Kind.LESSON if enrolment else StudySession.Kind.FREE,
        lesson=lesson,
        version=version,
        enrolment=enrolment,
        day=day,
        plan=plan | _frozen_details(picks, items, seed, facts),
        started_at=now,
    )


def _recalls_beside(child: User, lesson: Lesson, day: date, facts: dict[str, str]) -> list[RecallPick]:
    due = [w for w in words_to_recall(child.pk, day, besides=lesson.pk) if w.wanted or w.due]
    return recall_picks(child.pk, due[: RECALLS_IN_A_LESSON[lesson.band]], facts)


def _frozen_details(
    picks: Sequence[RecallPick], items: list[Item], seed: str, facts: dict[str, str]
) -> dict[str, Any]:
    """The option order of every question that may come up, and the facts as they stand today."""
    asked = {(pick.version, key) for pick in picks for key in (pick.item, pick.again) if key}
    recalled = [
        item
        for item in Item.objects.filter(version__in={pick.version for pick in picks})
        if (item.version_id, item.key) in asked
    ]
    order = {
        f"{item.version_id}:{item.key}": option_order(item.question, f"{seed}:{item.key}")
        for item in [*recalled, *items]
    }
    return {"order": order, "facts": facts, "chips": _chips(recalled, seed)}


def _chips(recalled: Sequence[Item], seed: str) -> dict[str, list[str]]:
    """For the youngest, who may choose the word of a blank instead of typing it."""
    words = dict(
        LessonVersion.objects.filter(pk__in={item.version_id for item in recalled}, lesson__band="E")
        .order_by("pk")
        .values_list("pk", "lesson__ko")
    )
    return {
        f"{item.version_id}:{item.key}": chips_for(item.body, list(words.values()), f"{seed}:{item.key}")
        for item in recalled
        if item.type == "CZ" and item.version_id in words
    }


def _last_form(child: User) -> str:
    """The form of the 써 보기 in the lesson begun last; empty before the first."""
    plan = (
        StudySession.objects.filter(child=child, lesson__isnull=False)
        .order_by("-started_at", "-pk")
        .values_list("plan", flat=True)
        .first()
    )
    steps = plan["steps"] if plan else []
    return next((step.get("card", "") for step in steps if step["kind"] == APPLY), "")


def band_of(child_id: int) -> str:
    """The band of the child's last finished lesson, E before the first."""
    last = (
        StudySession.objects.filter(child=child_id, state=StudySession.State.FINISHED, lesson__isnull=False)
        .order_by("-finished_at")
        .values_list("lesson__band", flat=True)
        .first()
    )
    return last or "E"
