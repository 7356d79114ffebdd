"""Every type of question: nonsense gets a sentence, the examples are without a fault, the new ones judge."""

from contextlib import suppress
from dataclasses import asdict
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lessons import content_rules, grading, schema
from lessons.checking import CONTENT
from lessons.grading import BadResponse, Graded, clean, given_text, grade, option_order
from lessons.items import GRADED, TYPED, TYPES, UNSCORED
from lessons.items.base import State
from lessons.nodes import SchemaError
from tests.lessons.pupil import payload_for

DOCUMENTS = list(yaml.safe_load_all((CONTENT / "example.yaml").read_text(encoding="utf-8")))
ITEMS: dict[str, dict[str, Any]] = {i["id"]: i for d in DOCUMENTS for i in d.get("items", [])}
SPOT, NEWS, COUNTED, CHOSEN, READ, MOVED = (ITEMS[k] for k in ("p1", "w1", "i1", "i2", "g1", "g2"))


def judged(item: dict[str, Any], payload: dict[str, Any]) -> Graded:
    return grade(item, clean(item, payload))


def shown(item: dict[str, Any], **state: Any) -> dict[str, Any]:
    """What the fragment of an item gets."""
    kind = grading.kind_of(item)
    return kind.form(item, State(**state)) | {"options": kind.options(item, State(**state))}


def faults(item: dict[str, Any]) -> set[str]:
    try:
        return {f.rule for f in content_rules.item_faults(schema.parse_item(item), ("items", 0))}
    except SchemaError as error:
        return {f.rule for f in error.faults}


# --- all of them -----------------------------------------------------------------------------------------


def test_every_type_has_an_example_without_a_fault() -> None:
    assert {item["type"] for item in ITEMS.values()} == set(TYPES)
    assert {name: faults(item) for name, item in ITEMS.items() if faults(item)} == {}
    assert set(TYPES) == GRADED | UNSCORED
    assert {"CZ", "NUM", "GRAPH"} == TYPED


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS.keys())
def test_a_right_and_a_wrong_answer_are_known_apart(item: dict[str, Any]) -> None:
    order = option_order(item, "seed")
    right, wrong = (clean(item, payload_for(item, order, right=r), order) for r in (True, False))
    wanted = (True, False) if item["type"] in GRADED else (None, None)
    assert (grade(item, right).right, grade(item, wrong).right) == wanted
    assert given_text(item, {"gave_up": True}) == ""


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS.keys())
def test_another_attempt_begins_with_the_work_of_the_last(item: dict[str, Any]) -> None:
    order = option_order(item, "seed")
    kept = clean(item, payload_for(item, order, right=True), order)
    fields = grading.kind_of(item).fields(item, kept, order)
    again = {
        name: [str(v) for v in value] if isinstance(value, list) else str(value)
        for name, value in fields.items()
    }
    if item["type"] in ("CZ", "NUM", "EST", "SORT", "ORD", "MATCH", "SPOT", "GRAPH"):
        assert clean(item, again, order) == kept


NAMES = st.sampled_from(
    ["choice", "text", "number", "answer", "reason", "order", "line", "word", "direction", "ran", "run"]
    + ["lab-principal", "lab-rate", "lab-years", "lab-shift"]
    + [f"{name}-{i}" for name in ("card", "pair", "field") for i in range(9)]
)
PLAUSIBLE = st.sampled_from(
    ["0", "1", "2", "3", "20", "true", "false", "0,1,2,3", "저축", "-1", "1e400", "\x00", "3,000원", "<b>"]
)
PRESSES = st.sampled_from(["1", "up-rate", "down-shift", "up-", "down-rate-1"])
VALUES = st.text() | PLAUSIBLE | PRESSES
NONSENSE = st.dictionaries(NAMES | st.text(), VALUES | st.lists(VALUES) | st.none() | st.integers())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
ANY_ITEM = st.sampled_from(list(ITEMS.values()))


@given(ANY_ITEM, NONSENSE, st.lists(st.integers(-2, 9)))
def test_nonsense_is_refused_or_judged_and_the_page_stands(
    item: dict[str, Any], payload: dict[str, Any], order: list[int]
) -> None:
    shown(item, values=payload, order=option_order(item, "seed"))
    try:
        response = clean(item, payload, order)
    except BadResponse:
        return
    verdict = grade(item, response)
    assert verdict.right in (True, False, None)
    hash(verdict.chosen)
    shown(item, graded=[verdict] if item["type"] in GRADED else [], response=response, shown=True)


