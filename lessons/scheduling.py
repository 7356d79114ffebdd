"""When a word should be asked again. Pure: FSRS on study dates.

The `fsrs` package does the mathematics (FSRS-6). Every review is stamped 12:00 KST of its study date and the
learning steps are empty, because the package's defaults put the first Good ten minutes ahead and round 23
hours to another day than 24 (domain.md, Card). The fuzz is ours, a hash of card and date: a replay agrees.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import cache

import fsrs

LONGEST_INTERVAL = 180
RETENTION = {"E": 0.80, "M": 0.85, "H": 0.85}
_NOON_IN_SEOUL = time(3, tzinfo=UTC)


class Rating(IntEnum):
    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True)
class Memory:
    """The state of one card: `stability` in days, `difficulty` 1 to 10, study dates."""

    stability: float
    difficulty: float
    rated_on: date
    due_on: date


def first_rating(*, right_first: int, asked: int, hinted: bool, sure: bool) -> Rating:
    """The one rating of a finished lesson, from its practised items.

    Half or fewer right at the first attempt is Again; all right without a hint and 확실해요 is Easy; all, or
    all but one, is Good; anything else is Hard.
    """
    if right_first * 2 <= asked:
        return Rating.AGAIN
    if right_first == asked and not hinted and sure:
        return Rating.EASY
    return Rating.GOOD if right_first >= asked - 1 else Rating.HARD


def recall_rating(*, right: bool, hinted: bool) -> Rating:
    """The rating of a 떠올리기: wrong is Again, with a hint Hard, right Good. Speed rates nothing."""
    if not right:
        return Rating.AGAIN
    return Rating.HARD if hinted else Rating.GOOD


def rate(memory: Memory | None, rating: Rating, day: date, *, band: str, seed: str) -> Memory:
    """The memory after a rating on study date `day`; `memory` is None for a word just learned.

    `seed` names the card for the fuzz. The next date is at least one and at most 180 days ahead.
    """
    card, _ = _scheduler(band).review_card(_card(memory), fsrs.Rating(int(rating)), _noon(day))
    assert card.stability is not None
    assert card.difficulty is not None
    interval = min(max((card.due - _noon(day)).days, 1), LONGEST_INTERVAL)
    return Memory(card.stability, card.difficulty, day, day + timedelta(days=_fuzzed(interval, seed, day)))


def vividness(memory: Memory, day: date, *, band: str) -> float:
    """How surely the word is remembered on a study date, 0 to 1 (FSRS retrievability)."""
    return _scheduler(band).get_card_retrievability(_card(memory), _noon(day))


@cache
def _scheduler(band: str) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        desired_retention=RETENTION[band],
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_INTERVAL,
        enable_fuzzing=False,
    )


def _card(memory: Memory | None) -> fsrs.Card:
    if memory is None:
        return fsrs.Card(card_id=1)
    return fsrs.Card(
        card_id=1,
        state=fsrs.State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(memory.due_on),
        last_review=_noon(memory.rated_on),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, _NOON_IN_SEOUL)


def _fuzzed(interval: int, seed: str, day: date) -> int:
    """Spread intervals from four days on by up to a tenth, the same way for the same card and date."""
    reach = interval // 10 if interval >= 10 else int(interval >= 4)
    if not reach:
        return interval
    digest = hashlib.sha256(f"{seed}:{day.isoformat()}".encode()).digest()
    return min(interval + digest[0] % (2 * reach + 1) - reach, LONGEST_INTERVAL)
