"""Days that move while a mission waits or runs. Inner services: family and child are held already."""

from datetime import date, datetime

from lessons.models import Enrolment
from lessons.selectors.days import calendar_of
from missions import dates, policies
from missions.models import Mission
from missions.services import mover, parts, telling
from missions.states import State


def move_waiting(mission: Mission, *, behind: date, now: datetime) -> None:
    """Let the child's scheduled missions in the family start after `behind`, one after the other."""
    waiting = Mission.objects.select_for_update().filter(
        child=mission.child_id, family=mission.family_id, state=State.SCHEDULED
    )
    for following in waiting.order_by("starts_on", "pk"):
        if following.starts_on <= behind:
            _move_days(following, behind + policies.ONE_DAY, now)
        behind = following.ends_on


def _move_days(mission: Mission, earliest: date, now: datetime) -> None:
    offer = mission.agreed_offer
    assert offer is not None
    period = dates.period_of(mission, offer, earliest)
    before = {"starts_on": mission.starts_on.isoformat(), "ends_on": mission.ends_on.isoformat()}
    after = {"starts_on": period.starts_on.isoformat(), "ends_on": period.ends_on.isoformat()}
    mission.starts_on, mission.ends_on = period.starts_on, period.ends_on
    mission.save(update_fields=["starts_on", "ends_on"])
    Enrolment.objects.filter(mission=mission).update(first_day=period.starts_on)
    parts.redate(mission, calendar_of(Enrolment.objects.get(mission=mission)))
    mover.note(mission, "moved_days", by=None, now=now, data={"before": before, "after": after})
    telling.tell(
        mission,
        "moved_days",
        telling.both_sides(mission),
        now=now,
        key=period.starts_on,
        starts_on=period.starts_on,
    )
