"""A child's answer is judged the same on every device, and nonsense gets a sentence, never a crash."""

from contextlib import suppress
from typing import Any

import pytest
import yaml
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from lessons import grading, schema
from lessons.checking import CONTENT
from lessons.grading import BadResponse, clean, grade, option_order, right_answer_text
from lessons.items.cloze import SLIP, fitted
from lessons.numbers import read_number

EXAMPLE = yaml.safe_load((CONTENT / "example.yaml").read_text(encoding="utf-8").split("\n---\n")[0])
ITEMS: dict[str, dict[str, Any]] = {item["id"]: item for item in EXAMPLE["items"]}
CHOICE, CLOZE, NUMBER, SORT, ORDER = (ITEMS[k] for k in ("a1", "b1", "n1", "s1", "o1"))
MATCH, REASONED, STORY, ESTIMATE, SENTENCE, HOME = (ITEMS[k] for k in ("m1", "t1", "c1", "e1", "x1", "f1"))


def judged(item: dict[str, Any], payload: dict[str, Any], order: list[int] | None = None) -> grading.Graded:
    return grade(item, clean(item, payload, order or []))


def refused(item: dict[str, Any], payload: dict[str, Any]) -> str:
    with pytest.raises(BadResponse) as error:
        clean(item, payload)
    assert error.value.message
    return error.value.field


def test_a_choice_shows_the_why_of_the_very_option() -> None:
    assert judged(CHOICE, {"choice": "1"}).right is True
    wrong = judged(CHOICE, {"choice": "2"})
    assert (wrong.right, wrong.chosen, wrong.why) == (False, 2, CHOICE["options"][2]["why"])
    assert judged(STORY, {"choice": "1"}).right is True


@pytest.mark.parametrize("choice", ["", "4", "-1", "1.0", "x", "²", "١", "1" * 5000])
def test_an_option_that_is_not_there_is_refused(choice: str) -> None:
    assert refused(CHOICE, {"choice": choice}) == "choice"


@pytest.mark.parametrize("text", ["저축", " 저 축", "저금", "‘저축’"])
def test_a_word_is_right_however_it_is_spaced(text: str) -> None:
    assert judged(CLOZE, {"text": text}).right is True


def test_one_key_off_is_asked_again_and_not_judged_as_wrong() -> None:
    slip = judged(CLOZE, {"text": "저츅"})
    assert (slip.near, slip.why) == (True, SLIP)


def test_a_tempting_word_gets_its_own_why_and_any_other_a_kind_one() -> None:
    near = judged(CLOZE, {"text": "소비"})
    assert (near.right, near.near, near.why) == (False, False, CLOZE["near"][0]["why"])
    other = judged(CLOZE, {"text": "호랑이"})
    assert other.right is False
    assert "저축" not in other.why


@pytest.mark.parametrize(
    ("word", "after", "read"),
    [
        ("저축", "(이)라고 해요.", "이라고 해요."),
        ("소비", "(이)라고 해요.", "라고 해요."),
        ("이자", "이(가) 붙어요.", "가 붙어요."),
        ("예금", "을(를) 찾아요.", "을 찾아요."),
        ("이자", "(이)에요.", "예요."),
        ("쌀", "(으)로 바꿔요.", "로 바꿔요."),
        ("시장", "에 가요.", "에 가요."),
    ],
)
def test_a_filled_blank_reads_as_a_sentence(word: str, after: str, read: str) -> None:
    assert fitted(word, after) == read


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "...", "가" * 41])
def test_no_word_or_an_essay_is_refused(text: str) -> None:
    assert refused(CLOZE, {"text": text}) == "text"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3000", 3000),
        ("3,000원", 3000),
        (" 3 000 ", 3000),
        ("３０００", 3000),
        ("3천원", 3000),
        ("1만 2천 원", 12000),
        ("2만500", 20500),
        ("-5", -5),
        ("0.5", 0.5),
        ("0", 0),
    ],
)
def test_numbers_as_children_write_them(text: str, value: float) -> None:
    assert read_number(text, "원") == value


