"""Missions as lists show them: whose, what for, how far, and what waits for the reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import User
from families.models import Membership
from families.selectors import families_of
from lessons.models import CourseLesson
from lessons.selectors.progress import Progress, progress_of_many
from missions import ledger, policies, wording
from missions.ledger import Balance
from missions.models import EndWish, Mission, Offer, PromiseChange
from missions.selectors.ending import said_to, waits_for
from missions.states import ACTIVE, OPEN, PROMISED, TABLE, Action, State, Who, allows
from oneco.lib import clock

PAST_A_PAGE = 20
# The order of a list: what runs, what is promised, what comes, what waits for an answer.
_ORDER = {State.RUNNING: 0, State.MAKEUP: 0, State.ACHIEVED: 1, State.DELIVERED: 2, State.SCHEDULED: 3}


class Beside(TypedDict):
    """How many words the course has, what the child calls the promiser ("" or None: nothing), and who asks
    to change what is owed (None: nobody)."""

    words: int
    called: str | None
    change_by: int | None


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    Whole = WithAnnotations[Mission, Beside]


@dataclass(frozen=True)
class MissionCard:
    """One mission, said to one reader.

    `label` is the state in a word, `moved_on` the study date it was reached on. `waits_for_me` is "answer",
    "change", "deliver", "confirm", "stop", "end" or "", and `waits_text` what the reader is asked to do.
    `guardian_name` is what the child calls the promiser (보호자 while none is named). `ends_on` is the last
    day as it stands now, a makeup period included. Of a `review` (복습 코스) `finished` counts the words
    recalled.
    """

    pk: int
    family_id: int
    child_id: int
    child_name: str
    guardian_id: int | None
    guardian_name: str
    course_title: str
    words: int
    promise: str
    state: State
    label: str
    sentence: str
    url: str
    waits_for_me: str
    waits_text: str
    starts_on: date
    ends_on: date
    moved_on: date
    due_on: date | None
    overdue: int
    enrolment_id: int | None
    finished: int
    learned: int
    is_open: bool
    kept: bool  # settled, and something was really given
    review: bool

    @property
    def under_way(self) -> bool:
        return self.state in (State.RUNNING, State.MAKEUP)


@dataclass(frozen=True)
class PromiseCounts:
    """지킨 약속 and 기다리는 약속, in pieces."""

    kept: int
    waiting: int


@dataclass(frozen=True)
class Known:
    """One mission with everything its sentences need, and what the reader is to it."""

    reader: int
    mission: Mission
    offer: Offer
    standing: frozenset[Who]
    words: int
    progress: Progress | None
    balance: Balance
    guardian_name: str
    change_by: int | None
    wish: EndWish | None

    @property
    def state(self) -> State:
        return State(self.mission.state)

    @property
    def finished(self) -> int:
        """How many words are done: finished, or in a 복습 코스 recalled."""
        if self.progress is None:
            return 0
        return self.progress.recalled if self.mission.review else self.progress.finished

    @property
    def viewer(self) -> str:
        if Who.CHILD in self.standing:
            return "child"
        return "promiser" if Who.PROMISER in self.standing else "other"


def visible_missions(user: User) -> QuerySet[Mission]:
    """The missions of a person's live families; a child sees only its own."""
    missions = Mission.objects.filter(family__in=families_of(user).order_by())
    return missions.filter(child=user) if user.is_child else missions


def is_under_way(user: User, pk: int) -> bool:
    """Whether one of this person's missions runs now."""
    return visible_missions(user).filter(pk=pk, state__in=ACTIVE).exists()


def open_missions_of_child(child: User, *, today: date) -> list[MissionCard]:
    """What a child has before it: open missions, and promises not yet settled; what waits for it first."""
    return cards(visible_missions(child).filter(_before_them()), child, today)


def open_missions_of_guardian(guardian: User, *, today: date) -> list[MissionCard]:
    """The same for every child of a guardian's live families."""
    return cards(visible_missions(guardian).filter(_before_them()), guardian, today)


def _before_them() -> Q:
    """What is open, and what is owed or waits for a word in a mission that is over."""
    return Q(state__in=OPEN | PROMISED) | ledger.owing()


@dataclass(frozen=True)
class PastPage:
    """One page of what is over."""

    cards: list[MissionCard]
    page: "Page[Whole]"


@dataclass(frozen=True)
class MissionList:
    """What is open, what waits for the reader first, and what is over, newest first."""

    open: list[MissionCard]
    past: PastPage


