"""What the page 다시 제안하기 shows: the offer on the table, and the contract as it would read instead."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from missions import dates, policies
from missions.models import Mission, Offer
from missions.selectors.cards import Known, MissionCard, card_of, guardian_names, know, whole
from missions.selectors.proposing import CourseChoice, Target
from missions.selectors.rounds import Rounds, rounds_of
from missions.states import Action, allows


@dataclass(frozen=True)
class CounterPage:
    """`first_day` is the first on which the child has no other mission here; `may` that it is one's turn and
    another offer can follow."""

    card: MissionCard
    offer: Offer
    rounds: Rounds
    choice: CourseChoice
    target: Target
    first_day: date
    may: bool

    @property
    def n(self) -> int:
        """The number of the offer that would be made."""
        return self.offer.n + 1


def counter_page(mission: Mission, user: User, *, today: date) -> CounterPage:
    """Everything about answering an offer with another one, for a person who may see the mission."""
    known = know(whole(Mission.objects.filter(pk=mission.pk)), user)[0]
    mission = known.mission
    busy = dates.busy_until(mission.child_id, mission.family_id, besides=mission.pk)
    return CounterPage(
        card=card_of(known, today),
        offer=known.offer,
        rounds=rounds_of(known),
        choice=CourseChoice(mission.course, known.words, mission.review),
        target=_target(known, user),
        first_day=policies.earliest_start(known.offer.first_day, today, busy),
        may=allows(known.state, Action.COUNTER, known.standing) and known.offer.n < policies.MOST_OFFERS,
    )


def _target(known: Known, user: User) -> Target:
    """The child here, with the guardian who would promise: the one who makes the offer, if it is one."""
    mission, guardian = known.mission, known.guardian_name
    if user.is_guardian:
        names = guardian_names([mission.family_id])
        guardian = names.get((mission.family_id, user.pk), guardian)
    return Target(
        family_id=mission.family_id,
        child_id=mission.child_id,
        child=mission.child.display_name,
        family="",
        guardian=guardian,
    )
