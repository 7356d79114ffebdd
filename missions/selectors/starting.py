"""Where a new mission can begin from: suggestions, an earlier mission, the 복습 코스 of a finished course."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as say

from missions import wording
from missions.models import Mission, Offer
from missions.plans import EVERY_DAY, PLANS, Plan
from missions.selectors.proposing import CourseChoice, Options, Target
from missions.selectors.rounds import days_text

EARLIER = 2
REVIEWS = 3


@dataclass(frozen=True)
class Start:
    """One way to begin; `url` opens the wizard filled in with it. What is empty is not known yet."""

    title: str
    days: str
    length: str
    promise: str
    why: str
    url: str


@dataclass(frozen=True)
class StartPage:
    """The ways to begin for one child, and the other children (`target.value` chooses one)."""

    options: Options
    target: Target
    plans: Sequence[Start]
    earlier: Sequence[Start]
    reviews: Sequence[Start]
    own: str


def start_page(options: Options, *, to: str = "", child: str = "") -> StartPage:
    """The start of the wizard for the child in a family that was asked for. One query."""
    target = chosen_target(options, to=to, child=child)
    assert target is not None
    free = options.courses_for([target])
    return StartPage(
        options=options,
        target=target,
        plans=_plans(target, free),
        earlier=_earlier(target, free),
        reviews=[_review(target, choice) for choice in free if choice.review][-REVIEWS:],
        own=_url(target),
    )


def chosen_target(options: Options, *, to: str = "", child: str = "") -> Target | None:
    """The child in a family that was asked for, or the first one; None for nobody."""
    wanted = [t for t in options.targets if t.value == to or (not to and str(t.child_id) == child)]
    return next(iter(wanted or options.targets), None)


def _url(target: Target, **more: str | int) -> str:
    return f"{reverse('missions:new')}?{urlencode({'to': target.value, **more})}"


def _plans(target: Target, free: Sequence[CourseChoice]) -> list[Start]:
    by_slug = {choice.course.slug: choice for choice in free if not choice.review}
    return [_plan(target, plan, by_slug[plan.course]) for plan in PLANS if plan.course in by_slug]


def _plan(target: Target, plan: Plan, choice: CourseChoice) -> Start:
    return Start(
        title=str(plan.title),
        days=days_text(plan.weekdays, on_holidays=plan.weekdays == EVERY_DAY),
        length=wording.length_text(choice.words),
        promise=str(plan.promise),
        why=str(plan.why),
        url=_url(target, plan=plan.course),
    )


def _earlier(target: Target, free: Sequence[CourseChoice]) -> list[Start]:
    """The latest agreements of this child here, each kind of them once."""
    rows = (
        Mission.objects.filter(family=target.family_id, child=target.child_id, agreed_offer__isnull=False)
        .select_related("agreed_offer", "course")
        .order_by("-pk")
    )
    found: dict[tuple[object, ...], Start] = {}
    for mission in rows[: EARLIER * 5]:
        offer = mission.agreed_offer
        assert offer is not None
        key = (offer.weekdays, offer.on_holidays, offer.kind, offer.title, offer.amount)
        found.setdefault(key, _again(target, mission, offer, free))
    return list(found.values())[:EARLIER]


def _again(target: Target, mission: Mission, offer: Offer, free: Sequence[CourseChoice]) -> Start:
    same = any(c.course.pk == mission.course_id and c.review == mission.review for c in free)
    title = wording.course_text(mission.course.title, review=mission.review)
    return Start(
        title=title if same else say("지난번처럼"),
        days=days_text(offer.weekdays, offer.on_holidays),
        length="",
        promise=wording.promise_text(offer.kind, offer.title, offer.amount),
        why=say("한 번 더 해 봐요.") if same else say("요일과 약속은 그대로, 코스만 새로 골라요."),
        url=_url(target, like=mission.pk),
    )


def _review(target: Target, choice: CourseChoice) -> Start:
    return Start(
        title=choice.title,
        days="",
        length=wording.length_text(choice.words, review=True),
        promise="",
        why=say("다 배운 코스예요. 절반의 날 동안 다시 떠올려요."),
        url=_url(target, course=choice.value),
    )
