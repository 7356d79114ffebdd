"""FSRS on study dates, and the streak."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from accounts.models import User
from lessons.models import Card, Lesson
from lessons.scheduling import (
    LONGEST_INTERVAL,
    RETENTION,
    Memory,
    Rating,
    first_rating,
    rate,
    recall_rating,
    vividness,
)
from lessons.selectors.memory import memory_of
from lessons.services.recalling import rate_card
from lessons.streak import streak
from tests.factories import make_child, make_family

DAY = date(2026, 3, 2)
ONE_DAY = timedelta(days=1)


def test_half_or_fewer_right_is_again_and_all_right_and_sure_is_easy() -> None:
    def rating(right: int, asked: int = 4, *, hinted: bool = False, sure: bool = True) -> Rating:
        return first_rating(right_first=right, asked=asked, hinted=hinted, sure=sure)

    assert rating(2) == Rating.AGAIN
    assert rating(4) == Rating.EASY
    assert rating(4, hinted=True) == rating(4, sure=False) == rating(3) == Rating.GOOD
    assert rating(4, asked=6) == Rating.HARD
    assert recall_rating(right=True, hinted=True) == Rating.HARD


def test_a_good_word_comes_back_after_days_and_not_after_minutes() -> None:
    memory = rate(None, Rating.GOOD, DAY, band="E", seed="1")
    assert memory.due_on > DAY + ONE_DAY
    assert vividness(memory, DAY, band="E") > vividness(memory, DAY + ONE_DAY * 5, band="E")


@given(st.lists(st.tuples(st.sampled_from(list(Rating)), st.integers(1, 200)), max_size=12))
def test_intervals_stay_between_a_day_and_half_a_year(history: list[tuple[Rating, int]]) -> None:
    memory: Memory | None = None
    day = DAY
    for rating, gap in history:
        memory = rate(memory, rating, day, band="M", seed="x")
        assert rate(memory, rating, day + ONE_DAY, band="M", seed="x") == rate(
            memory, rating, day + ONE_DAY, band="M", seed="x"
        )
        assert ONE_DAY <= memory.due_on - day <= ONE_DAY * LONGEST_INTERVAL
        day += ONE_DAY * gap


def days(*numbers: int) -> set[date]:
    return {DAY + ONE_DAY * n for n in numbers}


def test_today_breaks_nothing_before_it_is_over() -> None:
    assert streak(days(0, 1, 2), days(0, 1), set(), DAY + ONE_DAY * 2) == 2


def test_one_missed_day_is_repaired_by_a_recall_on_the_next() -> None:
    study = days(0, 1, 2, 3)
    assert streak(study, days(0, 2, 3), days(2), DAY + ONE_DAY * 3) == 3
    assert streak(study, days(0, 2, 3), set(), DAY + ONE_DAY * 3) == 2


def test_two_missed_in_a_row_end_it() -> None:
    assert streak(days(0, 1, 2, 3), days(0, 3), days(3), DAY + ONE_DAY * 3) == 1


def test_days_that_are_no_study_days_count_nothing() -> None:
    assert streak(days(0, 7), days(0, 3, 7), set(), DAY + ONE_DAY * 7) == 2


# --- properties ------------------------------------------------------------------------------------------

some_history = st.lists(st.tuples(st.sampled_from(list(Rating)), st.integers(1, 120)), min_size=1, max_size=8)
some_bands = st.sampled_from(["E", "M", "H"])


def remembered(history: list[tuple[Rating, int]], band: str, seed: str = "x") -> tuple[Memory, date]:
    """The memory after a history of ratings and the days that followed each, and the day it is then."""
    memory, day = None, DAY
    for rating, gap in history:
        memory = rate(memory, rating, day, band=band, seed=seed)
        day += ONE_DAY * gap
    assert memory is not None
    return memory, day


@given(some_history, some_bands)
def test_a_better_rating_never_brings_a_word_back_sooner(
    history: list[tuple[Rating, int]], band: str
) -> None:
    memory, day = remembered(history, band)
    after = [rate(memory, rating, day, band=band, seed="x") for rating in Rating]
    first = [rate(None, rating, day, band=band, seed="x") for rating in Rating]
    for memories in (after, first):
        assert [m.stability for m in memories] == sorted(m.stability for m in memories)
        assert [m.difficulty for m in memories] == sorted((m.difficulty for m in memories), reverse=True)
        for sooner, later in pairwise(memories):
            assert sooner.due_on - later.due_on <= spread((later.due_on - day).days)


def spread(interval: int) -> timedelta:
    """How much the fuzz may move two intervals against each other: a tenth each way, a day where short."""
    return ONE_DAY * (2 * max(interval // 9 + 1, 1))


@given(some_history, some_bands)
def test_a_word_is_due_when_it_has_faded_to_what_its_band_wants(
    history: list[tuple[Rating, int]], band: str
) -> None:
    memory, _day = remembered(history, band)
    interval = (memory.due_on - memory.rated_on).days
    reach = max(interval // 9, 1) + 1
    if interval - reach > 1:
        sooner = vividness(memory, memory.due_on - ONE_DAY * reach, band=band)
        assert sooner >= RETENTION[band] - 0.005
    if 1 < interval < LONGEST_INTERVAL - LONGEST_INTERVAL // 10:
        later = vividness(memory, memory.due_on + ONE_DAY * reach, band=band)
        assert later <= RETENTION[band] + 0.005


@given(some_history)
def test_older_children_are_asked_sooner(history: list[tuple[Rating, int]]) -> None:
    young, day = remembered(history, "E")
    for band in ("M", "H"):
        older, _day = remembered(history, band)
        assert (older.stability, older.difficulty) == (young.stability, young.difficulty)
        assert older.due_on - young.due_on <= spread((young.due_on - young.rated_on).days)
        assert vividness(older, day, band=band) == vividness(young, day, band="E")


@given(some_history, st.lists(st.text(max_size=12), min_size=2, max_size=12, unique=True))
def test_the_fuzz_is_small_and_the_same_each_time(
    history: list[tuple[Rating, int]], seeds: list[str]
) -> None:
    memories = [remembered(history, "M", seed)[0] for seed in seeds]
    assert memories == [remembered(history, "M", seed)[0] for seed in seeds]
    assert len({(m.stability, m.difficulty) for m in memories}) == 1, "it moves the date, not the memory"
    intervals = [(m.due_on - m.rated_on).days for m in memories]
    longest = max(intervals)
    assert longest - min(intervals) <= (0 if longest < 4 else 2 if longest < 11 else 2 * longest / 10 + 1)


@given(st.lists(st.tuples(st.sampled_from(list(Rating)), st.integers(0, 6)), min_size=2, max_size=8))
@examples(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_second_rating_on_a_day_changes_nothing(learned: User, ratings: list[tuple[Rating, int]]) -> None:
    """The rows go the way that the first ratings of the days alone go."""
    Card.objects.all().delete()
    lesson, day = Lesson.objects.get(code="U01.1"), DAY
    made = rate(None, Rating.GOOD, day, band="E", seed="new")
    card = Card.objects.create(child=learned, lesson=lesson, learned_on=day, **vars(made))
    expected, lapses, last = made, 0, day
    for rating, gap in ratings:
        day += ONE_DAY * gap
        rate_card(learned.pk, lesson.pk, rating, day=day)
        if day > last:
            expected, last = rate(expected, rating, day, band="E", seed=str(card.pk)), day
            lapses += rating == Rating.AGAIN
        card.refresh_from_db()
        assert (memory_of(card), card.lapses) == (expected, lapses)


@pytest.fixture
def learned(content: None) -> User:
    return make_child(make_family())


def kept_going(study: set[date], kept: set[date], recalled: set[date], free: set[date], today: date) -> int:
    """The streak as domain.md defines it: the days kept since the last missed one that was not repaired.

    A missed day waits for the next study day to be over, today included; a 떠올리기 there repairs it.
    """

    def is_lost(missed: date) -> bool:
        following = min((day for day in study if day > missed), default=today)
        return following < today and following not in recalled

    lost = [day for day in study if day < today and day not in kept and is_lost(day)]
    since = max(lost, default=date.min)
    return len({day for day in (study | free) & kept if since < day <= today})


some_days = st.frozensets(st.integers(0, 20)).map(lambda numbers: days(*numbers))


@given(some_days, some_days, some_days, some_days, st.integers(0, 22))
@example(days(0, 1, 2), days(0, 1), days(), days(), 4)
@example(days(0, 1, 2), days(0), days(), days(), 2)
@example(days(0, 1, 2, 3), days(0, 3), days(3), days(), 3)
def test_a_streak_is_what_was_kept_since_the_last_day_lost(
    study: set[date], kept: set[date], recalled: set[date], free: set[date], now: int
) -> None:
    today = DAY + ONE_DAY * now
    free = free - study
    expected = kept_going(study, kept | free, recalled, free, today)
    assert streak(study, kept | free, recalled, today, free=free) == expected


def test_a_missed_day_can_still_be_repaired_today_or_after_the_weekend() -> None:
    assert streak(days(0, 1, 2), days(0), set(), DAY + ONE_DAY * 2) == 1, "the day of repair has only begun"
    assert streak(days(0, 1, 5), days(0), set(), DAY + ONE_DAY * 3) == 1, "the next study day is to come"
    assert streak(days(0, 1, 5), days(0), set(), DAY + ONE_DAY * 6) == 0
