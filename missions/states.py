"""The life of a mission as a table: from which state, by whom, which action leads where. Pure data.

Whatever the table does not name is refused; `missions.wording` has the sentence. An action whose row leads
back to its own state writes an event or a line of the 약속 수첩 and moves nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    PROPOSED = "proposed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    MAKEUP = "makeup"
    ENDED = "ended"
    CLOSED = "closed"
    ACHIEVED = "achieved"
    DELIVERED = "delivered"
    SETTLED = "settled"


class Action(StrEnum):
    PROPOSE = "propose"
    COUNTER = "counter"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    BEGIN = "begin"
    FALL_SHORT = "fall_short"
    ACHIEVE = "achieve"
    CLOSE_PERIOD = "close_period"
    RESUME = "resume"
    LENGTHEN = "lengthen"
    ASK_STOP = "ask_stop"
    ASK_MORE = "ask_more"
    ASK_END = "ask_end"
    KEEP_ON = "keep_on"
    END = "end"
    TAKE_OVER = "take_over"
    CLOSE = "close"
    NUDGE = "nudge"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    NOT_YET = "not_yet"
    FORGIVE = "forgive"
    UNDO_FORGIVE = "undo_forgive"
    CHANGE = "change"
    ANSWER_CHANGE = "answer_change"
    SETTLE = "settle"


class Who(StrEnum):
    """What somebody is to a mission; one person may be several of these at once."""

    OFFERER = "offerer"  # the side whose offer lies on the table
    ANSWERER = "answerer"  # the side that has to answer it
    CHILD = "child"
    PROMISER = "promiser"  # the named guardian, or any guardian of the family while none is named
    BYSTANDER = "bystander"  # another guardian of the family: sees, does nothing
    STAFF = "staff"
    TIME = "time"  # nobody's press: a day that passed, an answer that was right, a member who left


@dataclass(frozen=True)
class Rule:
    to: State
    by: frozenset[Who]


class NotAllowed(Exception):
    """The table says no. `reason`: "state" (not now), "turn" (the other side's), "bystander", "role"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _rule(to: State, *by: Who) -> Rule:
    return Rule(to, frozenset(by))


def _lines(state: State) -> dict[Action, Rule]:
    """What may be written into the 약속 수첩 in a state that it does not move."""
    return {
        Action.DELIVER: _rule(state, Who.PROMISER),
        Action.CONFIRM: _rule(state, Who.CHILD),
        Action.NOT_YET: _rule(state, Who.CHILD),
        Action.FORGIVE: _rule(state, Who.CHILD),
        Action.UNDO_FORGIVE: _rule(state, Who.CHILD),
        Action.NUDGE: _rule(state, Who.CHILD),
        Action.CHANGE: _rule(state, Who.CHILD, Who.PROMISER),
        Action.ANSWER_CHANGE: _rule(state, Who.CHILD, Who.PROMISER),
        # The promiser too: for what the one before it still owes.
        Action.TAKE_OVER: _rule(state, Who.BYSTANDER, Who.PROMISER),
    }


def _under_way(state: State) -> dict[Action, Rule]:
    """What running and makeup share."""
    return {
        **_lines(state),
        Action.ACHIEVE: _rule(State.ACHIEVED, Who.TIME),
        Action.ASK_STOP: _rule(state, Who.CHILD),
        Action.ASK_MORE: _rule(state, Who.PROMISER),
        Action.ASK_END: _rule(state, Who.PROMISER),
        Action.KEEP_ON: _rule(state, Who.CHILD, Who.TIME),
        Action.END: _rule(State.ENDED, Who.PROMISER, Who.CHILD, Who.TIME),
        Action.CLOSE: _rule(State.ENDED, Who.STAFF),
    }


TABLE: Mapping[State, Mapping[Action, Rule]] = {
    State.PROPOSED: {
        Action.COUNTER: _rule(State.PROPOSED, Who.ANSWERER),
        Action.ACCEPT: _rule(State.SCHEDULED, Who.ANSWERER),
        Action.DECLINE: _rule(State.DECLINED, Who.ANSWERER),
        Action.WITHDRAW: _rule(State.WITHDRAWN, Who.OFFERER, Who.TIME),
        Action.EXPIRE: _rule(State.EXPIRED, Who.TIME),
        Action.CLOSE: _rule(State.ENDED, Who.STAFF),
    },
    State.SCHEDULED: {
        Action.WITHDRAW: _rule(State.WITHDRAWN, Who.CHILD, Who.PROMISER, Who.TIME),
        Action.BEGIN: _rule(State.RUNNING, Who.TIME),
        Action.TAKE_OVER: _rule(State.SCHEDULED, Who.BYSTANDER),
        Action.CLOSE: _rule(State.ENDED, Who.STAFF),
    },
    State.RUNNING: {
        **_under_way(State.RUNNING),
        Action.FALL_SHORT: _rule(State.MAKEUP, Who.TIME),
    },
    State.MAKEUP: {
        **_under_way(State.MAKEUP),
        Action.RESUME: _rule(State.RUNNING, Who.TIME),
        Action.LENGTHEN: _rule(State.MAKEUP, Who.PROMISER),
        Action.CLOSE_PERIOD: _rule(State.CLOSED, Who.TIME),
    },
    State.ENDED: _lines(State.ENDED),
    State.CLOSED: _lines(State.CLOSED),
    State.ACHIEVED: {
        **_lines(State.ACHIEVED),
        Action.DELIVER: _rule(State.DELIVERED, Who.PROMISER),
        Action.FORGIVE: _rule(State.DELIVERED, Who.CHILD),
    },
    State.DELIVERED: {
        Action.CONFIRM: _rule(State.SETTLED, Who.CHILD),
        Action.NOT_YET: _rule(State.ACHIEVED, Who.CHILD),
        Action.UNDO_FORGIVE: _rule(State.ACHIEVED, Who.CHILD),
        Action.SETTLE: _rule(State.SETTLED, Who.TIME),
    },
    State.SETTLED: {
        Action.NOT_YET: _rule(State.ACHIEVED, Who.CHILD),
        Action.UNDO_FORGIVE: _rule(State.ACHIEVED, Who.CHILD),
    },
    State.DECLINED: {},
    State.WITHDRAWN: {},
    State.EXPIRED: {},
}

OPEN = frozenset({State.PROPOSED, State.SCHEDULED, State.RUNNING, State.MAKEUP})
ACTIVE = frozenset({State.RUNNING, State.MAKEUP})
AGREED = OPEN - {State.PROPOSED}
REACHED = frozenset({State.ACHIEVED, State.DELIVERED, State.SETTLED})
# Over without a promise reached: the same can be proposed again.
AGAIN = frozenset({State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.ENDED, State.CLOSED})
# Where something may be owed; in no other state is anything.
OWING = ACTIVE | {State.ENDED, State.CLOSED, State.ACHIEVED}
# The promise is written but not yet settled.
PROMISED = frozenset({State.ACHIEVED, State.DELIVERED})


def rule_for(state: State, action: Action, standing: frozenset[Who]) -> Rule:
    """The table's row for an action by somebody who is `standing` to the mission. Raises NotAllowed."""
    rule = TABLE[state].get(action)
    if rule is None:
        raise NotAllowed("state")
    if rule.by & standing:
        return rule
    if Who.BYSTANDER in standing:
        raise NotAllowed("bystander")
    raise NotAllowed("turn" if rule.by <= {Who.OFFERER, Who.ANSWERER, Who.TIME} else "role")


def allows(state: State, action: Action, standing: frozenset[Who]) -> bool:
    """Whether the table lets somebody do something now."""
    rule = TABLE[state].get(action)
    return rule is not None and bool(rule.by & standing)
