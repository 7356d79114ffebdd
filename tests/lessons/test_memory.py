"""FSRS on study dates, and the streak."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lessons.scheduling import LONGEST_INTERVAL, Memory, Rating, first_rating, rate, recall_rating, vividness
from lessons.streak import streak

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