def mission_list_of(user: User, *, today: date, page: int | str = 1) -> MissionList:
    """Everything on the page 미션."""
    missions = visible_missions(user)
    over = missions.exclude(_before_them()).order_by("-moved_at", "-pk")
    found = Paginator(whole(over), PAST_A_PAGE).get_page(page)
    open_ones = list(whole(missions.filter(_before_them())))
    made = [card_of(known, today) for known in know([*open_ones, *found], user)]
    return MissionList(
        _in_order(made[: len(open_ones)]),
        PastPage(made[len(open_ones) :], found),
    )


def promise_counts(user: User) -> PromiseCounts:
    """How many promises were kept and how many wait, over all live families (one query)."""
    found = ledger.balances(visible_missions(user)).values()
    return PromiseCounts(kept=sum(b.kept for b in found), waiting=sum(b.waiting for b in found))


def cards(missions: QuerySet[Mission], user: User, today: date) -> list[MissionCard]:
    """Cards of missions for one reader, what waits for it first."""
    return _in_order([card_of(known, today) for known in know(whole(missions), user)])


def _in_order(made: list[MissionCard]) -> list[MissionCard]:
    return sorted(made, key=lambda c: (not c.waits_for_me, _ORDER.get(c.state, 4), c.starts_on, c.pk))


def know(
    missions: "Iterable[Whole]", user: User, balances: Mapping[int, Balance] | None = None
) -> list[Known]:
    """Everything about missions, in the same number of queries for one and for a hundred; one less where
    their balances are known already."""
    rows = list(missions)
    prefetch_related_objects(rows, "offers")
    wishes = EndWish.objects.filter(mission__in=[row.pk for row in rows], answered_at=None)
    wished = {wish.mission_id: wish for wish in wishes.select_related("mission")}
    progress = progress_of_many([row.enrolment for row in rows if row.enrolment is not None])
    if balances is None:
        balances = ledger.balances([row.pk for row in rows])
    return [_known(row, user, progress, balances.get(row.pk, Balance()), wished.get(row.pk)) for row in rows]


def whole(missions: QuerySet[Mission]) -> "QuerySet[Whole]":
    """The missions with what stands beside them in one row: whose, which course, its words, the 호칭."""
    places = CourseLesson.objects.filter(course=OuterRef("course")).order_by().values("course")
    membership = Membership.objects.filter(
        family=OuterRef("family"), user=OuterRef("guardian"), role="guardian"
    ).order_by("-pk")
    changes = PromiseChange.objects.filter(mission=OuterRef("pk"), open=1)
    return missions.select_related("child", "guardian", "course", "enrolment").annotate(
        words=Coalesce(Subquery(places.annotate(n=Count("pk")).values("n")), 0),
        called=Subquery(membership.values("called")[:1]),
        change_by=Subquery(changes.values("by")[:1]),
    )


def guardian_names(families: Iterable[int], *, live: bool = False) -> dict[tuple[int, int], str]:
    """What the children call each guardian: {(family, user): "엄마"}; the name where nothing is set.

    With `live` only of those who could promise now.
    """
    rows = Membership.objects.filter(family__in=list(families), role="guardian").order_by("pk")
    if live:
        rows = rows.filter(state=Membership.State.LIVE)
    return {
        (family, user): called or name
        for family, user, called, name in rows.values_list("family", "user", "called", "user__display_name")
    }


def card_of(known: Known, today: date) -> MissionCard:
    mission, offer, balance = known.mission, known.offer, known.balance
    waits, facts = _waits(known), facts_of(known, today)
    return MissionCard(
        pk=mission.pk,
        family_id=mission.family_id,
        child_id=mission.child_id,
        child_name=mission.child.display_name,
        guardian_id=mission.guardian_id,
        guardian_name=known.guardian_name,
        course_title=wording.course_text(mission.course.title, review=mission.review),
        words=known.words,
        promise=wording.promise_text(offer.kind, offer.title, offer.amount),
        state=known.state,
        label=wording.margin(facts),
        sentence=_sentence(known, facts),
        url=reverse("missions:detail", args=[mission.pk]),
        waits_for_me=waits,
        waits_text=wording.waits_text(waits),
        starts_on=mission.starts_on,
        ends_on=mission.makeup_until or mission.ends_on,
        moved_on=clock.study_date(mission.moved_at),
        due_on=balance.due_on,
        overdue=policies.overdue_days(balance.due_on, today) if balance.due_on else 0,
        enrolment_id=mission.enrolment_id,
        finished=known.finished,
        learned=known.progress.total - known.progress.missing if known.progress else 0,
        is_open=known.state in OPEN,
        kept=known.state is State.SETTLED and facts.given,
        review=mission.review,
    )