@given(
    ANY_ITEM,
    st.dictionaries(
        st.sampled_from(["choice", "text", "number", "answer", "reason", "cards", "order", "pairs", "fields"])
        | st.sampled_from(["lines", "word", "direction", "lab"]),
        JSON,
    ),
)
def test_a_stored_answer_that_no_form_made_is_refused(item: dict[str, Any], response: dict[str, Any]) -> None:
    with suppress(BadResponse):
        grade(item, response)
    assert isinstance(given_text(item, response), str)


# --- SPOT ------------------------------------------------------------------------------------------------


def test_signals_are_right_only_as_the_exact_set() -> None:
    assert judged(SPOT, {"line": ["2", "1"]}) == Graded(True, SPOT["why"], (1, 2))
    assert judged(SPOT, {"line": ["1"]}).why == "신호 2개 가운데 1개를 찾았어요. 1개가 더 있어요."
    assert (
        judged(SPOT, {"line": ["0", "1", "2"]}).why
        == "신호 2개 가운데 2개를 찾았어요. 신호가 아닌 줄도 골랐어요."
    )
    assert judged(SPOT, {"line": "3"}).why == "아직 신호를 찾지 못했어요. 2개가 더 있어요."


@pytest.mark.parametrize("lines", [[], [""], ["4"], ["-1"], ["1", "x"]])
def test_lines_that_are_not_there_are_refused(lines: list[str]) -> None:
    with pytest.raises(BadResponse) as error:
        clean(SPOT, {"line": lines})
    assert error.value.field == "line"


def test_a_miss_explains_one_harmless_line_and_names_no_signal() -> None:
    graded = judged(SPOT, {"line": ["0", "1", "3"]})
    rows = shown(SPOT, graded=[graded], values={"line": [0, 1, 3]})["options"]
    assert [(row.mark, bool(row.why), row.chosen) for row in rows] == [
        ("triangle", True, False),
        ("", False, True),
        ("", False, False),
        ("", False, True),
    ]
    told = shown(SPOT, graded=[graded], shown=True)["options"]
    assert [row.mark for row in told] == ["triangle", "ring", "ring", ""]
    after = shown(SPOT, graded=[judged(SPOT, {"line": ["1", "2"]})], shown=True, passed=True)["options"]
    assert all(row.why for row in after)


# --- NEWS ------------------------------------------------------------------------------------------------


def test_a_headline_wants_both_word_and_direction() -> None:
    right = judged(NEWS, {"word": "0", "direction": "0"})
    assert (right.right, right.chosen) == (True, (0, 0))
    assert judged(NEWS, {"word": "1", "direction": "1"}).why == NEWS["words"][1]["why"]
    assert judged(NEWS, {"word": "0", "direction": "1"}).why == NEWS["directions"][1]["why"]
    for payload, field in (({"direction": "0"}, "word"), ({"word": "0", "direction": "2"}, "direction")):
        with pytest.raises(BadResponse) as error:
            clean(NEWS, payload)
        assert error.value.field == field


def test_what_was_right_in_a_headline_stays_pressed() -> None:
    groups = shown(NEWS, order=[4, 1, 0, 3, 2], graded=[judged(NEWS, {"word": "0", "direction": "1"})])[
        "groups"
    ]
    words, ways = (group["options"] for group in groups)
    assert [(o.value, o.n, o.mark, o.chosen) for o in words] == [
        (1, 1, "", False),
        (0, 2, "ring", True),
        (2, 3, "", False),
    ]
    assert [(o.value, o.n, o.mark) for o in ways] == [(1, 4, "triangle"), (0, 5, "")]


# --- SIM and GRAPH ---------------------------------------------------------------------------------------


def test_a_simulation_asks_for_a_number_or_a_choice() -> None:
    assert judged(COUNTED, {"number": "96,044원"}).right is True
    assert judged(COUNTED, {"number": "80000"}).why == COUNTED["wrong"][0]["why"]
    assert judged(CHOSEN, {"choice": "0"}).right is True
    assert given_text(CHOSEN, {"choice": 1}) == CHOSEN["options"][1]["text"]
    assert option_order(COUNTED, "x") == []
    assert sorted(option_order(CHOSEN, "x")) == [0, 1, 2, 3]


