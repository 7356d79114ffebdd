"""Proposing, answering and taking back: everything until a mission is agreed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from families.locks import lock_child, lock_family
from families.models import Family
from families.selectors import children_in, is_live_member
from lessons.models import Course
from lessons.selectors.days import calendar_of
from lessons.services.enrolments import close_enrolment, open_enrolment
from missions import dates, policies
from missions.models import FIRST_WEEK, Mission, Offer
from missions.services import judging, mover, parts, rounds, telling
from missions.services.terms import Terms, check_terms, course_is_free, offered_period, promiser_may_promise
from missions.states import OPEN, Action, Who
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.korean import friendly
from oneco.lib.transactions import use_case

EVERY_DAY = "1111111"


@use_case
def propose_mission(
    family: Family, *, child: User, terms: Terms, actor: User, now: datetime, amount_confirmed: bool = False
) -> Mission:
    """Propose a mission to or by a child; the same again gives the one that stands. Raises Refused."""
    check_terms(terms, amount_confirmed)
    return propose(family.pk, child.pk, terms, actor, now)


@use_case
def propose_missions(
    to: Sequence[tuple[int, int]], *, terms: Terms, actor: User, now: datetime, amount_confirmed: bool = False
) -> list[Mission]:
    """Propose the same to several children, given as (family id, child id): all or none. Raises Refused."""
    check_terms(terms, amount_confirmed)
    for family_id in sorted({family_id for family_id, _child in to}):
        lock_family(family_id)
    return [
        propose(family_id, child_id, terms, actor, now) for family_id, child_id in sorted(to, key=_by_child)
    ]


@use_case
def propose_first_week(family: Family, *, child: User, actor: User, now: datetime) -> Mission:
    """The suggested first mission in one press: 4 words from today on, every day. Raises Refused."""
    course = Course.objects.filter(slug=FIRST_WEEK, hidden=False).first()
    if course is None:
        raise Refused(_("첫 주 맛보기 코스가 아직 준비되지 않았어요. 직접 정해 주세요."), code="no_course")
    terms = Terms(
        course=course,
        first_day=clock.study_date(now),
        weekdays=EVERY_DAY,
        on_holidays=True,
        title=_("함께 고른 저녁 메뉴"),
        kind=Offer.Kind.CHOICE,
    )
    return propose(family.pk, child.pk, terms, actor, now)


@use_case
def counter_mission(
    mission_id: int,
    *,
    actor: User,
    terms: Terms,
    reason: str = "",
    now: datetime,
    amount_confirmed: bool = False,
    seen: int | None = None,
) -> Mission:
    """Answer an offer with another one, at most until the third. The course stays. Raises Refused.

    `seen` is the number of the offer that was answered: the same press again finds the first one's offer.
    """
    mission = mover.locked(mission_id)
    terms = replace(terms, course=mission.course, review=mission.review)
    if seen is not None and rounds.is_countered(mission, actor, terms, reason, seen):
        return mission
    rounds.check_seen(mission, seen)
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.COUNTER, standing)
    before = mover.last_offer(mission)
    rounds.check_answerable(mission, now)
    if before.n >= policies.MOST_OFFERS:
        raise Refused(_("제안은 세 번까지예요. 이제 지금 제안에 답해 주세요."), code="three_offers")
    check_terms(terms, amount_confirmed)
    promiser_may_promise(actor, now)
    period = offered_period(mission.family_id, mission.child, terms, now, besides=mission.pk)
    offer = rounds.write_offer(mission, before.n + 1, terms, period, actor, now, reason)
    fields = {} if actor.is_child else {"guardian": actor}
    mover.move(
        mission,
        Action.COUNTER,
        standing=standing,
        by=actor,
        now=now,
        data={"n": offer.n},
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        **fields,
    )
    telling.tell(mission, "countered", telling.both_sides(mission), now=now, actor=actor, key=offer.n)
    return mission


@use_case
def accept_mission(mission_id: int, *, actor: User, now: datetime, seen: int | None = None) -> Mission:
    """Agree to the offer on the table; it starts at once when its first day is today. Raises Refused.

    `seen` is the number of the offer that was read: to another one nobody agrees by accident.

    Accepted on or after its first day, or while another mission of the child is open, the first day moves;
    `dates.period_on_accept` says so before the press.
    """
    mission = mover.locked(mission_id)
    if mover.done_by(mission, Action.ACCEPT, actor):
        return mission
    rounds.check_seen(mission, seen)
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.ACCEPT, standing)
    rounds.check_answerable(mission, now)
    promiser_may_promise(actor, now)
    course_is_free(mission.course, mission.child, review=mission.review)
    today = clock.study_date(now)
    offer = mover.last_offer(mission)
    period = dates.period_on_accept(mission, offer, today=today)
    _move_to_agreed(mission, offer, period, standing=standing, actor=actor, now=now)
    telling.tell(
        mission,
        "accepted",
        telling.both_sides(mission),
        now=now,
        actor=actor,
        starts_on=period.starts_on,
    )
    if period.starts_on <= today:
        judging.begin(mission, now=now, announced=True)
    return mission


@use_case
def decline_mission(mission_id: int, *, actor: User, now: datetime, seen: int | None = None) -> Mission:
    """Say no to the offer on the table, the one that was `seen`. Raises Refused."""
    mission = mover.locked(mission_id)
    if mover.done_by(mission, Action.DECLINE, actor):
        return mission
    rounds.check_seen(mission, seen)
    standing = mover.standing_of(mission, actor)
    mover.move(mission, Action.DECLINE, standing=standing, by=actor, now=now)
    telling.tell(mission, "declined", telling.both_sides(mission), now=now, actor=actor)
    return mission


@use_case
def withdraw_mission(mission_id: int, *, actor: User, now: datetime, seen: int | None = None) -> Mission:
    """Take back an own offer, the one `seen`, or an agreed mission before it starts. Raises Refused."""
    mission = mover.locked(mission_id)
    if mover.done_by(mission, Action.WITHDRAW, actor):
        return mission
    rounds.check_seen(mission, seen)
    standing = mover.standing_of(mission, actor)
    mover.move(mission, Action.WITHDRAW, standing=standing, by=actor, now=now)
    if mission.enrolment:
        close_enrolment(mission.enrolment, now=now)
    telling.tell(mission, "withdrawn", telling.both_sides(mission), now=now, actor=actor)
    return mission


def expire(mission: Mission, *, day: date, now: datetime) -> None:
    """Nobody answered an offer until study date `day` (inner service, the mission is held)."""
    mover.move(mission, Action.EXPIRE, standing=mover.TIME, by=None, now=now, data={"day": day.isoformat()})
    telling.tell(mission, "expired", telling.both_sides(mission), now=now)


def propose(family_id: int, child_id: int, terms: Terms, actor: User, now: datetime) -> Mission:
    """The mission of a proposal, or the one that a second press finds. Inner service. Raises Refused."""
    family = lock_family(family_id)
    child = lock_child(child_id)
    _belongs(family, child, actor)
    standing = _standing_proposal(family, child, terms, actor)
    if standing is not None:
        return standing
    promiser_may_promise(actor, now)
    course_is_free(terms.course, child, review=terms.review)
    period = offered_period(family.pk, child, terms, now)
    mission = Mission.objects.create(
        family=family,
        child=child,
        guardian=None if actor.is_child else actor,
        course=terms.course,
        review=terms.review,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        created_at=now,
        moved_at=now,
    )
    rounds.write_offer(mission, 1, terms, period, actor, now)
    mover.note(mission, Action.PROPOSE.value, by=actor, now=now, data={"n": 1})
    telling.tell(mission, "proposed", telling.both_sides(mission), now=now, actor=actor)
    return mission


def _by_child(pair: tuple[int, int]) -> tuple[int, int]:
    return pair[1], pair[0]


def _belongs(family: Family, child: User, actor: User) -> None:
    allowed = actor.pk == child.pk or (actor.is_guardian and is_live_member(actor, family))
    if not (allowed and children_in(family).filter(pk=child.pk).exists()):
        raise Refused(_("이 가족의 자녀에게만 제안할 수 있어요."), code="not_a_member", status=403)


def _standing_proposal(family: Family, child: User, terms: Terms, actor: User) -> Mission | None:
    """The mission that a second press finds. Raises Refused for another open one of the course."""
    open_one = Mission.objects.filter(child=child, course=terms.course, state__in=OPEN).first()
    if open_one is None:
        return None
    mine = open_one.family_id == family.pk
    offer = open_one.offers.order_by("n").first()
    if mine and offer is not None and offer.by_id == actor.pk and rounds.same(offer, terms):
        return open_one
    if not mine:
        raise Refused(_("이 코스는 지금 고를 수 없어요."), field="course", code="course_taken")
    raise Refused(
        _("%(child)s의 ‘%(course)s’ 미션이 이미 열려 있어요.")
        % {"child": friendly(child.display_name), "course": terms.course.title},
        field="course",
        code="course_open",
    )


def _move_to_agreed(
    mission: Mission,
    offer: Offer,
    period: dates.Period,
    *,
    standing: frozenset[Who],
    actor: User,
    now: datetime,
) -> None:
    enrolment = open_enrolment(
        child=mission.child,
        course=mission.course,
        family=mission.family,
        first_day=period.starts_on,
        weekdays=offer.weekdays,
        on_holidays=offer.on_holidays,
        review=mission.review,
        now=now,
    )
    fields = {} if actor.is_child else {"guardian": actor}
    mover.move(
        mission,
        Action.ACCEPT,
        standing=standing,
        by=actor,
        now=now,
        data={"n": offer.n, "starts_on": period.starts_on.isoformat(), "ends_on": period.ends_on.isoformat()},
        agreed_offer=offer,
        enrolment=enrolment,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        **fields,
    )
    if offer.parts:
        parts.plan(mission, offer, calendar_of(enrolment))
