"""Opening a day's session: the plan is drawn up once and frozen."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from families.locks import lock_child
from lessons.facts import facts_in
from lessons.grading import option_order
from lessons.models import Enrolment, Fact, Item, Lesson, LessonVersion, StudySession
from lessons.planning import (
    RECALLS_IN_A_LESSON,
    RECALLS_IN_A_REVIEW,
    RecallPick,
    form_of,
    lesson_plan,
    review_plan,
)
from lessons.player import APPLY
from lessons.selectors.memory import choice_of, recall_picks, words_to_recall
from lessons.selectors.openings import openings_of
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
    return _begin_lesson(child, opening.enrolment, opening.lesson, now)


@use_case
def start_review(child: User, *, now: datetime) -> StudySession:
    """Today's 떠올리기, opened in full. Raises Refused when no word is there to recall, or none is due."""
    lock_child(child.pk)
    day = study_date(now)
    session = StudySession.objects.filter(child=child, day=day, review=1).first()
    if session is not None:
        return session
    openings = [o for o in openings_of(child.pk, day) if o.review]
    if not openings:
        raise Refused(_("오늘은 복습하는 날이 아니에요."), code="no-review-day")
    words = words_to_recall(child.pk, day)[: RECALLS_IN_A_REVIEW[_band_of(child)]]
    picks = recall_picks(child.pk, words)
    if not picks:
        raise Refused(_("아직 떠올릴 단어가 없어요. 먼저 단어 하나를 배워요."), code="nothing-to-recall")
    return StudySession.objects.create(
        child=child,
        kind=StudySession.Kind.REVIEW,
        day=day,
        plan=review_plan(picks) | _frozen_details(picks, None, [], f"{child.pk}:{day}"),
        started_at=now,
    )


def _begin_lesson(child: User, enrolment: Enrolment, lesson: Lesson, now: datetime) -> StudySession:
    day = study_date(now)
    version = LessonVersion.objects.prefetch_related("items").get(lesson=lesson, published=1)
    items = list(version.items.all())
    due = [w for w in words_to_recall(child.pk, day, besides=lesson.pk) if w.wanted or w.due]
    picks = recall_picks(child.pk, due[: RECALLS_IN_A_LESSON[lesson.band]])
    plan = lesson_plan(
        lesson=lesson.pk,
        version=version.pk,
        items=[choice_of(i) for i in items],
        recalls=picks,
        form=form_of([apply["form"] for apply in version.content["apply"]], _last_form(child)),
    )
    return StudySession.objects.create(
        child=child,
        kind=StudySession.Kind.LESSON,
        lesson=lesson,
        version=version,
        enrolment=enrolment,
        day=day,
        plan=plan | _frozen_details(picks, version, items, f"{child.pk}:{enrolment.pk}:{lesson.pk}"),
        started_at=now,
    )


def _frozen_details(
    picks: list[RecallPick], version: LessonVersion | None, items: list[Item], seed: str
) -> dict[str, Any]:
    """The option order of every question that may come up, and the facts as they stand today."""
    asked = {(pick.version, pick.item) for pick in picks}
    recalled = [
        item
        for item in Item.objects.filter(version__in={pick.version for pick in picks})
        if (item.version_id, item.key) in asked
    ]
    order = {
        f"{item.version_id}:{item.key}": option_order(item.question, f"{seed}:{item.key}")
        for item in [*recalled, *items]
    }
    texts = [item.body for item in [*recalled, *items]]
    rows = Fact.objects.filter(key__in=facts_in(texts, version.content if version else ""))
    return {"order": order, "facts": {row.key: f"{row.value}{row.unit}" for row in rows}}


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


def _band_of(child: User) -> str:
    """The band of the child's last finished lesson, E before the first."""
    last = (
        StudySession.objects.filter(child=child, state=StudySession.State.FINISHED, lesson__isnull=False)
        .order_by("-finished_at")
        .values_list("lesson__band", flat=True)
        .first()
    )
    return last or "E"
