"""Two homes, their people and the clock, driven at random over the services, with the laws after each step.

Two guardians of one home, a guardian of the other, a child of both, a child of one, and a stranger. Whoever
is drawn presses whatever is drawn: legal or not, on whatever mission there is.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Sum
from django.http import Http404
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts.models import Notification, User
from families.models import Family, Membership, RestDay
from families.rests import parts_of
from families.selectors import guardians_in
from families.services import members
from lessons.models import Course, Enrolment, Lesson, Recall, StudySession
from lessons.signals import progress_changed
from missions import ledger, policies
from missions.access import mission_for
from missions.models import EndWish, Mission, MissionEvent, Offer, Part, PromiseChange, PromiseLine
from missions.selectors.cards import visible_missions
from missions.selectors.detail import mission_page
from missions.services import (
    again,
    changing,
    ending,
    forgiving,
    offers,
    promises,
    resting,
    sweep,
    taking_over,
)
from missions.services.changing import Wish
from missions.services.rest_plans import Wish as RestWish
from missions.services.terms import Terms
from missions.states import ACTIVE, AGREED, OPEN, REACHED, TABLE, Action, State
from oneco.lib import clock
from oneco.lib.errors import Refused
from tests.factories import add_member, make_child, make_family, make_guardian
from tests.missions.world import MONDAY, at, make_course

DAY = timedelta(days=1)
TABLES: Sequence[type[models.Model]] = (
    Mission,
    Offer,
    MissionEvent,
    EndWish,
    Part,
    PromiseLine,
    PromiseChange,
    Enrolment,
    StudySession,
    Recall,
    Membership,
    RestDay,
    Notification,
)
counted: Counter[str] = Counter()  # what all machines of this run did
Draw = st.sampled_from(range(60))


@dataclass(frozen=True)
class Press:
    """Something a person does to a mission: `n` is a number to make choices with."""

    action: Action
    service: Callable[..., object]
    more: Callable[["Homes", Mission, int], dict[str, Any]] = lambda machine, mission, n: {}


def _terms_of_counter(machine: "Homes", mission: Mission, n: int) -> dict[str, Any]:
    return {"terms": machine.terms(mission.course, n), "reason": "조금 다르게"[: n % 6]}


def _end(machine: "Homes", mission: Mission, n: int) -> dict[str, Any]:
    return {"reason": "이사" * (n % 2), "amount": n % 4 * 500, "title": "간식" * (n % 3 == 2)}


def _longer(machine: "Homes", mission: Mission, n: int) -> dict[str, Any]:
    return {"until": (mission.makeup_until or mission.ends_on) + DAY * (n % 12 - 2)}


def _seen(machine: "Homes", mission: Mission, n: int) -> dict[str, Any]:
    return {"seen": ledger.balance_of(mission).last_line}


def _gift(machine: "Homes", mission: Mission, n: int) -> dict[str, Any]:
    return _seen(machine, mission, n) | {"amount": (None, None, 700, 10**6)[n % 4]}


def _not_yet(machine: "Homes", mission: Mission, n: int) -> dict[str, Any]:
    delivery = ledger.balance_of(mission).correctable
    return {"line": delivery.pk if delivery else None}


def _wish(machine: "Homes", mission: Mission, n: int) -> dict[str, Any]:
    if n % 2:
        return {"wish": Wish(due_on=machine.today + DAY * (n * 2 - 5))}
    return {"wish": Wish(title="영화 보기"[: n % 7], amount=n * 100 if n % 3 else None)}


def _answer(machine: "Homes", mission: Mission, n: int) -> dict[str, Any]:
    return _newest_wish(machine, mission, n) | {"accept": n % 3 > 0}


def _newest_wish(machine: "Homes", mission: Mission, n: int) -> dict[str, Any]:
    newest = mission.promise_changes.order_by("-pk").first()
    return {"change_id": newest.pk if newest else 0}


PRESSES: dict[str, Press] = {
    "counter": Press(Action.COUNTER, offers.counter_mission, _terms_of_counter),
    "accept": Press(Action.ACCEPT, offers.accept_mission),
    "decline": Press(Action.DECLINE, offers.decline_mission),
    "withdraw": Press(Action.WITHDRAW, offers.withdraw_mission),
    "stop": Press(Action.ASK_STOP, ending.ask_to_stop),
    "more": Press(Action.ASK_MORE, ending.ask_for_more),
    "keep on": Press(Action.KEEP_ON, ending.keep_on),
    "end": Press(Action.END, ending.end_mission, _end),
    "lengthen": Press(Action.LENGTHEN, ending.lengthen_makeup, _longer),
    "deliver": Press(Action.DELIVER, promises.deliver_promise, _gift),
    "confirm": Press(Action.CONFIRM, promises.confirm_promise),
    "not yet": Press(Action.NOT_YET, promises.mark_not_yet, _not_yet),
    "forgive": Press(Action.FORGIVE, forgiving.forgive_promise, _seen),
    "undo forgive": Press(Action.UNDO_FORGIVE, forgiving.undo_forgive),
    "ask change": Press(Action.CHANGE, changing.ask_change, _wish),
    "answer change": Press(Action.ANSWER_CHANGE, changing.answer_change, _answer),
    "take back change": Press(Action.CHANGE, changing.take_back_change, _newest_wish),
    "nudge": Press(Action.NUDGE, promises.nudge_promiser),
    "take over": Press(
        Action.TAKE_OVER,
        taking_over.take_over_mission,
        lambda machine, mission, n: {"with_promises": n % 2 == 0},
    ),
    "again": Press(Action.PROPOSE, again.propose_again),
}


ABOUT_PROMISES = {
    Action.DELIVER,
    Action.CONFIRM,
    Action.NOT_YET,
    Action.FORGIVE,
    Action.UNDO_FORGIVE,
    Action.CHANGE,
    Action.ANSWER_CHANGE,
}


class Homes(RuleBasedStateMachine):
    """One random history. All of it happens inside a transaction of its own that is thrown away."""

    def __init__(self) -> None:
        super().__init__()
        self._aside = transaction.atomic()
        self._aside._from_testcase = True  # the services' own transactions may stand inside it
        self._aside.__enter__()
        self.now = at(MONDAY)
        early = self.now - timedelta(days=3)
        self.mother, self.father = make_guardian(name="엄마"), make_guardian(name="아빠")
        self.aunt, self.stranger = make_guardian(name="이모"), make_guardian(name="남")
        self.home = make_family(self.mother, self.father, name="엄마 집", now=early)
        self.other = make_family(self.aunt, name="이모 집", now=early)
        make_family(self.stranger, name="남의 집", now=early)
        self.first = make_child(self.home, self.mother, name="서하")
        self.second = make_child(self.home, self.mother, name="도윤")
        add_member(self.other, self.first, now=early)
        self.people = [self.mother, self.father, self.aunt, self.first, self.second, self.stranger]
        self.courses = [
            make_course(slug, words, title)
            for slug, words, title in (("a", 4, "가"), ("b", 8, "나"), ("c", 4, "다"))
        ]

    def teardown(self) -> None:
        """No state waits for ever: let a year and a half pass, then throw everything away."""
        try:
            self.wait_long()
        finally:
            transaction.set_rollback(True)
            self._aside.__exit__(None, None, None)

    # --- what people do

    @initialize(n=Draw)
    def begin(self, n: int) -> None:
        """Both homes have offered the child of two something."""
        for family, guardian, course in (
            (self.home, self.mother, self.courses[0]),
            (self.other, self.aunt, self.courses[1]),
        ):
            terms = replace(self.terms(course, n), first_day=self.today, weekdays="1111111")
            offers.propose_mission(family, child=self.first, terms=terms, actor=guardian, now=self.now)

    @rule(who=Draw, child=Draw, course=Draw, n=Draw)
    def propose(self, who: int, child: int, course: int, n: int) -> None:
        to = (self.first, self.second)[child % 2]
        family = (self.home, self.other)[n % 2 if to == self.first else 0]
        actor = self.people[who % 6] if who % 5 == 0 else (to, self.guardian_in(family))[who % 2]
        terms = self.terms(self.courses[course % 3], n)
        self.press(
            "propose",
            lambda: offers.propose_mission(family, child=to, terms=terms, actor=actor, now=self.now),
        )

    @rule(name=st.sampled_from(sorted(PRESSES)), who=Draw, which=Draw, n=Draw)
    def act(self, name: str, who: int, which: int, n: int) -> None:
        """Anybody presses anything."""
        self.do(name, self.pick(which), self.people[who % 6], n)

    @rule(which=Draw, press=Draw, who=Draw, n=Draw)
    def act_in_turn(self, which: int, press: int, who: int, n: int) -> None:
        """Somebody whom it concerns presses what the table has for the mission's state."""
        mission = self.pick(which)
        names = [name for name, p in PRESSES.items() if p.action in TABLE[State(mission.state)]]
        if names:
            concerned = [mission.child, mission.guardian or self.guardian_in(mission.family)]
            self.do(names[press % len(names)], mission, concerned[who % 2], n)

    @rule(press=Draw, who=Draw, n=Draw)
    def act_on_the_newest(self, press: int, who: int, n: int) -> None:
        """The same on the newest mission: otherwise few lives would get far."""
        self.act_in_turn(0, press, who, n)

    @precondition(lambda self: PromiseLine.objects.filter(kind="earned").exists())
    @rule(press=Draw, who=Draw, n=Draw)
    def act_on_a_promise(self, press: int, who: int, n: int) -> None:
        """Somebody does something about what was earned."""
        line = PromiseLine.objects.filter(kind="earned").order_by("-pk")[0]
        names = [name for name, p in PRESSES.items() if p.action in ABOUT_PROMISES]
        self.do(names[press % len(names)], line.mission, (line.child, line.giver)[who % 2], n)

    def do(self, name: str, mission: Mission, actor: User, n: int) -> None:
        press = PRESSES[name]
        more = press.more(self, mission, n)
        self.press(name, lambda: press.service(mission.pk, actor=actor, now=self.now, **more))

    @precondition(lambda self: Mission.objects.filter(state="proposed").exists())
    @rule(which=Draw)
    def agree(self, which: int) -> None:
        """The side that was asked accepts: most lives begin with it."""
        mission = Mission.objects.filter(state="proposed").order_by("-pk")[0]
        by_child = mission.offers.latest("n").by_id == mission.child_id
        actor = (mission.guardian or self.guardian_in(mission.family)) if by_child else mission.child
        self.do("accept", mission, actor, which)

    @rule(who=Draw, n=Draw)
    def move_house(self, who: int, n: int) -> None:
        """Somebody leaves a family; whoever has left mostly comes back first."""
        left = Membership.objects.filter(state="left").order_by("pk")
        gone = [p for p in left if not Membership.objects.filter(family=p.family, user=p.user, present=1)]
        if gone and n % 4:
            self.press("come back", lambda: members.come_back(gone[who % len(gone)], now=self.now))
            return
        place = Membership.objects.filter(user=self.people[who % 6], state="live").order_by("pk").last()
        if place is not None:
            self.press("leave", lambda: members.leave(place, now=self.now))

    @rule(who=Draw, kind=st.sampled_from(("rest", "exam", "sick", "trip")), n=Draw, length=st.integers(1, 16))
    def rest(self, who: int, kind: str, n: int, length: int) -> None:
        """Somebody takes days off, or asks for one."""
        first = self.today + DAY * (n % 20 - 3)
        child = (self.first, self.second)[n % 2]
        family = (self.home, self.other)[who % 2 if child == self.first else 0]
        wish = RestWish(kind, first, first + DAY * (0 if kind == "rest" else length - 1), child, family)
        actor = self.whom_it_concerns(who, child, family)
        self.press(f"rest {kind}", lambda: resting.take_rests(wish, actor=actor, now=self.now))

    @precondition(lambda self: RestDay.objects.exists())
    @rule(who=Draw, n=Draw)
    def answer_or_give_back_rests(self, who: int, n: int) -> None:
        found = list(RestDay.objects.order_by("-pk")[:10])
        row = found[n % len(found)]
        child_id, family_id = parts_of(row.scope)
        child = User.objects.get(pk=child_id) if child_id else self.first
        family = Family.objects.get(pk=family_id) if family_id else self.home
        wish = RestWish(row.kind, row.date, row.date, child, family)
        actor = self.whom_it_concerns(who, child, family)
        if row.state == RestDay.State.ASKED and n % 2:
            yes = who % 3 > 0
            self.press(
                "answer rest",
                lambda: resting.answer_rest_wish(wish, yes=yes, actor=actor, now=self.now),
            )
        else:
            self.press("give back", lambda: resting.give_back_rests(wish, actor=actor, now=self.now))

    @precondition(lambda self: Mission.objects.filter(state__in=ACTIVE).exists())
    @rule(which=Draw, words=st.integers(1, 4), recall=st.booleans())
    def study(self, which: int, words: int, recall: bool) -> None:
        """Finish the next words of a mission, or recall finished ones, as grading leaves them."""
        under_way = list(Mission.objects.filter(state__in=ACTIVE).select_related("enrolment"))
        mission = under_way[which % len(under_way)]
        assert mission.enrolment is not None
        (self._recall if recall else self._finish)(mission.enrolment, words)
        with transaction.atomic():
            progress_changed.send(sender=Enrolment, enrolment=mission.enrolment, day=self.today, now=self.now)
        counted["studied"] += 1

    @rule(days=st.sampled_from([1, 1, 1, 2, 3, 8]))
    def wait(self, days: int) -> None:
        self.now += days * DAY
        self.sweep()
        before = rows()
        self.sweep()
        assert rows() == before, "law 5: the sweep again leaves the same rows"
        counted["waited"] += 1

    @precondition(lambda self: Mission.objects.filter(state__in=ACTIVE).exists())
    @rule(days=st.integers(2, 6))
    def good_days(self, days: int) -> None:
        """Days on which every child learns a word of each mission and recalls those of before."""
        for _day in range(days):
            for mission in Mission.objects.filter(state__in=ACTIVE).select_related("enrolment"):
                assert mission.enrolment is not None
                self._recall(mission.enrolment, 4)
                self._finish(mission.enrolment, 1)
                with transaction.atomic():
                    progress_changed.send(
                        sender=Enrolment, enrolment=mission.enrolment, day=self.today, now=self.now
                    )
            self.now += DAY
            self.sweep()
        counted["studied"] += days

    # --- the laws

    def press(self, name: str, service: Callable[[], object]) -> None:
        """Laws 1 and 5: an illegal press changes nothing, and the same press again neither."""
        before = rows()
        no = refusal_of(service)
        after = rows()
        if no is not None:
            assert after == before, f"{name} was refused ({no.code}) and yet changed something"
            assert str(no).endswith("."), f"{name}: {no}"
            counted["refused"] += 1
            counted[f"{name}: {no.code}"] += 1
            return
        counted["done"] += 1
        counted[name] += 1
        refusal_of(service)
        assert rows() == after, f"{name} twice is not {name} once"

    @invariant()
    def law_1_every_row_fits_every_other(self) -> None:
        for mission in Mission.objects.select_related("enrolment", "agreed_offer"):
            check_mission(mission, self.today)
        for family, child in {(m.family_id, m.child_id) for m in Mission.objects.all()}:
            check_queue(family, child)

    @invariant()
    def law_4_what_is_owed_is_the_sum_of_the_lines(self) -> None:
        sums = PromiseLine.objects.values("mission", "giver", "unit").annotate(owed=Sum("effect")).order_by()
        for row in sums:
            assert row["owed"] >= 0, row
        for mission in Mission.objects.exclude(guardian=None):
            mine = [
                r["owed"] for r in sums if (r["mission"], r["giver"]) == (mission.pk, mission.guardian_id)
            ]
            assert ledger.owed(mission) == sum(mine)
        for balance in ledger.balances(Mission.objects.all()).values():
            left = Counter[tuple[int, str]]()
            for promise in balance.promises:
                assert promise.left >= 0, promise
                left[promise.line.giver_id, promise.line.unit] += promise.left
            for line in balance.lines:
                left[line.giver_id, line.unit] -= line.effect
            assert not any(left.values()), f"replaying gives another sum: {left}"

    @invariant()
    def law_6_no_state_waits_for_ever(self) -> None:
        for mission in Mission.objects.all():
            assert leads_on(mission, self.today) or self.somebody_can_act(mission), mission

    @invariant()
    def law_7_people_see_their_live_families_and_nothing_else(self) -> None:
        for person in self.people:
            places = Membership.objects.filter(user=person, state="live").values_list("family", flat=True)
            mine = Mission.objects.filter(family__in=places)
            mine = mine.filter(child=person) if person.is_child else mine
            assert set(visible_missions(person)) == set(mine)
        for mission in Mission.objects.exclude(family__memberships__user=self.stranger)[:1]:
            try:
                mission_for(self.stranger, mission.pk)
            except Http404:
                continue
            raise AssertionError("a stranger got in")

    # --- helpers

    def sweep(self) -> None:
        """What the hours bring by themselves."""
        resting.take_silent_rests(now=self.now)
        sweep.run_daily(now=self.now)

    def whom_it_concerns(self, who: int, child: User, family: Family) -> User:
        """The child or its guardian; one time of four anybody."""
        return self.people[who % 6] if who % 4 == 0 else (child, self.guardian_in(family))[who % 2]

    @property
    def today(self) -> date:
        return clock.study_date(self.now)

    def terms(self, course: Course, n: int) -> Terms:
        """Some terms; a few of them nobody may offer."""
        money = n % 5 == 1
        return Terms(
            course=course,
            first_day=self.today + DAY * (n % 13 - 2),
            title="용돈" if money else "김밥 소풍",
            kind=Offer.Kind.MONEY if money else Offer.Kind.TOGETHER,
            amount=(amount := 1_000 * (1 + n % 4) if money else 0),
            parts=(amount // 4, amount - amount // 4) if money and course == self.courses[1] else (),
            weekdays=("1111111", "1111100", "0100100", "0000000")[0 if n % 7 else n % 4],
            on_holidays=n % 3 == 0,
        )

    def guardian_in(self, family: Family) -> User:
        """A guardian of a family; where all have left, one who did."""
        return guardians_in(family).first() or self.aunt

    def pick(self, which: int) -> Mission:
        """A mission, the newest more often than the old ones."""
        found = list(Mission.objects.order_by("-pk").select_related("enrolment", "child", "guardian")[:6])
        return found[which % len(found)]

    def _finish(self, enrolment: Enrolment, words: int) -> None:
        done = StudySession.objects.filter(child=enrolment.child, state="finished").values("lesson")
        fresh = Lesson.objects.filter(places__course=enrolment.course).exclude(pk__in=done)
        for lesson in fresh.order_by("places__order")[:words]:
            StudySession.objects.create(
                child=enrolment.child,
                kind="lesson",
                lesson=lesson,
                version=lesson.versions.get(),
                enrolment=enrolment,
                day=self.today,
                plan={},
                state="finished",
                started_at=self.now,
                finished_at=self.now,
                credited_on=self.today,
            )

    def _recall(self, enrolment: Enrolment, words: int) -> None:
        known = StudySession.objects.filter(
            child=enrolment.child, state="finished", credited_on__lt=self.today
        ).values("lesson")
        waiting = Lesson.objects.filter(places__course=enrolment.course, pk__in=known)
        for lesson in waiting.exclude(recalls__enrolment=enrolment).order_by("pk")[:words]:
            Recall.objects.create(enrolment=enrolment, lesson=lesson, recalled_on=self.today)

    def somebody_can_act(self, mission: Mission) -> bool:
        """Whether the page of somebody in the family has a button."""
        for person in self.people:
            try:
                page = mission_page(mission_for(person, mission.pk), person, today=self.today)
            except Http404:
                continue
            if page.can or (page.ending and page.ending.can):
                return True
        return False

    def wait_long(self) -> None:
        """Time alone ends whatever is open (achieved waits for its promise, with buttons)."""
        for _month in range(18):
            self.now += 30 * DAY
            self.sweep()
        left = Mission.objects.filter(state__in=OPEN | {State.DELIVERED})
        orphans = [m.pk for m in left if not self._waits_for_a_successor(m)]
        assert not orphans, f"after a year and a half these still wait: {orphans}"

    def _waits_for_a_successor(self, mission: Mission) -> bool:
        return False


def refusal_of(service: Callable[[], object]) -> Refused | None:
    """How a service said no, None when it did its work."""
    try:
        service()
    except Refused as no:
        return no
    return None


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that stands in the tables."""
    return {table.__name__: list(table._default_manager.order_by("pk").values_list()) for table in TABLES}


def check_mission(mission: Mission, today: date) -> None:
    """What a mission's own rows must be to each other."""
    state = State(mission.state)
    agreed = state in AGREED | REACHED | {State.ENDED, State.CLOSED}
    assert not agreed or (mission.agreed_offer and mission.guardian_id and mission.enrolment), mission
    open_way = mission.enrolment is not None and mission.enrolment.closed_at is None
    assert open_way == (state in AGREED), mission
    assert 1 <= mission.offers.count() <= policies.MOST_OFFERS
    assert (mission.makeup_until is not None) or state is not State.MAKEUP, mission
    assert state is not State.RUNNING or mission.makeup_until is None, mission
    assert state is not State.SCHEDULED or mission.starts_on > today, mission
    assert not mission.is_under_way or mission.starts_on <= today, mission
    if mission.enrolment is not None and state in AGREED:
        assert mission.enrolment.first_day == mission.starts_on, mission
    assert mission.is_under_way or not mission.end_wishes.filter(answered_at=None).exists(), mission
    last = ""
    for event in mission.events.all():
        assert event.kind == "propose" or event.from_state == last, (mission, event)
        last = event.to_state
    assert last == mission.state, mission
    _check_promise(mission, state)


def _check_promise(mission: Mission, state: State) -> None:
    lines = mission.lines.all()
    owed = sum(line.effect for line in lines)
    if state is State.ACHIEVED:
        assert owed > 0, mission
    if state in (State.DELIVERED, State.SETTLED):
        assert owed == 0, mission
    assert (state in REACHED) <= lines.filter(kind="earned").exists(), mission
    assert owed > 0 or not mission.promise_changes.filter(open=1).exists(), mission


def check_queue(family: int, child: int) -> None:
    """A child's agreed missions in a family stand one behind the other."""
    agreed = Mission.objects.filter(family=family, child=child, state__in=AGREED).order_by("starts_on", "pk")
    until: date | None = None
    for mission in agreed:
        assert until is None or mission.starts_on > until, (mission, until)
        until = mission.makeup_until or mission.ends_on


def leads_on(mission: Mission, today: date) -> bool:
    """Whether time alone leads this state on, or it is a last one."""
    state = State(mission.state)
    last = {State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.SETTLED, State.ENDED, State.CLOSED}
    dates = {
        State.PROPOSED: policies.answer_until(clock.study_date(mission.moved_at)),
        State.SCHEDULED: mission.starts_on,
        State.RUNNING: mission.ends_on,
        State.MAKEUP: mission.makeup_until,
        State.DELIVERED: policies.silent_until(clock.study_date(mission.moved_at)),
    }
    due = dates.get(state)
    return state in last or (due is not None and due >= today - DAY)
