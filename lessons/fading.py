"""How vivid a word is, in words: a level instead of a number. Pure."""

from enum import IntEnum

from lessons.scheduling import RETENTION

LONG_FADED = 0.15


class Level(IntEnum):
    """From faded to vivid; NEXT is a word not met yet."""

    NEXT = 0
    FADED = 1
    FADING = 2
    CLEAR = 3
    VIVID = 4


def level_of(vividness: float, band: str) -> Level:
    """The level of a vividness from 0 to 1: a word due today stands between CLEAR and FADING."""
    due = RETENTION[band]
    if vividness >= (1 + due) / 2:
        return Level.VIVID
    if vividness >= due:
        return Level.CLEAR
    return Level.FADING if vividness >= due - LONG_FADED else Level.FADED
