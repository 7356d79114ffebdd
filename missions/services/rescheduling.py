"""Days that move while a mission waits or runs. Inner services: family and child are held already."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import User
from families.selectors import is_live_member
from lessons.models import Enrolment
from lessons.selectors.days import calendar_of
from missions import dates, policies
from missions.models import Mission
from missions.selectors.shifting import Shift
from missions.services import mover, parts, telling
from missions.shifts import Days
from missions.states import Action, State


def move_waiting(mission: Mission, *, behind: date, now: datetime) -> None:
    """Let the child's scheduled missions in the family start after `behind`, one after the other."""
    waiting = Mission.objects.select_for_update().filter(
        child=mission.child_id, family=mission.family_id, state=State.SCHEDULED
    )
    for following in waiting.order_by("starts_on", "pk"):
        if following.starts_on <= behind:
            _start_later(following, behind + policies.ONE_DAY, now)
        behind = following.ends_on


def apply(shift: Shift, *, days: Sequence[date], why: str, actor: User | None, now: datetime) -> None:
    """Give an agreed mission the days of a shift, with an event and a notice to both sides but the actor.

    `days` are the days off that came or went, `why` says which: came, went, granted, silent or holiday.
    """
    mission, before, after = shift.mission, shift.before, shift.after
    by = actor if actor is not None and is_live_member(actor, mission.family) else None  # or the other home's
    data = {"before": _said(before), "after": _said(after), "days": [day.isoformat() for day in days]}
    if shift.resumes:
        mover.move(
            mission,
            Action.RESUME,
            standing=mover.TIME,
            by=by,
            now=now,
            data=data,
            ends_on=after.ends_on,
            makeup_until=None,
            makeup_days=None,
        )
        follow_days(mission)
    else:
        _set_days(mission, after)
        mover.note(mission, "moved_days", by=by, now=now, data=data)
    told = {"before": before.last, "after": after.last, "first": days[0], "last": days[-1]}
    if before.starts_on != after.starts_on:
        told["starts_on"] = after.starts_on
    for people, reason in _who_hears(mission, why):
        telling.tell(
            mission,
            "last_day_moved",
            people,
            now=now,
            actor=by,
            key=mission.events.count(),  # each change of days is news
            why=reason,
            makeup=after.makeup_until is not None,
            resumes=shift.resumes,
            **told,
        )


def _who_hears(mission: Mission, why: str) -> list[tuple[list[User], str]]:
    """A yes is said to the child who asked; for the guardians it is a rest day like any other."""
    if why != "granted":
        return [(telling.both_sides(mission), why)]
    return [(telling.child_side(mission), why), (telling.guardian_side(mission), "came")]


def _start_later(mission: Mission, earliest: date, now: datetime) -> None:
    offer = mission.agreed_offer
    assert offer is not None
    period = dates.period_of(mission, offer, earliest)
    before = Days(mission.starts_on, mission.ends_on)
    after = Days(period.starts_on, period.ends_on)
    _set_days(mission, after)
    data = {"before": _said(before), "after": _said(after)}
    mover.note(mission, "moved_days", by=None, now=now, data=data)
    telling.tell(
        mission,
        "moved_days",
        telling.both_sides(mission),
        now=now,
        key=mission.events.count(),
        starts_on=after.starts_on,
    )


def _set_days(mission: Mission, days: Days) -> None:
    fields = {"starts_on": days.starts_on, "ends_on": days.ends_on, "makeup_until": days.makeup_until}
    Mission.objects.filter(pk=mission.pk).update(**fields)
    for name, value in fields.items():
        setattr(mission, name, value)
    follow_days(mission)


def follow_days(mission: Mission) -> None:
    """Let what hangs on a mission's days follow them: the first day of its way, the parts to come."""
    Enrolment.objects.filter(mission=mission).update(first_day=mission.starts_on)
    parts.redate(mission, calendar_of(Enrolment.objects.get(mission=mission)))


def _said(days: Days) -> dict[str, Any]:
    """Days as an event keeps them."""
    said = {"starts_on": days.starts_on.isoformat(), "ends_on": days.ends_on.isoformat()}
    return said | ({"makeup_until": days.makeup_until.isoformat()} if days.makeup_until else {})
