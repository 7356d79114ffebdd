"""The offers of a mission as its page tells them: what changed, who said so, what is left to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as say

from lessons.calendar import BLOCK
from lessons.selectors.days import calendar_for
from missions import policies, wording
from missions.models import Mission, Offer
from missions.selectors.cards import Known, guardian_names
from missions.states import Action, State, allows
from oneco.lib import clock
from oneco.lib.korean import friendly, weekdays_text


@dataclass(frozen=True)
class Round:
    """One offer in the history; `change` is empty for the first."""

    n: int
    by: str
    made_on: date
    promise: str
    days: str
    change: str
    reason: str


@dataclass(frozen=True)
class Before:
    """What stood in the offer before the one on the table, empty or None where it did not change."""

    weekdays: str = ""
    first_day: date | None = None
    last_day: date | None = None
    promise: str = ""


@dataclass(frozen=True)
class Share:
    """A part of 나눠 받기: `amount` in won, from the study date `comes_on` on; earned or not."""

    j: int
    amount: int
    comes_on: date
    earned: bool


@dataclass(frozen=True)
class Rounds:
    """`n` of at most `most` offers; `last_word` says what is left when no other can follow."""

    n: int
    most: int
    change: str
    reason: str
    by: str
    before: Before
    history: Sequence[Round]
    last_word: str

    @property
    def talked(self) -> bool:
        """Whether there was more than the first proposal."""
        return self.n > 1


def days_text(weekdays: str, on_holidays: bool) -> str:
    """The study days of the week, and whether 공휴일 are among them."""
    return say("%s, 공휴일에도") % weekdays_text(weekdays) if on_holidays else weekdays_text(weekdays)


def rounds_of(known: Known) -> Rounds:
    """Everything about the offers of one mission. One query where there was more than one."""
    offers = sorted(known.mission.offers.all(), key=lambda offer: offer.n)
    names = _names(known, offers)
    history = [
        _round(offer, before, names[offer.by_id])
        for offer, before in zip(offers, [None, *offers], strict=False)
    ]
    last, proposed = history[-1], known.state is State.PROPOSED
    asked = allows(known.state, Action.ACCEPT, known.standing)
    at_end = proposed and asked and last.n == policies.MOST_OFFERS
    return Rounds(
        n=last.n,
        most=policies.MOST_OFFERS,
        change=last.change,
        reason=last.reason,
        by=last.by,
        before=_before(offers) if proposed and len(offers) > 1 else Before(),
        history=history,
        last_word=wording.last_word(to_child=known.viewer == "child") if at_end else "",
    )


def since_offered(mission: Mission, offer: Offer) -> Before:
    """The days of the agreed offer where the mission's days have moved since."""
    agreed = mission.agreed_offer_id is not None
    return Before(
        first_day=offer.first_day if agreed and offer.first_day != mission.starts_on else None,
        last_day=offer.last_day if agreed and offer.last_day != mission.ends_on else None,
    )


def shares_of(mission: Mission, offer: Offer) -> list[Share]:
    """The parts of a promise with the days from which they can be earned; those of an open offer as its days
    stand. Two queries at most, none without parts."""
    if not offer.parts:
        return []
    if mission.agreed_offer_id is not None:
        rows = mission.parts.order_by("j").values_list("j", "amount", "comes_on", "earned_on")
        return [Share(j, amount, comes_on, earned is not None) for j, amount, comes_on, earned in rows]
    calendar = calendar_for(
        first_day=offer.first_day,
        weekdays=offer.weekdays,
        on_holidays=offer.on_holidays,
        child_id=mission.child_id,
        family_id=mission.family_id,
    )
    last = len(offer.parts)
    return [
        Share(j, amount, offer.last_day if j == last else calendar.nth((BLOCK + 1) * j), earned=False)
        for j, amount in enumerate(offer.parts, start=1)
    ]


def _round(offer: Offer, before: Offer | None, by: str) -> Round:
    return Round(
        n=offer.n,
        by=by,
        made_on=clock.study_date(offer.made_at),
        promise=wording.promise_text(offer.kind, offer.title, offer.amount),
        days=days_text(offer.weekdays, offer.on_holidays),
        change=wording.change_text(before, offer) if before else "",
        reason=offer.reason,
    )


def _names(known: Known, offers: Sequence[Offer]) -> dict[int, str]:
    """What each side is called; before a guardian is named the child has spoken alone."""
    mission = known.mission
    names = {mission.child_id: friendly(mission.child.display_name)}
    if mission.guardian_id is not None:
        names[mission.guardian_id] = known.guardian_name
    if any(offer.by_id not in names for offer in offers):
        called = guardian_names([mission.family_id])
        names |= {user: name for (_family, user), name in called.items() if user not in names}
    return {offer.by_id: names.get(offer.by_id, str(wording.GUARDIAN)) for offer in offers}


def _before(offers: Sequence[Offer]) -> Before:
    old, new = offers[-2:]
    old_days, new_days = (days_text(o.weekdays, o.on_holidays) for o in (old, new))
    old_promise, new_promise = (wording.promise_text(o.kind, o.title, o.amount) for o in (old, new))
    return Before(
        weekdays=old_days if old_days != new_days else "",
        first_day=old.first_day if old.first_day != new.first_day else None,
        last_day=old.last_day if old.last_day != new.last_day else None,
        promise=old_promise if old_promise != new_promise else "",
    )
