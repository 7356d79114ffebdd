"""날짜 다시 정하기 and 다른 것으로 바꾸기: one asks, the other answers."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification, User
from missions import ledger, wording
from missions.models import Mission, PromiseChange
from missions.services import changing, promises
from missions.services.changing import Wish
from oneco.lib.errors import Refused
from tests.missions.world import MONDAY, World, at, fresh, make_world, study

DAY = timedelta(days=1)
DONE = MONDAY + DAY
DUE = DONE + 7 * DAY
LATER = at(DONE + DAY)
MONEY = {"kind": "money", "title": "용돈", "amount": 5000}
NEXT_WEEK = Wish(due_on=DUE + 7 * DAY)
FILM = Wish(title="영화 보기")


def ask(mission: Mission, by: User, wish: Wish = NEXT_WEEK, now: datetime = LATER) -> PromiseChange:
    changing.ask_change(mission.pk, actor=by, wish=wish, now=now)
    return mission.promise_changes.latest("pk")


def answer(change: PromiseChange, by: User, *, accept: bool = True, now: datetime = LATER) -> None:
    changing.answer_change(change.mission_id, change_id=change.pk, accept=accept, actor=by, now=now)


def lines(mission: Mission) -> list[tuple[str, str, int]]:
    return list(mission.lines.order_by("pk").values_list("kind", "unit", "effect"))


@pytest.mark.parametrize("by_child", [True, False])
def test_a_new_day_counts_when_the_other_side_agrees(world: World, by_child: bool) -> None:
    mission = world.achieved()
    asks, answers = (world.child, world.mother) if by_child else (world.mother, world.child)
    change = ask(mission, asks)
    assert ledger.balance_of(mission).due_on == DUE
    answer(change, answers)
    assert ledger.balance_of(mission).due_on == DUE + 7 * DAY
    assert lines(mission)[-1] == ("adjusted", "piece", 0)
    assert (fresh(mission).state, ledger.owed(mission)) == ("achieved", 1)


def test_another_thing_takes_the_place_of_what_is_owed(world: World) -> None:
    mission = world.achieved(**MONEY)
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER, amount=3000)
    answer(ask(mission, world.child, FILM), world.mother)
    assert lines(mission)[-2:] == [("adjusted", "won", -2000), ("adjusted", "piece", 1)]
    (due,) = ledger.balance_of(mission).dues
    assert (due.thing, due.due_on) == (("piece", "영화 보기", 1), DONE + 8 * DAY)
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER)
    promises.confirm_promise(mission.pk, actor=world.child, now=LATER)
    assert fresh(mission).state == "settled"
    told = Notification.objects.filter(kind="mission_delivered").latest("pk")
    assert "‘영화 보기’" in wording.NOTICES["mission_delivered"](told.data)


def test_a_thing_may_become_money(world: World) -> None:
    mission = world.achieved()
    answer(ask(mission, world.mother, Wish(title="간식 살 돈", amount=4000)), world.child)
    assert lines(mission)[-2:] == [("adjusted", "piece", -1), ("adjusted", "won", 4000)]
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER, amount=1000)
    assert ledger.owed(mission) == 3000


def test_no_leaves_everything_as_it_is(world: World) -> None:
    mission = world.achieved()
    before = lines(mission)
    answer(ask(mission, world.mother), world.child, accept=False)
    assert lines(mission) == before
    assert ledger.balance_of(mission).due_on == DUE
    told = Notification.objects.get(kind="mission_change_answered")
    assert wording.NOTICES["mission_change_answered"](told.data) == (
        "서하는 이번에는 바꾸지 않기로 했어요. ‘김밥 소풍’ 약속은 그대로예요."
    )


@pytest.mark.parametrize(
    ("wish", "field", "code"),
    [
        (Wish(due_on=DONE), "due_on", "day_out_of_bounds"),
        (Wish(due_on=DONE + 92 * DAY), "due_on", "day_out_of_bounds"),
        (Wish(due_on=DUE), "due_on", "same_day"),
        (Wish(title="  "), "title", "no_title"),
        (Wish(title="가" * 101), "title", "title_too_long"),
        (Wish(title="용돈", amount=0), "amount", "wrong_amount"),
        (Wish(title="용돈", amount=10_000_001), "amount", "wrong_amount"),
    ],
)
def test_a_wish_that_cannot_be_is_said_at_its_field(world: World, wish: Wish, field: str, code: str) -> None:
    mission = world.achieved()
    with pytest.raises(Refused) as no:
        ask(mission, world.child, wish)
    assert (no.value.field, no.value.code) == (field, code)
    assert not PromiseChange.objects.exists()


@pytest.mark.parametrize("day", [DONE + DAY, DONE + 91 * DAY])
def test_today_and_ninety_days_ahead_are_days_to_ask_for(world: World, day: date) -> None:
    mission = world.achieved()
    answer(ask(mission, world.child, Wish(due_on=day)), world.mother)
    assert ledger.balance_of(mission).due_on == day


def test_one_wish_is_open_at_a_time_and_the_same_again_changes_nothing(world: World) -> None:
    mission = world.achieved()
    ask(mission, world.child)
    ask(mission, world.child)
    assert PromiseChange.objects.count() == 1
    for by, wish in ((world.child, FILM), (world.mother, NEXT_WEEK)):
        with pytest.raises(Refused) as no:
            ask(mission, by, wish)
        assert no.value.code == "change_open"
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseChange.objects.create(mission=mission, by=world.mother, title="x", made_at=LATER)
    assert Notification.objects.filter(kind="mission_change_asked").count() == 1


def test_only_the_other_side_answers(world: World) -> None:
    mission = world.achieved()
    change = ask(mission, world.child)
    for person in (world.child, world.father):
        with pytest.raises(Refused):
            answer(change, person)
    change.refresh_from_db()
    assert change.answered_at is None
    with pytest.raises(Refused):
        ask(mission, world.father)


def test_the_same_answer_twice_is_once_and_another_one_is_refused(world: World) -> None:
    mission = world.achieved()
    change = ask(mission, world.child)
    answer(change, world.mother)
    answer(change, world.mother)
    with pytest.raises(Refused) as no:
        answer(change, world.mother, accept=False)
    assert no.value.code == "change_answered"
    assert [kind for kind, *_ in lines(mission)] == ["earned", "adjusted"]


def test_who_asked_may_take_it_back_and_ask_again(world: World) -> None:
    mission = world.achieved()
    change = ask(mission, world.child)
    with pytest.raises(Refused):
        changing.take_back_change(mission.pk, change_id=change.pk, actor=world.mother, now=LATER)
    for _press in range(2):
        changing.take_back_change(mission.pk, change_id=change.pk, actor=world.child, now=LATER)
    with pytest.raises(Refused):
        answer(change, world.mother)
    ask(mission, world.child, FILM)
    assert PromiseChange.objects.filter(open=1).count() == 1


def test_a_wish_closes_by_itself_when_all_is_given(world: World) -> None:
    mission = world.achieved(**MONEY)
    change = ask(mission, world.child)
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER, amount=4999)
    change.refresh_from_db()
    assert change.answered_at is None
    promises.deliver_promise(mission.pk, actor=world.mother, now=LATER)
    change.refresh_from_db()
    assert (change.accepted, change.answered_at) == (None, LATER)


def test_nothing_owed_is_nothing_to_change(world: World) -> None:
    mission = world.running()
    with pytest.raises(Refused) as no:
        ask(mission, world.child)
    assert no.value.code == "nothing_owed"


def test_an_answer_changes_only_what_was_owed_when_it_was_asked(db: None) -> None:
    world = make_world(words=12)
    mission = world.running(kind="money", title="용돈", amount=9000, parts=(2000, 3000, 4000))
    friday = MONDAY + 4 * DAY
    study(mission, 4, day=friday)
    change = ask(mission, world.child, FILM, at(friday))
    study(mission, 4, day=friday + 7 * DAY)
    answer(change, world.mother, now=at(friday + 7 * DAY))
    things = [due.thing for due in ledger.balance_of(mission).dues]
    assert things == [("won", "", 3000), ("piece", "영화 보기", 1)]


def test_a_wish_of_another_mission_is_none_of_this_one(world: World) -> None:
    mission = world.achieved()
    with pytest.raises(Refused) as no:
        changing.answer_change(mission.pk, change_id=10**6, accept=True, actor=world.mother, now=LATER)
    assert no.value.code == "no_change"


def test_the_words_of_each_wish(world: World) -> None:
    mission = world.achieved(**MONEY)
    change = ask(mission, world.child)
    told = Notification.objects.get(kind="mission_change_asked")
    assert told.recipient == world.mother
    assert wording.NOTICES[told.kind](told.data) == (
        "서하가 ‘용돈 5,000원’ 약속의 날짜를 3월\u00a024일\u2060(화)\u2060로 바꾸자고 했어요."
        " 보고 답해 주세요."
    )
    answer(change, world.mother, accept=False)
    answer(ask(mission, world.mother, FILM), world.child)
    told = Notification.objects.filter(kind="mission_change_answered").latest("pk")
    assert wording.NOTICES[told.kind](told.data) == "‘용돈 5,000원’ 약속을 ‘영화 보기’로 바꾸기로 했어요."
