"""Promises: the contract, its offers, its history, and the ledger of what is owed."""

from missions.models.mission import FIRST_WEEK, EndWish, Mission, MissionEvent, Offer
from missions.models.promise import Part, PromiseChange, PromiseLine

__all__ = [
    "FIRST_WEEK",
    "EndWish",
    "Mission",
    "MissionEvent",
    "Offer",
    "Part",
    "PromiseChange",
    "PromiseLine",
]
