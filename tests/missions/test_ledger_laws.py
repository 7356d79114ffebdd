"""Law 4 over random presses on a promise in parts: after each step every sum adds up, none below zero."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from missions import ledger
from missions.models import Mission, PromiseLine
from missions.selectors.promises import every_line, notebook
from missions.services import changing, forgiving, promises, sweep, taking_over
from missions.services.changing import Wish
from oneco.lib.errors import Refused
from tests.missions.world import MONDAY, World, at, fresh, make_world, study

DAY = timedelta(days=1)
FIRST = MONDAY + 4 * DAY  # the first 복습하는 날
SHARES = {"kind": "money", "title": "용돈", "amount": 9000, "parts": (2000, 3000, 4000)}
PRESSES = (
    "study", "study", "wait", "give", "give", "give a part", "give a part", "received", "received", "not yet",
    "not yet", "let go", "undo", "ask a day", "ask a thing", "yes", "yes", "no", "take back", "leave",
    "come back", "take over",
)  # fmt: skip
# Who 0 to 2 is anybody; from 3 on it is the one whom the press concerns.
Presses = st.lists(
    st.tuples(st.sampled_from(PRESSES), st.integers(0, 9), st.integers(1, 4000)), min_size=15, max_size=40
)
seen_presses: Counter[str] = Counter()


class Story:
    """One mission in three parts, a mother who promised, a father who may take over, and time."""

    def __init__(self) -> None:
        self.world: World = make_world(words=12)
        self.mission: Mission = self.world.running(**SHARES)
        study(self.mission, 4, day=FIRST, recalled_on=FIRST)
        self.now = at(FIRST)

    def press(self, name: str, who: int, n: int) -> None:
        people = (self.world.child, self.world.mother, self.world.father)
        actor = people[who] if who < 3 else self.usual(name)
        try:
            getattr(self, name.replace(" ", "_"))(actor, n)
        except Refused as no:
            seen_presses[f"refused: {no.code}"] += 1
        else:
            seen_presses[name] += 1

    def usual(self, name: str) -> User:
        if name in ("received", "not yet", "let go", "undo", "ask a day"):
            return self.world.child
        if name == "take over":
            return self.world.father
        return fresh(self.mission).guardian or self.world.mother

    def study(self, actor: User, n: int) -> None:
        if fresh(self.mission).is_under_way:
            today = self.now.date()
            study(fresh(self.mission), 1 + n % 4, day=today, recalled_on=today)

    def wait(self, actor: User, n: int) -> None:
        self.now += DAY * (n % 9)
        sweep.run_daily(now=self.now)

    def give(self, actor: User, n: int) -> None:
        promises.deliver_promise(self.mission.pk, actor=actor, now=self.now, seen=self.seen)

    def give_a_part(self, actor: User, n: int) -> None:
        promises.deliver_promise(self.mission.pk, actor=actor, now=self.now, seen=self.seen, amount=n)

    def received(self, actor: User, n: int) -> None:
        promises.confirm_promise(self.mission.pk, actor=actor, now=self.now, seen=self.seen)

    def not_yet(self, actor: User, n: int) -> None:
        promises.mark_not_yet(self.mission.pk, actor=actor, now=self.now)

    def let_go(self, actor: User, n: int) -> None:
        forgiving.forgive_promise(self.mission.pk, actor=actor, now=self.now, seen=self.seen)

    def undo(self, actor: User, n: int) -> None:
        forgiving.undo_forgive(self.mission.pk, actor=actor, now=self.now)

    def ask_a_day(self, actor: User, n: int) -> None:
        wish = Wish(due_on=self.now.date() + DAY * (n % 95))
        changing.ask_change(self.mission.pk, actor=actor, wish=wish, now=self.now)

    def ask_a_thing(self, actor: User, n: int) -> None:
        wish = Wish(title="영화 보기", amount=n if n % 2 else None)
        changing.ask_change(self.mission.pk, actor=actor, wish=wish, now=self.now)

    def yes(self, actor: User, n: int) -> None:
        self.answer(accept=True)

    def no(self, actor: User, n: int) -> None:
        self.answer(accept=False)

    def answer(self, *, accept: bool) -> None:
        change = self.mission.promise_changes.filter(open=1).first()
        if change is not None:
            other = self.usual("") if change.by_id == self.world.child.pk else self.world.child
            changing.answer_change(
                self.mission.pk, change_id=change.pk, accept=accept, actor=other, now=self.now
            )

    def take_back(self, actor: User, n: int) -> None:
        change = self.mission.promise_changes.filter(open=1).first()
        if change is not None:
            changing.take_back_change(self.mission.pk, change_id=change.pk, actor=change.by, now=self.now)

    def leave(self, actor: User, n: int) -> None:
        if n % 4 == 0:
            self.world.mother.memberships.update(state="left", left_at=self.now)

    def come_back(self, actor: User, n: int) -> None:
        self.world.mother.memberships.update(state="live", left_at=None)

    def take_over(self, actor: User, n: int) -> None:
        taking_over.take_over_mission(self.mission.pk, actor=actor, now=self.now, with_promises=n % 2 == 0)

    @property
    def seen(self) -> int | None:
        return ledger.balance_of(self.mission).last_line or None


def check(story: Story) -> None:
    """Law 4, its consequences, and that every page can say what stands there."""
    sums = PromiseLine.objects.order_by().values("giver", "unit").annotate(owed=Sum("effect"))
    owed = {(row["giver"], row["unit"]): row["owed"] for row in sums}
    assert all(amount >= 0 for amount in owed.values()), owed
    balance = ledger.balance_of(story.mission)
    left: Counter[tuple[int, str]] = Counter()
    for promise in balance.promises:
        assert promise.left >= 0
        left[promise.line.giver_id, promise.line.unit] += promise.left
    assert {key: n for key, n in left.items() if n} == {key: n for key, n in owed.items() if n}
    assert (balance.due_on is None) == (balance.owed == 0)
    mission = fresh(story.mission)
    assert mission.state != "achieved" or balance.owed
    assert mission.state not in ("delivered", "settled") or not balance.owed
    assert mission.state != "settled" or not balance.unanswered
    assert balance.owed or not mission.promise_changes.filter(open=1).exists()
    earned = sum(line.effect for line in balance.lines if line.kind == "earned")
    assert earned == sum(part.amount for part in mission.parts.exclude(earned_on=None))
    last = {(line.giver, line.unit): line.left for line in every_line(story.world.child)}
    assert sorted(n for n in last.values() if n) == sorted(n for n in owed.values() if n)
    book = notebook(story.world.child, today=story.now.date())
    assert book.counts.waiting == balance.waiting
    assert book.counts.kept <= len(balance.promises)


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(presses=Presses)
def tell(presses: list[tuple[str, int, int]]) -> None:
    """One random story, all of it thrown away again."""
    aside = transaction.atomic()
    aside._from_testcase = True  # type: ignore[attr-defined]
    with aside:
        story = Story()
        for name, who, n in presses:
            story.press(name, who, n)
            check(story)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_whatever_is_pressed_the_sums_add_up() -> None:
    tell()
    assert all(seen_presses[name] for name in ("study", "give", "give a part", "received", "not yet", "yes"))
