"""The numbers and dates of the contract. Pure: study dates and counts in, study dates and verdicts out."""

from datetime import date, timedelta

from lessons.calendar import BLOCK, Calendar
from missions.states import Action, State, Who

OFFER_DAYS = 5
MOST_OFFERS = 3
MOST_DAYS_AHEAD = 60
MOST_DAYS_LONG = 365
DUE_DAYS = 7
SILENT_DAYS = 7
CORRECTABLE_DAYS = 30
BLOCKING_DAYS = 7
UNDO_DAYS = 7  # in which the child may undo 없던 일로
MOST_DAYS_LATER = 90  # how far ahead another date may lie
ALONE_DAYS = 7  # in which somebody takes over what a guardian left
WISH_DAYS = 3  # study dates for which a wish to end waits for its answer
LARGE_AMOUNT = 50_000  # won; above it the page asks once
SMALLEST_COIN = 100  # won; parts of a promise come in these
MOST_AMOUNT = 10_000_000  # won; a slip of the finger, not a rule of the family
LEAST_MAKEUP, MOST_MAKEUP = 4, 13
ONE_DAY = timedelta(days=1)
JUDGED_AFTER = timedelta(minutes=10)  # a day is judged when its last answers have surely arrived


def standing(
    *, is_child: bool, is_staff: bool, actor: int, guardian: int | None, child_offered: bool
) -> frozenset[Who]:
    """What a person of the family is to a mission. `guardian` is the named one, None before any is named."""
    if is_staff:
        return frozenset({Who.STAFF})
    if is_child:
        return frozenset({Who.CHILD, Who.OFFERER if child_offered else Who.ANSWERER})
    if guardian in (None, actor):
        return frozenset({Who.PROMISER, Who.ANSWERER if child_offered else Who.OFFERER})
    return frozenset({Who.BYSTANDER})


def answer_until(made_on: date) -> date:
    """The last study date on which an offer can be answered."""
    return made_on + timedelta(days=OFFER_DAYS)


def earliest_start(wanted: date, today: date, busy_until: date | None) -> date:
    """The first date from which an accepted mission can start: not past, and after the child's open one."""
    earliest = max(wanted, today)
    return earliest if busy_until is None else max(earliest, busy_until + ONE_DAY)


def shares(amount: int, words: int) -> tuple[int, ...]:
    """The parts of an amount (won) in 나눠 받기: one for each 복습하는 날, the rest in the last one.

    In whole hundreds where the amount is large enough; empty where there is nothing to share out.
    """
    count = -(-words // BLOCK)
    share = amount // count if count else 0
    share = share // SMALLEST_COIN * SMALLEST_COIN or share
    if count < 2 or not share:
        return ()
    return (*[share] * (count - 1), amount - share * (count - 1))


def makeup_days(missing: int) -> int:
    """How many study days a makeup period has for so many missing words.

    Two a day to learn, and then three on which the last of them is asked: on the third an answer entered
    after it was shown counts, so that patience is enough (law 2). product.md has one day instead of three,
    with which a child who is often wrong cannot get there.
    """
    return min(max(-(-missing // 2) + 3, LEAST_MAKEUP), MOST_MAKEUP)


def makeup_until(calendar: Calendar, ends_on: date, missing: int) -> date:
    """The last day of the makeup period; it starts with the first study day after `ends_on`."""
    return calendar.nth(calendar.index(ends_on) + makeup_days(missing))


def verdict(
    state: State, *, complete: bool, day: date, ends_on: date, makeup_until: date | None
) -> Action | None:
    """What study date `day`, now over, means for a mission; None when it simply goes on."""
    if state not in (State.RUNNING, State.MAKEUP):
        return None
    if complete:
        return Action.ACHIEVE
    if state is State.RUNNING:
        return Action.FALL_SHORT if day >= ends_on else None
    return Action.CLOSE_PERIOD if makeup_until is not None and day >= makeup_until else None


def child_decides(done: int, total: int) -> bool:
    """Whether so much is done (three quarters) that only the child can end the mission."""
    return done * 4 >= total * 3


def share_so_far(amount: int, done: int, total: int) -> int:
    """지금까지 한 만큼 of an amount in won, rounded down to 100 won."""
    return amount * done // max(total, 1) // 100 * 100


def due_on(earned_on: date) -> date:
    """By when a promise earned on a study date is to be kept."""
    return earned_on + timedelta(days=DUE_DAYS)


def overdue_days(due: date, today: date) -> int:
    """How many days a promise is late; 0 until its due date is over."""
    return max((today - due).days, 0)


def blocks_new_mission(due: date, today: date) -> bool:
    """Whether a promise is so late that its guardian first gives it, or asks to change it."""
    return overdue_days(due, today) >= BLOCKING_DAYS


def silent_until(delivered_on: date) -> date:
    """The last study date on which a child's silence still waits; after it the promise counts as kept."""
    return delivered_on + timedelta(days=SILENT_DAYS)


def correctable_until(delivered_on: date) -> date:
    """The last study date on which 아직이에요 is possible after a promise was settled by silence."""
    return delivered_on + timedelta(days=CORRECTABLE_DAYS)


def undoable_until(forgiven_on: date) -> date:
    """The last study date on which the child may undo 없던 일로."""
    return forgiven_on + timedelta(days=UNDO_DAYS)


def next_due(due: date | None, today: date) -> date:
    """The due date of what takes another's place today: nobody is late at once."""
    return max(due or today, due_on(today))


def alone_until(left_on: date) -> date:
    """The last study date on which another guardian can take over what one left behind."""
    return left_on + timedelta(days=ALONE_DAYS)
