"""What a guardian left behind: another one takes it over, or after seven days time ends it."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from families.selectors import guardians_in
from lessons.services.enrolments import close_enrolment
from missions import ledger, policies, wording
from missions.ledger import Promise
from missions.models import Mission
from missions.services import changing, lines, mover, telling
from missions.services.lines import Kind
from missions.states import ACTIVE, AGREED, Action, State
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.transactions import use_case


@use_case
def take_over_mission(mission_id: int, *, actor: User, now: datetime, with_promises: bool = False) -> Mission:
    """Another guardian takes a mission whose promiser has left the family. Raises Refused.

    What was owed before stays with the one who left, unless `with_promises` (이미 쌓인 약속도 맡을게요).
    """
    mission = mover.locked(mission_id)
    here = {guardian.pk for guardian in guardians_in(mission.family)}
    left = [due for due in ledger.balance_of(mission).dues if due.line.giver_id not in here]
    if mission.guardian_id == actor.pk and not (with_promises and left):
        return mission
    standing = mover.standing_of(mission, actor)
    mover.check(mission, Action.TAKE_OVER, standing)
    _can_be_taken(mission, actor, here, left if with_promises else [])
    changing.lapse(mission, now=now)
    if with_promises:
        _move_promises(mission, left, actor, now)
    mover.move(
        mission,
        Action.TAKE_OVER,
        standing=standing,
        by=actor,
        now=now,
        data={"with_promises": with_promises},
        guardian=actor,
    )
    telling.tell(mission, "taken_over", telling.child_side(mission), now=now, actor=actor, key=actor.pk)
    return mission


def end_left_alone(mission: Mission, *, now: datetime) -> None:
    """Nobody took over what a guardian left: it ends with what was earned (inner service, the mission is
    held)."""
    action = Action.END if mission.state in ACTIVE else Action.WITHDRAW
    mover.move(mission, action, standing=mover.TIME, by=None, now=now)
    if mission.enrolment is not None:
        close_enrolment(mission.enrolment, now=now)
    telling.tell(mission, "left_alone", telling.both_sides(mission), now=now)


def _can_be_taken(mission: Mission, actor: User, here: set[int], moving: list[Promise]) -> None:
    if mission.guardian_id != actor.pk and mission.guardian_id in here:
        raise Refused(
            wording.refusal(State(mission.state), Action.TAKE_OVER, "bystander", to_child=False),
            code="promiser_is_here",
            status=403,
        )
    if mission.state not in AGREED and not moving:
        raise Refused(_("이미 쌓인 약속을 맡을 때만 이어 맡을 수 있어요."), code="nothing_to_take")


def _move_promises(mission: Mission, left: list[Promise], actor: User, now: datetime) -> None:
    """Each promise goes from the one who left to the one who takes over, who gets seven days at least."""
    last = ledger.balance_of(mission).last_line
    for due in left:
        to = (
            (due.line.giver_id, -due.left, "out", None),
            (actor.pk, due.left, "in", policies.next_due(due.due_on, clock.study_date(now))),
        )
        for giver_id, effect, name, due_on in to:
            lines.write(
                mission,
                Kind.MOVED,
                effect,
                giver_id=giver_id,
                unit=due.line.unit,
                by=actor,
                now=now,
                key=f"moved:{due.line.pk}:{last}:{name}",
                title=due.line.title,
                due_on=due_on,
                refers_to=due.line,
            )