def facts_of(known: Known, today: date) -> wording.Facts:
    """What the sentence of a mission needs."""
    mission, balance, progress = known.mission, known.balance, known.progress
    asked_side = Who.ANSWERER if known.state is State.DECLINED else Who.OFFERER
    delivery = balance.last_delivery
    return wording.Facts(
        state=known.state,
        viewer=known.viewer,
        child=mission.child.display_name,
        guardian=known.guardian_name,
        mine=asked_side in known.standing,
        starts_on=mission.starts_on,
        ends_on=mission.ends_on,
        makeup_until=mission.makeup_until,
        answer_until=policies.answer_until(clock.study_date(known.offer.made_at)),
        due_on=balance.due_on,
        silent_until=policies.silent_until(clock.study_date(delivery.at)) if delivery else today,
        overdue=policies.overdue_days(balance.due_on, today) if balance.due_on else 0,
        total=progress.total if progress else known.words,
        learned=progress.total - progress.missing if progress else 0,
        finished=known.finished,
        review=mission.review,
        offers=len(mission.offers.all()),
        confirmed=balance.confirmed,
        given=not balance.forgivings or bool(balance.deliveries),
        forgiven=bool(balance.forgivings),
        undo_until=_undo_until(balance, today),
        owed=_text(known, [due.thing for due in balance.dues]),
        unanswered=_text(known, [(d.unit, d.title, -d.effect) for d in balance.unanswered]),
        waits=_waits(known),
    )


def _sentence(known: Known, facts: wording.Facts) -> str:
    """Where a mission stands; on its way or over, also where its promise does. A wish to end it that waits
    for the reader comes first."""
    if known.wish is not None and facts.waits in ("stop", "end"):
        return said_to(known.mission, known.standing, known.wish, guardian=known.guardian_name)
    own = wording.sentence(facts)
    if known.state in ACTIVE:
        return wording.keeping(facts) if facts.waits else own
    kept = wording.keeping(facts) if known.state in (State.ENDED, State.CLOSED) else ""
    return f"{own} {kept}" if kept else own


def _undo_until(balance: Balance, today: date) -> date | None:
    """Until when 없던 일로 can be undone; None when it cannot."""
    days = [policies.undoable_until(clock.study_date(line.at)) for line in balance.forgivings]
    return max((day for day in days if day >= today), default=None)


def _text(known: Known, things: list[tuple[str, str, int]]) -> str:
    return wording.things_text(known.offer.kind, known.offer.title, things)


def _known(
    mission: "Whole", user: User, progress: dict[int, Progress], balance: Balance, wish: EndWish | None
) -> Known:
    offers = sorted(mission.offers.all(), key=lambda offer: offer.n)
    offer = next((o for o in offers if o.pk == mission.agreed_offer_id), offers[-1])
    name = mission.called or (mission.guardian.display_name if mission.guardian else "")
    return Known(
        reader=user.pk,
        mission=mission,
        offer=offer,
        standing=policies.standing(
            is_child=user.is_child,
            is_staff=user.is_staff,
            actor=user.pk,
            guardian=mission.guardian_id,
            child_offered=offers[-1].by_id == mission.child_id,
        ),
        words=mission.words,
        progress=progress.get(mission.enrolment_id) if mission.enrolment_id else None,
        balance=balance,
        guardian_name=name or str(wording.GUARDIAN),
        change_by=mission.change_by,
        wish=wish,
    )


def _waits(known: Known) -> str:
    """What this mission waits for from the reader; what time would decide soonest comes first."""
    if known.state is State.PROPOSED:
        return "answer" if allows(known.state, Action.ACCEPT, known.standing) else ""
    wished = waits_for(known.wish, known.mission, known.standing)
    if wished or answers_change(known):
        return wished or "change"
    if gives(known):
        return "deliver"
    receives = known.balance.unanswered and allows(known.state, Action.CONFIRM, known.standing)
    return "confirm" if receives else ""


def gives(known: Known) -> bool:
    """Whether the reader owes something and can say 줬어요."""
    return bool(known.balance.dues_of(known.reader)) and Action.DELIVER in TABLE[known.state]


def answers_change(known: Known) -> bool:
    """Whether the other side has asked the reader to change what is owed."""
    if known.change_by is None or not allows(known.state, Action.ANSWER_CHANGE, known.standing):
        return False
    return (known.change_by == known.mission.child_id) != (Who.CHILD in known.standing)