def test_a_lab_begins_where_the_question_says_and_runs_when_asked() -> None:
    lab = shown(COUNTED)["lab"]
    assert [field.value for field in lab.inputs] == ["200,000", "2", "5"]
    assert lab.result is None
    run = shown(COUNTED, values={"lab-rate": "4", "lab-years": "10", "run": "1"})["lab"]
    assert ("이자 모두", "80,000원", "96,044원") in run.result.rows
    assert shown(COUNTED, values={"run": "up-rate"})["lab"].inputs[1].value == "3"
    bad = shown(COUNTED, values={"lab-rate": "많이", "run": "1"})["lab"]
    assert (bool(bad.inputs[1].error), bad.result) == (True, None)


def test_an_answer_keeps_how_the_lab_stood_and_never_fails_for_it() -> None:
    kept = clean(COUNTED, {"number": "5", "ran": "1", "lab-rate": "4", "lab-years": "10"})
    assert kept == {"number": 5, "lab": {"principal": 200000, "rate": 4, "years": 10}}
    fields = grading.kind_of(COUNTED).fields(COUNTED, kept, [])
    assert shown(COUNTED, values=fields)["lab"].result is not None
    assert clean(COUNTED, {"number": "5", "ran": "1", "lab-rate": "x"}) == {"number": 5}
    assert clean(COUNTED, {"number": "5", "lab-rate": "4"}) == {"number": 5}


def test_a_line_is_moved_and_its_first_place_stays_in_sight() -> None:
    assert shown(READ)["lab"].inputs == ()
    still = shown(MOVED)["result"]
    assert [name for name, _values in still.chart.series] == ["사려는", "팔려는"]
    moved = shown(MOVED, values={"lab-shift": "20", "run": "1"})["result"]
    assert dict(moved.chart.series)["사려는"] == (120, 100, 80, 60, 40)
    assert dict(moved.chart.series)["처음 사려는"] == (100, 80, 60, 40, 20)
    assert "20컵" in moved.chart.alt
    assert moved.rows[0] == ("1,000", "120", "20", "100")
    unread = shown(MOVED, values={"lab-shift": "많이", "run": "1"})
    assert unread["result"] == still
    assert unread["lab"].inputs[0].error


def test_a_chart_is_judged_by_what_is_read_off_it() -> None:
    assert judged(READ, {"number": "3050"}).right is True
    assert judged(MOVED, {"number": "3000", "ran": "1", "lab-shift": "20"}).why == MOVED["wrong"][0]["why"]


@pytest.mark.parametrize(
    ("item", "rule", "change"),
    [
        (COUNTED, "lab", {"lab": "no-such"}),
        (COUNTED, "lab", {"start": {"years": 99}}),
        (COUNTED, "lab", {"start": {"weather": 1}}),
        (COUNTED, "schema", {"start": {"years": "오래"}}),
        (COUNTED, "number", {"tolerance": -1}),
        (COUNTED, "hint", {"hints": ["96,044원일까요?", "둘", "셋"]}),
        (CHOSEN, "schema", {"answer": 3}),
        (CHOSEN, "one-right", {"options": [o | {"right": False} for o in CHOSEN["options"]]}),
        (READ, "graph", {"chart": READ["chart"] | {"xs": [5, 4, 3, 2, 1]}}),
        (READ, "graph", {"chart": READ["chart"] | {"xs": [1, 2, 3]}}),
        (READ, "schema", {"chart": READ["chart"] | {"xs": ["하나", 2, 3, 4, 5]}}),
        (MOVED, "graph", {"move": MOVED["move"] | {"line": "없는 선"}}),
        (MOVED, "graph", {"move": MOVED["move"] | {"start": 99}}),
        (MOVED, "schema", {"move": MOVED["move"] | {"step": 0}}),
    ],
)
def test_a_fault_of_a_model_or_a_chart_is_found(
    item: dict[str, Any], rule: str, change: dict[str, Any]
) -> None:
    assert rule in faults(item | change)


def test_a_model_is_not_asked_of_the_youngest() -> None:
    for name in ("SIM", "GRAPH"):
        assert "E" not in TYPES[name].bands


def test_a_parsed_item_is_asked_like_its_body() -> None:
    for item in ITEMS.values():
        assert grading.right_answer_text(asdict(schema.parse_item(item))) == grading.right_answer_text(item)
