"""The types of questions: one module and one line each; README says how to add one. Pure."""

from typing import Any

from lessons.items.base import Kind
from lessons.items.choosing import Choosing
from lessons.items.cloze import MissingWord
from lessons.items.estimate import Estimating
from lessons.items.graph import ChartReading
from lessons.items.headline import Decoding
from lessons.items.home import AtHome
from lessons.items.matching import Matching
from lessons.items.number import Counting
from lessons.items.ordering import Ordering
from lessons.items.sentence import Explaining
from lessons.items.simulation import Simulating
from lessons.items.sorting import Sorting
from lessons.items.spotting import Spotting
from lessons.items.truth import Truth

TYPES: dict[str, Kind[Any]] = {
    "MC4": Choosing(4),
    "CZ": MissingWord(),
    "NUM": Counting(),
    "SORT": Sorting(),
    "ORD": Ordering(),
    "MATCH": Matching(),
    "TF": Truth(),
    "SCN": Choosing(3),
    "SIM": Simulating(),
    "GRAPH": ChartReading(),
    "NEWS": Decoding(),
    "SPOT": Spotting(),
    "EST": Estimating(),
    "EXP": Explaining(),
    "FAM": AtHome(),
}
GRADED = frozenset(name for name, kind in TYPES.items() if kind.graded)
UNSCORED = frozenset(TYPES) - GRADED
TYPED = frozenset(name for name, kind in TYPES.items() if kind.typed)

__all__ = ["GRADED", "TYPED", "TYPES", "UNSCORED", "Kind"]