@pytest.mark.parametrize("text", ["", "원", "만", "세 개", "1e9", "nan", "inf", "1/2", "--3", "9" * 40])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text, "원") is None


def test_a_number_is_right_within_its_tolerance() -> None:
    assert judged(NUMBER, {"number": "6주"}).right is True
    assert judged(NUMBER, {"number": "7"}).right is False
    assert judged(NUMBER | {"tolerance": 1}, {"number": "7"}).right is True
    assert judged(NUMBER, {"number": "7,500"}).why == NUMBER["wrong"][0]["why"]
    assert refused(NUMBER, {"number": "999999999999999"}) == "number"


def test_the_reason_carries_the_credit() -> None:
    assert judged(REASONED, {"answer": "true", "reason": "0"}).right is True
    assert judged(REASONED, {"answer": "false", "reason": "1"}).right is False
    assert refused(REASONED, {"reason": "0"}) == "answer"
    assert refused(REASONED, {"answer": "false"}) == "reason"


def test_cards_are_right_only_all_together_wherever_they_stood() -> None:
    order = [3, 1, 0, 2]
    buckets = [SORT["buckets"].index(SORT["cards"][card]["bucket"]) for card in order]
    payload = {f"card-{place}": str(bucket) for place, bucket in enumerate(buckets)}
    assert judged(SORT, payload, order).right is True
    wrong = judged(SORT, payload | {"card-0": str(1 - buckets[0])}, order)
    assert wrong.right is False
    assert SORT["cards"][3]["why"] in wrong.why
    assert refused(SORT, {"card-0": "0", "card-1": "1", "card-2": "1"}) == "card-3"


def test_steps_come_as_places_on_the_page() -> None:
    order = [2, 0, 3, 1]
    right = [order.index(i) for i in range(4)]
    assert judged(ORDER, {"order": [str(p) for p in right]}, order).right is True
    assert judged(ORDER, {"order": ",".join(map(str, right))}, order).right is True
    wrong = judged(ORDER, {"order": ["0", "1", "2", "3"]}, order)
    assert (wrong.right, wrong.chosen) == (False, (2, 0, 3, 1))
    assert "앞에서 2개" in judged(ORDER, {"order": "0,1,3,2"}).why


@pytest.mark.parametrize("order", ["", "0,1,2", "0,1,2,2", "0,1,2,9", "a,b,c,d", ["0", "1"]])
def test_an_order_with_a_step_missing_is_refused(order: Any) -> None:
    assert refused(ORDER, {"order": order}) == "order"


def test_pairs_are_right_only_all_together() -> None:
    order = [1, 2, 0]
    payload = {f"pair-{left}": str(order.index(left)) for left in range(3)}
    assert judged(MATCH, payload, order).right is True
    wrong = judged(MATCH, {"pair-0": "0", "pair-1": "2", "pair-2": "1"})
    assert wrong.right is False
    assert MATCH["pairs"][1]["left"] in wrong.why
    assert refused(MATCH, {"pair-0": "0", "pair-1": "0", "pair-2": "1"}) == "pair-1"


def test_estimates_sentences_and_home_tasks_are_never_scored() -> None:
    assert judged(ESTIMATE, {"number": "40000"}).right is None
    assert judged(ESTIMATE, {"number": "40000"}).why == ESTIMATE["reveal"]
    assert judged(SENTENCE, {"text": "저축은 두는 거예요."}).right is None
    parts = clean(SENTENCE, {"order": "3,2,1,0"})
    assert grade(SENTENCE, parts).right is None
    assert grading.sentence_text(SENTENCE, parts).startswith("모아 두는 것이에요.")
    assert refused(SENTENCE, {}) == "text"
    assert refused(SENTENCE, {"text": "가" * 301}) == "text"
    empty, full = judged(HOME, {}), judged(HOME, {"field-0": "3가지", "field-1": "on"})
    assert (empty.right, empty.complete, full.complete, full.chosen) == (None, False, True, (3, True))
    assert refused(HOME, {"field-0": "많이"}) == "field-0"


