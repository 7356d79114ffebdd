"""How a mission could end early: who wished for it, what was reached, what the reader can press."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as say

from accounts.models import User
from lessons.selectors.days import calendar_of
from lessons.selectors.progress import Progress, progress_of
from missions import policies, wording
from missions.models import EndWish, Mission, Offer, PromiseLine
from missions.states import Action, State, Who, allows
from oneco.lib.korean import won_text

LENGTHS = (2, 3, 5, 10)  # study days by which a makeup period can grow in one press


@dataclass(frozen=True)
class Reached:
    """How far a mission is. `so_far` (won) is the preset of 지금까지 한 만큼, `most` (won) what is not earned
    yet; both 0 where no 용돈 was promised. `child_decides`: three quarters are done."""

    done: int
    total: int
    so_far: int
    most: int
    child_decides: bool


@dataclass(frozen=True)
class Ending:
    """What a mission's page says and offers about ending it early.

    `said` is the open wish in a sentence, or what was given in the end ("" for neither), `can` what the
    reader may press: stop, more, keep_on, end, agree, lengthen. `longer` are the study days to which a makeup
    period can be lengthened.
    """

    said: str
    reason: str
    can: frozenset[str]
    longer: list[date]


def open_wish(mission: Mission) -> EndWish | None:
    """The wish that waits for an answer."""
    return EndWish.objects.filter(mission=mission, answered_at=None).select_related("mission").first()


def reached_by(mission: Mission) -> Reached:
    """How far a mission under way is; what a review course counts is words recalled."""
    assert mission.enrolment is not None
    assert mission.agreed_offer is not None
    progress: Progress = progress_of(mission.enrolment)
    done = progress.recalled if mission.review else progress.finished
    offer = mission.agreed_offer
    most = so_far = 0
    if offer.kind == Offer.Kind.MONEY:
        earned = sum(part.amount for part in mission.parts.exclude(earned_on=None))
        most = offer.amount - earned
        so_far = min(max(policies.share_so_far(offer.amount, done, progress.total) - earned, 0), most)
    return Reached(done, progress.total, so_far, most, policies.child_decides(done, progress.total))


def ending_page(mission: Mission, user: User) -> Ending | None:
    """What somebody of the family sees of it, read anew."""
    standing = policies.standing(
        is_child=user.is_child,
        is_staff=user.is_staff,
        actor=user.pk,
        guardian=mission.guardian_id,
        child_offered=False,
    )
    return ending_of(mission, standing, open_wish(mission), guardian="")


def ending_of(
    mission: Mission, standing: frozenset[Who], wish: EndWish | None, *, guardian: str
) -> Ending | None:
    """What one reader sees of it; None when there is nothing to say or press. `guardian` is the 호칭."""
    state = State(mission.state)
    if state is State.ENDED:
        return _ended(mission)
    if not mission.is_under_way:
        return None
    can = {name for name, action in _PRESSES.items() if allows(state, action, standing)}
    can &= _fitting(wish, mission, standing)
    longer = _longer(mission) if allows(state, Action.LENGTHEN, standing) else []
    can |= {"lengthen"} if longer else set()
    said = said_to(mission, standing, wish, guardian=guardian) if wish else ""
    return Ending(said, wish.reason if wish else "", frozenset(can), longer)


def _ended(mission: Mission) -> Ending:
    """Why it ended, as both sides read it, and what was given for 지금까지 한 만큼."""
    event = mission.events.filter(to_state=State.ENDED.value).exclude(from_state=State.ENDED.value).last()
    line = PromiseLine.objects.filter(key=f"earned:{mission.pk}:end").first()
    given = "" if line is None else line.title or won_text(line.effect)
    said = say("지금까지 한 만큼: %s") % given if given else ""
    return Ending(said, str(event.data.get("reason", "")) if event else "", frozenset(), [])


_PRESSES = {
    "stop": Action.ASK_STOP,
    "more": Action.ASK_MORE,
    "keep_on": Action.KEEP_ON,
    "end": Action.END,
    "agree": Action.END,
}


def _fitting(wish: EndWish | None, mission: Mission, standing: frozenset[Who]) -> set[str]:
    """What the open wish leaves to press, before the table is asked."""
    is_child = Who.CHILD in standing
    if wish is None:
        return {"stop"} if is_child else {"end"}
    by_child = wish.by_id == mission.child_id
    if is_child:
        return {"keep_on"} if by_child and wish.more_asked_on is None else {"keep_on", "agree"}
    if not by_child:
        return set()
    return {"end"} if wish.more_asked_on else {"end", "more"}


def _viewer(standing: frozenset[Who]) -> str:
    if Who.CHILD in standing:
        return "child"
    return "promiser" if Who.PROMISER in standing else "other"


def _longer(mission: Mission) -> list[date]:
    assert mission.enrolment is not None
    assert mission.makeup_until is not None
    calendar = calendar_of(mission.enrolment)
    last = calendar.index(mission.makeup_until)
    days = [calendar.nth(last + more) for more in LENGTHS]
    return [day for day in days if (day - mission.starts_on).days <= policies.MOST_DAYS_LONG]


def said_to(mission: Mission, standing: frozenset[Who], wish: EndWish, *, guardian: str) -> str:
    """An open wish in a sentence for one reader."""
    return wording.wish_text(_viewer(standing), wish, child=mission.child.display_name, guardian=guardian)


def waits_for(wish: EndWish | None, mission: Mission, standing: frozenset[Who]) -> str:
    """What an open wish asks of a reader in a list: "stop" of the promiser, "end" of the child, else ""."""
    fitting = set() if wish is None else _fitting(wish, mission, standing)
    if Who.CHILD in standing and "agree" in fitting:
        return "end"
    return "stop" if Who.PROMISER in standing and "more" in fitting else ""


def so_far_text(reached: Reached) -> str:
    """단어 20개 가운데 8개를 했어요."""
    return say("단어 %(total)d개 가운데 %(done)d개를 했어요.") % {
        "total": reached.total,
        "done": reached.done,
    }
