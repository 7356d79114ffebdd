"""Reading missions and promises: each page gets one frozen dataclass, in a constant number of queries."""

from missions.selectors.cards import (
    MissionCard,
    PromiseCounts,
    open_missions_of_child,
    open_missions_of_guardian,
    promise_counts,
)

__all__ = [
    "MissionCard",
    "PromiseCounts",
    "open_missions_of_child",
    "open_missions_of_guardian",
    "promise_counts",
]
