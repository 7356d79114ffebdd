"""Staff closes a mission that a family cannot get out of by itself; what was earned and learned stays."""

from datetime import datetime

from accounts.models import User
from families.models import StaffAct
from families.services.audit import note_act
from lessons.services.enrolments import close_enrolment
from missions.models import Mission
from missions.services import mover, telling
from missions.states import Action, State
from oneco.lib.transactions import use_case


@use_case
def close_mission(mission_id: int, *, actor: User, reason: str, now: datetime) -> Mission:
    """Close an open mission with a reason that both sides read. Twice is once. Raises Refused."""
    mission = mover.locked(mission_id)
    if mission.state == State.ENDED and mover.done_by(mission, Action.CLOSE, actor):
        return mission
    standing = mover.standing_of(mission, actor)
    mover.move(mission, Action.CLOSE, standing=standing, by=actor, now=now, data={"reason": reason})
    note_act(StaffAct.Act.CLOSE_MISSION, by=actor, about=Mission, pk=mission.pk, reason=reason, now=now)
    if mission.enrolment is not None:
        close_enrolment(mission.enrolment, now=now)
    telling.tell(mission, "closed_by_staff", telling.both_sides(mission), now=now, reason=reason)
    return mission
