"""The 약속장: all that the page of one mission shows to one reader."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as say

from accounts.models import User
from families.selectors import may_use_pin
from lessons.calendar import course_length
from lessons.selectors.openings import openings_in
from lessons.selectors.progress import first_tries
from lessons.selectors.record import Cell, calendar_rows, table_of
from lessons.selectors.study import Study, study_of
from missions import dates, policies, wording
from missions.models import Mission
from missions.selectors.cards import Known, MissionCard, card_of, know, whole
from missions.selectors.ending import Ending, ending_of
from missions.selectors.keeping import Keeping, givers_in, keepings
from missions.selectors.rounds import Rounds, Share, days_text, rounds_of, shares_of, since_offered
from missions.states import AGAIN, REACHED, Action, State, Who, allows
from missions.wording import Duties, Words
from oneco.lib import clock
from oneco.lib.korean import day_text, friendly, josa


@dataclass(frozen=True)
class NextStep:
    who: str
    what: str


@dataclass(frozen=True)
class MissionPage:
    """What one reader sees of a mission. `can` holds the actions whose buttons stand on the page.

    `first_tries` is how many practised items were right at the first try, and how many were asked.
    """

    card: MissionCard
    course_id: int
    contract: Words
    child: str
    guardian: str
    weekdays: str
    length: str
    first_day: date
    last_day: date
    first_day_before: date | None
    last_day_before: date | None
    makeup_until: date | None
    message: str
    message_by: str
    rounds: Rounds
    shares: list[Share]
    duties: Duties
    signs: list[dict[str, str]]
    signed_on: date | None
    calendar: dict[str, Any] | None
    shells: int
    days: int
    next_steps: list[NextStep]
    can: frozenset[str]
    late_accept: str
    answer_until: date | None
    keeping: Keeping
    may_hand_over: bool
    is_child: bool
    first_tries: tuple[int, int]
    ending: Ending | None


def mission_page(mission: Mission, user: User, *, today: date) -> MissionPage:
    """Everything on the page of one mission for a person who may see it."""
    found = whole(Mission.objects.filter(pk=mission.pk)).select_related("child__child_profile")
    known = know(found, user)[0]
    mission, offer = known.mission, known.offer
    rounds = rounds_of(known)
    moved = rounds.before if known.state is State.PROPOSED else since_offered(mission, offer)
    study, rows = _days(mission, today)
    keeping = keepings([known], givers_in([mission.family_id]), today)[mission.pk]
    return MissionPage(
        card=card_of(known, today),
        course_id=mission.course_id,
        contract=wording.contract(
            child=mission.child.display_name,
            guardian=known.guardian_name,
            words=known.words,
            kind=offer.kind,
            title=offer.title,
            amount=offer.amount,
            review=mission.review,
        ),
        child=mission.child.display_name,
        guardian=known.guardian_name,
        weekdays=days_text(offer.weekdays, offer.on_holidays),
        length=wording.length_text(known.words, review=mission.review),
        first_day=mission.starts_on,
        last_day=mission.ends_on,
        first_day_before=moved.first_day,
        last_day_before=moved.last_day,
        makeup_until=mission.makeup_until,
        message=offer.message,
        message_by=known.guardian_name if offer.by_id != mission.child_id else mission.child.display_name,
        rounds=rounds,
        shares=shares_of(mission, offer),
        duties=wording.duties(review=mission.review, in_parts=bool(offer.parts)),
        signs=_signs(known),
        signed_on=_signed_on(mission),
        calendar=_calendar(rows) if rows else None,
        shells=sum(cell.state == "done" and not cell.outside for row in rows for cell in row),
        days=course_length(known.words, review=mission.review),
        next_steps=_next_steps(known, study, rows, today),
        can=possible_actions(known) | keeping.can,
        late_accept=_late_accept(known, today),
        answer_until=_answer_until(known),
        keeping=keeping,
        may_hand_over=user.is_guardian and _child_is_asked(known) and may_use_pin(mission.child),
        is_child=user.is_child,
        first_tries=first_tries(mission.enrolment_id) if mission.enrolment_id else (0, 0),
        ending=ending_of(mission, known.standing, known.wish, guardian=known.guardian_name),
    )


def _days(mission: Mission, today: date) -> tuple[Study | None, list[list[Cell]]]:
    """The child's days and the mission's calendar among them; nothing before both have agreed."""
    if mission.enrolment_id is None:
        return None, []
    study = study_of(mission.child_id, today)
    return study, calendar_rows(study, mission.enrolment_id, until=mission.makeup_until)


def _signs(known: Known) -> list[dict[str, str]]:
    """Who has agreed so far: the side that offered by offering, the other by accepting."""
    mission = known.mission
    agreed = mission.agreed_offer_id is not None
    child_offered = known.offer.by_id == mission.child_id
    guardian = mission.guardian.display_name if mission.guardian else ""
    return [
        {"who": say("자녀"), "name": mission.child.display_name if agreed or child_offered else ""},
        {
            "who": known.guardian_name,
            "name": (guardian or known.guardian_name) if agreed or not child_offered else "",
        },
    ]


def _signed_on(mission: Mission) -> date | None:
    """The study date on which both had agreed."""
    accepted = mission.events.filter(kind=Action.ACCEPT.value).values_list("at", flat=True).first()
    return clock.study_date(accepted) if accepted else None


def _calendar(rows: list[list[Cell]]) -> dict[str, Any]:
    """The calendar of shells for the template."""
    first, last = rows[0][0].date, rows[-1][-1].date
    caption = say("%(first)s부터 %(last)s까지의 조개") % {"first": day_text(first), "last": day_text(last)}
    return table_of(rows, caption)


def possible_actions(known: Known) -> frozenset[str]:
    """What the table allows this reader, besides what `keeping` says about the promise."""
    table = {
        action.value
        for action in (Action.ACCEPT, Action.COUNTER, Action.DECLINE, Action.WITHDRAW)
        if allows(known.state, action, known.standing)
    }
    if len(known.mission.offers.all()) >= policies.MOST_OFFERS:
        table.discard("counter")
    return frozenset(table | _again(known))


def _again(known: Known) -> set[str]:
    """What can follow an end: the same once more, or the 복습 코스 of what was reached."""
    if Who.BYSTANDER in known.standing:
        return set()
    if known.state in AGAIN:
        return {"propose_again"}
    return {"review"} if known.state in REACHED else set()


def _late_accept(known: Known, today: date) -> str:
    """What accepting today would do to the days, said before the press; empty when it changes nothing."""
    if known.state is not State.PROPOSED or not allows(known.state, Action.ACCEPT, known.standing):
        return ""
    period = dates.period_on_accept(known.mission, known.offer, today=today)
    if (period.starts_on, period.ends_on) == (known.offer.first_day, known.offer.last_day):
        return ""
    return say("지금 받아들이면 %(first)s에 시작해서 %(last)s에 끝나요.") % {
        "first": day_text(period.starts_on),
        "last": day_text(period.ends_on),
    }


def _answer_until(known: Known) -> date | None:
    if known.state is not State.PROPOSED:
        return None
    return policies.answer_until(clock.study_date(known.offer.made_at))


def _child_is_asked(known: Known) -> bool:
    """Whether the next press is the child's, so that the phone may be handed over for it."""
    to_answer = known.state is State.PROPOSED and known.offer.by_id != known.mission.child_id
    return to_answer or known.state in (State.RUNNING, State.MAKEUP) or bool(known.balance.unanswered)


