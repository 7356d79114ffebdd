"""The whole product of states, actions and actors."""

import itertools

import pytest

from missions import states, wording
from missions.models import Mission
from missions.policies import standing
from missions.states import Action, NotAllowed, State, Who

CHILD_OFFERED = standing(is_child=True, is_staff=False, actor=1, guardian=None, child_offered=True)
CHILD_ASKED = standing(is_child=True, is_staff=False, actor=1, guardian=2, child_offered=False)
GUARDIAN_OFFERED = standing(is_child=False, is_staff=False, actor=2, guardian=2, child_offered=False)
GUARDIAN_ASKED = standing(is_child=False, is_staff=False, actor=3, guardian=None, child_offered=True)
OTHER = standing(is_child=False, is_staff=False, actor=3, guardian=2, child_offered=True)
STAFF = standing(is_child=False, is_staff=True, actor=9, guardian=2, child_offered=True)
TIME = frozenset({Who.TIME})

# What each actor may do in each state, written out once more by hand from the design.
LINES = {
    "deliver": "G",
    "confirm": "C",
    "not_yet": "C",
    "forgive": "C",
    "undo_forgive": "C",
    "nudge": "C",
    "change": "CG",
    "answer_change": "CG",
    "take_over": "BG",
}
UNDER_WAY = LINES | {
    "achieve": "T",
    "ask_stop": "C",
    "ask_more": "G",
    "ask_end": "G",
    "keep_on": "CT",
    "end": "GCT",
    "close": "S",
}
EXPECTED = {
    "proposed": {
        "counter": "A",
        "accept": "A",
        "decline": "A",
        "withdraw": "OT",
        "expire": "T",
        "close": "S",
    },
    "scheduled": {"withdraw": "CGT", "begin": "T", "take_over": "B", "close": "S"},
    "running": UNDER_WAY | {"fall_short": "T"},
    "makeup": UNDER_WAY | {"resume": "T", "lengthen": "G", "close_period": "T"},
    "ended": LINES,
    "closed": LINES,
    "achieved": LINES,
    "delivered": {"confirm": "C", "not_yet": "C", "undo_forgive": "C", "settle": "T"},
    "settled": {"not_yet": "C", "undo_forgive": "C"},
    "declined": {},
    "withdrawn": {},
    "expired": {},
}
LETTER = dict(zip("OACGBST", Who, strict=True))
ACTORS = [CHILD_OFFERED, CHILD_ASKED, GUARDIAN_OFFERED, GUARDIAN_ASKED, OTHER, STAFF, TIME]


def test_the_states_are_those_of_the_database() -> None:
    assert [state.value for state in State] == Mission.State.values
    assert set(states.TABLE) == set(State)


@pytest.mark.parametrize(("state", "action"), list(itertools.product(State, Action)))
def test_every_actor_is_allowed_or_refused_as_designed(state: State, action: Action) -> None:
    allowed = {LETTER[letter] for letter in EXPECTED[state.value].get(action.value, "")}
    for who in ACTORS:
        if allowed & who:
            assert states.rule_for(state, action, who).to in State
            assert states.allows(state, action, who)
        else:
            assert not states.allows(state, action, who)
            with pytest.raises(NotAllowed) as no:
                states.rule_for(state, action, who)
            sentence = wording.refusal(state, action, no.value.reason, to_child=Who.CHILD in who)
            assert sentence.endswith("요.")
            assert Who.CHILD not in who or "거절" not in sentence


def test_no_state_waits_for_ever() -> None:
    final = {state for state, rules in states.TABLE.items() if not rules}
    assert final == {State.DECLINED, State.WITHDRAWN, State.EXPIRED}
    for state in states.OPEN:
        leaves = [rule for rule in states.TABLE[state].values() if rule.to != state and Who.TIME in rule.by]
        assert leaves, state


def test_the_slots_of_the_database_are_those_of_the_table() -> None:
    assert {State.RUNNING, State.MAKEUP} == states.ACTIVE
    assert states.ACTIVE < states.AGREED < states.OPEN
