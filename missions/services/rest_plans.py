"""What a press on rest days would do, and why it may not. Nothing is written here."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from families.models import Family, RestDay
from families.rests import (
    MOST_DAYS,
    REACHES_BACK,
    REST,
    TRIP,
    days_from,
    fault,
    free_left,
    home_scope,
    scope_of,
)
from families.selectors import children_in, is_live_member
from missions import shifts
from missions.selectors.rests import Sight, days_text
from missions.selectors.shifting import Change, Shift, missions_under, shifts_by
from missions.wording import rests as wording
from oneco.lib.errors import Refused
from oneco.lib.korean import day_text

State = RestDay.State


@dataclass(frozen=True)
class Wish:
    """Rest days as somebody wants them: `first` and `last` are study dates, both included."""

    kind: str
    first: date
    last: date
    child: User
    family: Family

    @property
    def days(self) -> str:
        return days_text(self.first, self.last)

    @property
    def scope(self) -> str:
        return scope_of(self.kind, child=self.child.pk, family=self.family.pk)


@dataclass(frozen=True)
class Plan:
    """What would become of a wish: its new days, whether they are taken or asked for, what they move."""

    wish: Wish
    days: list[date]
    state: str
    shifts: list[Shift]

    @property
    def back(self) -> str:
        """The days that are given back, as a person says them."""
        return days_text(self.days[0], self.days[-1])

    @property
    def asks(self) -> bool:
        return self.state == State.ASKED


def plan_rests(wish: Wish, *, actor: User, today: date) -> Plan:
    """What a wish would do now. Raises Refused."""
    _may_rest(wish, actor)
    _days_are_right(wish, today)
    standing = dict(
        RestDay.objects.filter(scope=wish.scope, date__in=days_from(wish.first, wish.last)).values_list(
            "date", "state"
        )
    )
    new = [day for day in days_from(wish.first, wish.last) if standing.get(day) != State.TAKEN]
    state = _state_of(wish, actor)
    if not new or (state == State.ASKED and standing.get(wish.first) == State.ASKED):
        return Plan(wish, [], standing[wish.first], [])
    change = Change(wish.scope, added=frozenset(new))
    moved = shifts_by(change, missions_under(wish.scope), today)
    if wish.kind == REST:
        _is_study_day(wish, moved)
    not_too_far(moved)
    return Plan(wish, new, state, moved)


def plan_giving_back(wish: Wish, *, actor: User, today: date) -> Plan:
    """What giving these days back would do now; days that are gone already change nothing. Raises Refused."""
    belongs(wish.child, wish.family, actor)
    days = days_from(wish.first, wish.last)
    rows = list(RestDay.objects.filter(scope=wish.scope, kind=wish.kind, date__in=days))
    sight = Sight(actor, wish.child)
    if not all(sight.may_give_back(row) for row in rows):
        raise Refused(wording.NOT_YOUR_REST, code="not_yours", status=403)
    taken = [row.date for row in rows if row.state == State.TAKEN and row.date > today]
    gone = taken + [row.date for row in rows if row.state != State.TAKEN]
    if rows and not gone and wish.last <= today:
        raise Refused(wording.REST_IS_OVER, code="rest_over")
    change = Change(wish.scope, removed=frozenset(taken))
    moved = shifts_by(change, missions_under(wish.scope), today) if taken else []
    return Plan(wish, sorted(gone), State.TAKEN if taken else State.ASKED, moved)


def asked_rest(wish: Wish, actor: User) -> RestDay:
    """The day that a child asked for, for one of the guardians there. Raises Refused."""
    belongs(wish.child, wish.family, actor)
    if not actor.is_guardian:
        raise Refused(wording.GUARDIANS_ANSWER, code="guardians_only", status=403)
    rest = RestDay.objects.filter(scope=wish.scope, date=wish.first).first()
    if rest is None:
        raise Refused(wording.REST_GONE, code="rest_gone")
    return rest


def plan_answer(wish: Wish, *, actor: User, today: date) -> Plan:
    """What a yes to a day that was asked for would do. Raises Refused, also when it was answered already."""
    if asked_rest(wish, actor).state != State.ASKED:
        raise Refused(wording.REST_ANSWERED, code="rest_answered")
    change = Change(wish.scope, added=frozenset({wish.first}))
    return Plan(wish, [wish.first], State.ASKED, shifts_by(change, missions_under(wish.scope), today))


def not_too_far(moved: list[Shift]) -> None:
    """Raises Refused when rest days would move a last day by more than 28 study days in all.

    No word about which mission: it may be the child's other home's.
    """
    if any(shift.too_far for shift in moved):
        raise Refused(
            _("쉬는 날로는 마지막 날을 모두 %d일까지 미룰 수 있어요. 날을 줄여서 다시 정해 주세요.")
            % shifts.MOST_RESTED,
            field="last",
            code="rested_enough",
        )


def free_days(child: User, family: Family) -> list[date]:
    """The 쉬는 날 that a child has taken in a family."""
    rows = RestDay.objects.filter(scope=home_scope(child.pk, family.pk), state=State.TAKEN, kind=REST)
    return list(rows.values_list("date", flat=True))


def belongs(child: User, family: Family, actor: User) -> None:
    """Raises Refused for whoever is neither this child nor a guardian of it in this family."""
    here = actor.pk == child.pk or (actor.is_guardian and is_live_member(actor, family))
    if not (here and children_in(family).filter(pk=child.pk).exists()):
        raise Refused(_("이 가족의 쉬는 날만 정할 수 있어요."), code="not_a_member", status=403)


def _may_rest(wish: Wish, actor: User) -> None:
    belongs(wish.child, wish.family, actor)
    if wish.kind == TRIP and not actor.is_guardian:
        raise Refused(wording.GUARDIANS_TRIP, field="kind", code="guardians_only", status=403)


def _days_are_right(wish: Wish, today: date) -> None:
    wrong = fault(wish.kind, wish.first, wish.last, today)
    if wrong:
        field = "first" if wrong == "past" else "last"
        raise Refused(_sentence(wrong, wish.kind, today), field=field, code=f"rest_{wrong}")


def _sentence(wrong: str, kind: str, today: date) -> str:
    if wrong == "order":
        return _("마지막 날을 첫날이나 그 뒤로 골라 주세요.")
    if wrong == "past":
        return _("%s부터 정할 수 있어요.") % day_text(today - REACHES_BACK)
    if wrong == "far":
        return _("1년 안의 날을 골라 주세요.")
    if kind == REST:
        return _("쉬는 날은 한 번에 하루씩 정해요.")
    return _("한 번에 %d일까지 정할 수 있어요.") % MOST_DAYS[kind]


def _state_of(wish: Wish, actor: User) -> str:
    """A child's third 쉬는 날 in 28 days waits for its guardians; everything else counts at once."""
    if wish.kind != REST or actor.is_guardian:
        return State.TAKEN
    return State.TAKEN if free_left(free_days(wish.child, wish.family), wish.first) else State.ASKED


def _is_study_day(wish: Wish, moved: list[Shift]) -> None:
    """쉬는 날 are few: none is spent on a day that asks for nothing."""
    days = [
        shift.agreed.from_day(shift.before.starts_on, shift.agreed.before).is_study_day(wish.first)
        and wish.first <= shift.before.last
        for shift in moved
    ]
    if not days:
        said = _("아직 약속한 미션이 없어요. 쉬는 날은 그때 정해도 돼요.")
        raise Refused(said, field="first", code="no_mission")
    if not any(days):
        said = _("%s은 배우는 날이 아니라서 쉬는 날을 쓰지 않아도 돼요.") % day_text(wish.first)
        raise Refused(said, field="first", code="no_study_day")