def _next_steps(known: Known, study: Study | None, rows: list[list[Cell]], today: date) -> list[NextStep]:
    """What each side does next."""
    mission = known.mission
    child, guardian = mission.child.display_name, known.guardian_name
    if known.state is State.PROPOSED:
        child_offered = known.offer.by_id == mission.child_id
        asked, asking = (guardian, child) if child_offered else (child, guardian)
        return [NextStep(asked, say("제안을 보고 답해요")), NextStep(asking, say("답을 기다려요"))]
    if known.state is State.SCHEDULED:
        day = day_text(mission.starts_on)
        return [
            NextStep(
                child,
                (say("%s에 첫 떠올리기를 해요") if mission.review else say("%s에 첫 단어를 배워요")) % day,
            ),
            NextStep(guardian, say("%s에 한마디 응원해 줘요") % day),
        ]
    if known.state in (State.RUNNING, State.MAKEUP):
        return [NextStep(child, _to_learn(mission, study)), NextStep(guardian, _to_ask(rows, today))]
    if known.state is State.ACHIEVED:
        due = day_text(known.balance.due_on or today)
        return [
            NextStep(child, say("약속한 것을 기다려요")),
            NextStep(guardian, say("%s까지 약속한 것을 줘요") % due),
        ]
    if known.state is State.DELIVERED and known.balance.unanswered:
        return [
            NextStep(child, say("받았는지 알려 줘요")),
            NextStep(guardian, say("%s의 답을 기다려요") % friendly(child)),
        ]
    return []


def _to_learn(mission: Mission, study: Study | None) -> str:
    """What the child does next in a mission that is under way."""
    openings = openings_in(study) if study else []
    opening = next((o for o in openings if o.enrolment.pk == mission.enrolment_id), None)
    if opening is None or not (opening.study_day or opening.makeup):
        if mission.review:
            return say("다음 배우는 날에 배운 단어를 떠올려요")
        return say("다음 배우는 날에 단어 하나를 배워요")
    if opening.lesson is not None:
        return say("오늘 %s 배워요") % _quoted(opening.lesson.ko, "을/를")
    return say("오늘은 배운 단어를 떠올려요") if opening.review else say("오늘 배울 것을 마쳤어요")


def _to_ask(rows: list[list[Cell]], today: date) -> str:
    """When the guardian asks the child about what it has learned."""
    reviews = [cell.date for row in rows for cell in row if cell.review and cell.date >= today]
    if not reviews:
        return say("저녁에 오늘의 단어를 하나 물어봐요")
    return say("%s 복습하는 날에 한 가지를 물어봐요") % day_text(reviews[0])


def _quoted(word: str, pair: str) -> str:
    """‘기회비용’을: the particle follows the word, not the quotation mark."""
    return f"‘{word}’{josa(word, pair)[len(word) :]}"
