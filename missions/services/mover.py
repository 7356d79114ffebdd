"""The one place that moves a mission's state, and how a service holds the rows it needs."""

from datetime import datetime
from typing import Any

from accounts.models import User
from families.locks import lock_child, lock_family
from families.selectors import is_live_member
from lessons.models import Enrolment
from missions import policies, states, wording
from missions.models import EndWish, Mission, MissionEvent, Offer
from missions.states import ACTIVE, Action, State, Who
from oneco.lib.errors import Refused

TIME = frozenset({Who.TIME})


def locked(mission_id: int) -> Mission:
    """A mission with all rows that its moves touch held: family, child, enrolment, mission, in this order."""
    peek = Mission.objects.only("family_id", "child_id").get(pk=mission_id)
    lock_family(peek.family_id)
    return locked_below_child(mission_id, lock_child(peek.child_id))


def locked_below_child(mission_id: int, child: User) -> Mission:
    """A mission whose child is already held, with its enrolment and itself."""
    enrolment_id = Mission.objects.values_list("enrolment_id", flat=True).get(pk=mission_id)
    if enrolment_id is not None:
        Enrolment.objects.select_for_update().get(pk=enrolment_id)
    mission = Mission.objects.select_for_update().get(pk=mission_id)
    mission.child = child
    return mission


def last_offer(mission: Mission) -> Offer:
    """The offer that lies on the table."""
    return mission.offers.select_related("by").latest("n")


def standing_of(mission: Mission, actor: User) -> frozenset[Who]:
    """What a person is to a mission. Raises Refused for somebody who no longer belongs to the family."""
    if not actor.is_staff and not is_live_member(actor, mission.family):
        raise Refused(wording.NOT_A_MEMBER, code="not_a_member", status=403)
    return policies.standing(
        is_child=actor.is_child,
        is_staff=actor.is_staff,
        actor=actor.pk,
        guardian=mission.guardian_id,
        child_offered=last_offer(mission).by_id == mission.child_id,
    )


def check(mission: Mission, action: Action, standing: frozenset[Who]) -> State:
    """Where an action leads. Raises Refused with the sentence for whoever may not do it now."""
    state = State(mission.state)
    try:
        return states.rule_for(state, action, standing).to
    except states.NotAllowed as no:
        raise Refused(
            wording.refusal(state, action, no.reason, to_child=Who.CHILD in standing),
            code=f"not_allowed_{no.reason}",
            status=403 if no.reason in ("bystander", "role") else 422,
        ) from no


def move(
    mission: Mission,
    action: Action,
    *,
    standing: frozenset[Who],
    by: User | None,
    now: datetime,
    data: dict[str, Any] | None = None,
    **fields: Any,
) -> None:
    """Move a mission as the table says, if nobody else moved it meanwhile, and write the event.

    `fields` are set in the same statement. Raises Refused.
    """
    before = mission.state
    after = check(mission, action, standing)
    if after != before or action is Action.COUNTER:
        fields["moved_at"] = now
    changed = Mission.objects.filter(pk=mission.pk, state=before).update(state=after.value, **fields)
    if not changed:
        raise Refused(wording.MOVED_MEANWHILE, code="moved")
    if before in ACTIVE and after not in ACTIVE:
        _close_wish(mission, after, now)
    for name, value in {"state": after.value, **fields}.items():
        setattr(mission, name, value)
    note(mission, action.value, by=by, now=now, before=before, data=data)


def _close_wish(mission: Mission, after: State, now: datetime) -> None:
    """Whatever takes a mission out of its days answers a wish to end it."""
    ended = after in (State.ENDED, State.CLOSED)
    outcome = EndWish.Outcome.ENDED if ended else EndWish.Outcome.WENT_ON
    EndWish.objects.filter(mission=mission, answered_at=None).update(answered_at=now, outcome=outcome)


def note(
    mission: Mission,
    kind: str,
    *,
    by: User | None,
    now: datetime,
    before: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one event of a mission."""
    MissionEvent.objects.create(
        mission=mission,
        kind=kind,
        from_state=before or mission.state,
        to_state=mission.state,
        by=by,
        at=now,
        data=data or {},
    )


def done_by(mission: Mission, action: Action, actor: User) -> bool:
    """Whether this person has already done this: a second press finds its result."""
    return mission.events.filter(kind=action.value, by=actor).exists()
