"""The one way in: what is written, for whom, by which channel, when, and never twice."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from accounts import kinds
from accounts.kinds import Told, declared, kind_of
from accounts.models import Delivery, Notification, TellingSettings, User
from accounts.quiet import QuietHours
from accounts.services.delivering import deliver_due
from accounts.services.notify import Note, notify, notify_all, write_letter
from accounts.services.reaching import set_quiet_hours, subscribe, switch
from oneco.lib import clock
from oneco.lib.clock import KST
from tests.factories import make_child, make_guardian, make_teen

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 4, 12, tzinfo=KST)
CALM = examples(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def deliveries(user: User) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(notification__recipient=user).order_by("pk")
    return list(rows.values_list("channel", "state"))


def add_browser(user: User, name: str = "a") -> None:
    endpoint = f"https://fcm.googleapis.com/{user.pk}/{name}"
    subscribe(user, endpoint=endpoint, p256dh="key", auth="secret", device="휴대폰", now=NOON)


def test_news_stays_in_the_inbox() -> None:
    guardian = make_guardian()
    add_browser(guardian)
    notify(guardian, "child.made", "a", {"child": "서하"}, now=NOON)
    assert (Notification.objects.count(), deliveries(guardian)) == (1, [])


def test_a_decision_goes_by_every_way_the_person_has() -> None:
    guardian, child = make_guardian(), make_child()
    add_browser(guardian, "phone")
    add_browser(guardian, "tablet")
    for person in (guardian, child):
        notify(person, "mission_proposed", "a", {}, now=NOON)
    assert deliveries(guardian) == [("email", "waiting"), ("push", "waiting"), ("push", "waiting")]
    assert deliveries(child) == []  # neither an address nor a browser: the inbox alone


def test_what_is_pressing_for_one_role_is_news_for_the_other() -> None:
    guardian, teen = make_guardian(), make_teen()
    for person in (guardian, teen):
        notify(person, "mission_achieved", "a", {}, now=NOON)
    assert deliveries(guardian) == [("email", "waiting")]
    assert deliveries(teen) == []


def test_the_same_key_changes_nothing() -> None:
    guardian = make_guardian()
    for _ in range(3):
        notify(guardian, "pin.locked", "a", {"child": "서하"}, now=NOON)
    assert (Notification.objects.count(), Delivery.objects.count()) == (1, 1)


def test_the_same_key_long_after_its_delivery_was_forgotten_sends_nothing() -> None:
    guardian = make_guardian()
    notify(guardian, "pin.locked", "a", {}, now=NOON)
    Delivery.objects.all().delete()
    notify(guardian, "pin.locked", "a", {}, now=NOON + timedelta(days=60))
    assert Delivery.objects.count() == 0


def test_a_rolled_back_change_tells_nobody() -> None:
    guardian = make_guardian()
    with transaction.atomic():
        notify(guardian, "pin.locked", "a", {}, now=NOON)
        transaction.set_rollback(True)
    assert (Notification.objects.count(), Delivery.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_news_outside_a_transaction_is_the_callers_bug() -> None:
    with pytest.raises(AssertionError, match="transaction"):
        notify(make_guardian(), "pin.locked", "a", {}, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_a_letter_opens_its_own_transaction_and_stands_in_no_inbox() -> None:
    write_letter("account.test", to="a@example.com", subject="s", text="t", now=NOON)
    assert (Notification.objects.count(), Delivery.objects.count()) == (0, 1)


def test_many_cost_as_many_queries_as_few() -> None:
    counts = []
    for size in (3, 30):
        notes = [Note(make_guardian(), "pin.locked", f"{size}", {}) for _ in range(size)]
        with CaptureQueriesContext(connection) as queries:
            assert notify_all(notes, now=NOON) == size
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_a_switch_of_the_class_and_one_of_the_kind() -> None:
    guardian = make_guardian()
    add_browser(guardian)
    switch(guardian, topic="decision", channel="email", on=False)
    switch(guardian, topic="pin.locked", channel="email", on=True)
    notify(guardian, "mission_proposed", "a", {}, now=NOON)
    notify(guardian, "pin.locked", "b", {}, now=NOON)
    assert deliveries(guardian) == [("push", "waiting"), ("email", "waiting"), ("push", "waiting")]


def test_a_reminder_comes_once_where_there_are_pushes() -> None:
    teen = make_teen()
    notify(teen, "study_reminder", "a", {}, now=NOON)
    assert deliveries(teen) == [("email", "waiting")]
    add_browser(teen)
    notify(teen, "study_reminder", "b", {}, now=NOON + timedelta(days=1))
    assert deliveries(teen)[1:] == [("push", "waiting")]


def test_a_reminder_is_stale_when_its_day_is_over() -> None:
    teen = make_teen()
    notify(teen, "study_reminder", "a", {}, now=NOON)
    assert Delivery.objects.get().stale_after == clock.end_of(date(2026, 3, 4))
    assert deliver_due(now=NOON + timedelta(days=1)).dropped == 1


def test_a_reminder_in_quiet_hours_is_dropped_and_says_why() -> None:
    teen = make_teen()
    notify(teen, "study_reminder", "a", {}, now=NOON.replace(hour=22))
    assert deliveries(teen) == [("email", "dropped")]
    assert Delivery.objects.get().error == "quiet hours"


def test_one_reminder_a_study_date_whoever_gets_it_and_whatever_its_key() -> None:
    child, guardian = make_child(), make_guardian()
    notify(child, "study_reminder", "a", {}, now=NOON)
    notify(child, "study_reminder", "b", {}, now=NOON + timedelta(hours=1))
    notify(guardian, "study_reminder", "c", {}, now=NOON + timedelta(hours=2), about=child)
    assert Notification.objects.count() == 1
    notify(child, "study_reminder", "d", {}, now=NOON + timedelta(hours=15))  # 03:00: the next study date
    assert Notification.objects.count() == 2


def test_demo_addresses_get_no_real_mail(settings: Settings) -> None:
    demo = make_guardian("demo@oneco.example")
    User.objects.update(is_demo=True)
    demo.refresh_from_db()
    notify(demo, "pin.locked", "a", {}, now=NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    notify(demo, "pin.locked", "b", {}, now=NOON)
    assert len(deliveries(demo)) == 1


def test_one_wake_up_a_transaction_and_none_for_what_waits(
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks() as calls:  # type: ignore[attr-defined]
        for number in range(5):
            notify(make_guardian(), "pin.locked", str(number), {}, now=NOON)
    assert len(calls) == 1
    with django_capture_on_commit_callbacks() as calls:  # type: ignore[attr-defined]
        notify(make_guardian(), "pin.locked", "night", {}, now=NOON.replace(hour=23))
        notify(make_guardian(), "child.made", "news", {}, now=NOON)
    assert calls == []


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(KST))
HOURS = st.times().map(lambda at: at.replace(microsecond=0))


@given(moment=MOMENTS, start=HOURS, end=HOURS)
def test_quiet_hours_end_when_they_say(moment: datetime, start: time, end: time) -> None:
    """Law: outside nothing moves; inside one waits for the next `end`, not a day, and is outside then."""
    quiet = QuietHours(start, end)
    over = quiet.over(moment)
    assert not quiet.hold(over)
    assert over - moment < timedelta(days=1)
    assert (over == moment) != quiet.hold(moment)
    if quiet.hold(moment):
        assert over.astimezone(KST).time() == end
        assert quiet.hold(over - timedelta(seconds=1))


@given(moment=MOMENTS)
def test_the_usual_quiet_hours(moment: datetime) -> None:
    """Law: from 21:00 on and before 07:30, and equal hours are none."""
    minute = moment.hour * 60 + moment.minute
    assert QuietHours().hold(moment) == (minute >= 21 * 60 or minute < 7 * 60 + 30)
    assert not QuietHours(time(9), time(9)).hold(moment)


PRESSING = sorted(name for name, kind in declared().items() if kind.told in (Told.DECISION, Told.REMINDER))
DAYS = st.lists(
    st.tuples(
        st.integers(0, 3 * 24 * 60),  # minutes after the first midnight
        st.sampled_from(PRESSING),
        st.integers(0, 2),  # which person
        st.integers(0, 4),  # which key
    ),
    min_size=1,
    max_size=25,
)


@CALM
@given(events=DAYS, own=st.tuples(HOURS, HOURS))
def test_budgets_and_quiet_hours_hold_on_any_days(
    events: list[tuple[int, str, int, int]], own: tuple[time, time]
) -> None:
    """Laws: nothing pressing rings in somebody's quiet hours; a reminder never comes late; one a study date,
    one letter a week; the same key once. Whoever has own quiet hours has those instead."""
    Notification.objects.all().delete()
    TellingSettings.objects.all().delete()
    people = [make_guardian(), make_teen(), make_teen()]
    set_quiet_hours(people[2], start=own[0], end=own[1])
    first = datetime(2026, 3, 2, tzinfo=KST)
    for minutes, kind, who, key in sorted(events):
        person = people[who]
        notify(person, kind, f"{kind}:{key}", {}, now=first + timedelta(minutes=minutes))
    for row in Delivery.objects.exclude(state="dropped").select_related("notification"):
        quiet = QuietHours(*own) if row.notification.recipient_id == people[2].pk else QuietHours()
        assert row.next_try_at is not None
        assert not quiet.hold(row.next_try_at)
        reminder = kind_of(row.kind).told is Told.REMINDER
        assert row.next_try_at == row.created_at or not reminder
    reminders = [_period(row) for row in Notification.objects.exclude(budget=None)]
    assert len(reminders) == len(set(reminders))
    assert all(kind_of(row.kind).told is Told.REMINDER for row in Notification.objects.exclude(budget=None))
    wanted = {(people[who].pk, f"{kind}:{key}") for _, kind, who, key in events if kind_of(kind).of == ""}
    got = set(Notification.objects.values_list("recipient", "key"))
    assert {pair for pair in wanted if kind_of(pair[1].partition(":")[0]).told is Told.DECISION} <= got


def _period(row: Notification) -> tuple[int, str, str]:
    """Whose budget a reminder uses up, and of which time."""
    day = clock.study_date(row.created_at)
    return row.recipient_id, row.kind, f"{day:%G-W%V}" if kind_of(row.kind).weekly else str(day)


def test_a_weekly_reminder_comes_once_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds._KINDS, "test.weekly", kinds.reminder("보호자", weekly=True))
    guardian = make_guardian()
    sunday = datetime(2026, 3, 8, 19, tzinfo=KST)
    for day in range(-6, 8):
        notify(guardian, "test.weekly", f"k{day}", {}, now=sunday + timedelta(days=day))
    assert Notification.objects.count() == 2