def test_a_form_of_django_is_read_like_a_mapping() -> None:
    assert clean(ORDER, QueryDict("order=0&order=1&order=2&order=3")) == {"order": [0, 1, 2, 3]}
    assert clean(CHOICE, QueryDict("choice=1&choice=2")) == {"choice": 1}


def test_an_item_may_be_a_dataclass() -> None:
    item = schema.parse_item(CLOZE)
    assert judged(item, {"text": "저축"}).right is True  # type: ignore[arg-type]
    assert right_answer_text(item) == "저축"


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (CHOICE, "다음 달 모자를 사려고 2,000원을 둔 도윤"),
        (NUMBER, "6주"),
        (ESTIMATE, "36,500원"),
        (REASONED, "✕ 적은 돈도 나중을 위해 두면 모은 것이니까요."),
        (SENTENCE, ""),
        (HOME, ""),
    ],
)
def test_the_answer_in_words(item: dict[str, Any], text: str) -> None:
    assert right_answer_text(item) == text


def test_the_answer_in_words_for_cards_steps_and_pairs() -> None:
    assert right_answer_text(SORT).startswith("모아 둔 일: 생일에")
    assert right_answer_text(ORDER).count("→") == 3
    assert right_answer_text(MATCH).count("–") == 3


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS.keys())
def test_the_order_is_the_same_for_one_seed_and_gives_no_steps_away(item: dict[str, Any]) -> None:
    orders = [option_order(item, f"{seed}:{item['id']}") for seed in range(30)]
    assert orders == [option_order(item, f"{seed}:{item['id']}") for seed in range(30)]
    assert all(sorted(order) == list(range(len(order))) for order in orders)
    in_order = [order for order in orders if order == sorted(order)]
    if item["type"] in ("ORD", "MATCH", "EXP"):
        assert not in_order
    if item.get("keep_order"):
        assert len(in_order) == 30


@given(
    st.lists(st.integers(0, 9), unique=True), st.text() | st.from_regex(r"(up|down)-\d{1,2}", fullmatch=True)
)
def test_a_press_keeps_every_step(order: list[int], press: str) -> None:
    assert sorted(grading.move(order, press)) == sorted(order)


def test_up_and_down_swap_neighbours() -> None:
    assert grading.move([5, 6, 7], "up-2") == [5, 7, 6]
    assert grading.move([5, 6, 7], "down-0") == [6, 5, 7]
    assert grading.move([5, 6, 7], "up-0") == [5, 6, 7]


NAMES = st.sampled_from(
    ["choice", "text", "number", "answer", "reason", "order"]
    + [f"{name}-{i}" for name in ("card", "pair", "field") for i in range(9)]
)
PLAUSIBLE = st.sampled_from(
    ["0", "1", "2", "3", "true", "false", "0,1,2,3", "저축", "-1", "1e400", "\x00", "9" * 30]
)
VALUES = st.text() | PLAUSIBLE
NONSENSE = st.dictionaries(NAMES | st.text(), VALUES | st.lists(VALUES) | st.none() | st.integers())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.sampled_from(list(ITEMS.values())), NONSENSE, st.lists(st.integers(-2, 9)))
def test_nonsense_is_refused_or_judged(
    item: dict[str, Any], payload: dict[str, Any], order: list[int]
) -> None:
    try:
        response = clean(item, payload, order)
    except BadResponse:
        return
    verdict = grade(item, response)
    assert verdict.right in (True, False, None)
    hash(verdict.chosen)


@given(
    st.sampled_from(list(ITEMS.values())),
    st.dictionaries(
        st.sampled_from(
            ["choice", "text", "number", "answer", "reason", "cards", "order", "pairs", "fields"]
        ),
        JSON,
    ),
)
def test_a_stored_answer_that_no_form_made_is_refused(item: dict[str, Any], response: dict[str, Any]) -> None:
    with suppress(BadResponse):
        grade(item, response)


@given(JSON)
def test_an_item_of_an_unknown_type_is_refused(item: Any) -> None:
    with pytest.raises(BadResponse):
        clean(item, {})
