"""A number that changes is said while somebody vouches for it, and then its sentence is silent by itself."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.checking import check
from lessons.facts import askable, facts_in, filled
from lessons.models import Fact
from lessons.selectors.facts import current_facts, readable

WAGE = "올해 최저임금은 한 시간에 {fact:wage}이에요."
FACTS = {"wage": "10,320원"}


def test_a_fact_stands_in_its_place() -> None:
    assert filled(f"{WAGE} 일한 값의 바닥이에요.", FACTS) == (
        "올해 최저임금은 한 시간에 10,320원이에요. 일한 값의 바닥이에요."
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (WAGE, ""),
        (f"값에는 바닥이 있어요. {WAGE}", "값에는 바닥이 있어요."),
        (f"{WAGE} 값에는 바닥이 있어요.", "값에는 바닥이 있어요."),
        (f"왜일까요? {WAGE} 그래서예요!", "왜일까요? 그래서예요!"),
        (f"첫 줄이에요.\n{WAGE}\n셋째 줄이에요.", "첫 줄이에요.\n셋째 줄이에요."),
        ("물가가 1.5% 올라 {fact:wage}이 되었대요. 그랬구나.", "그랬구나."),
        ("“{fact:wage}이래.” 하고 말했어요. 끝.", "하고 말했어요. 끝."),
        ("마침표 없는 {fact:wage}", ""),
        ("물가가 1.5% 올랐어요.", "물가가 1.5% 올랐어요."),
    ],
)
def test_a_sentence_of_a_missing_fact_is_left_out(text: str, left: str) -> None:
    assert filled(text, {}) == left


def test_lists_and_dicts_keep_their_shape() -> None:
    value = {"why": WAGE, "steps": [WAGE, "둘째예요."], "level": 2, "right": True, "none": None}
    assert filled(value, {}) == {
        "why": "",
        "steps": ["", "둘째예요."],
        "level": 2,
        "right": True,
        "none": None,
    }
    assert filled(value, FACTS)["steps"][0].endswith("10,320원이에요.")


@given(st.lists(st.sampled_from([WAGE, "하나예요.", "“정말요?”", "1.5%예요!", "둘…"]), max_size=6))
def test_what_names_no_missing_fact_is_kept_word_for_word(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert filled(text, {}) == " ".join(s for s in sentences if s != WAGE)
    assert not facts_in(filled(text, {}))
    assert filled(text, FACTS) == text.replace("{fact:wage}", "10,320원")


def test_a_question_with_a_missing_fact_is_not_asked() -> None:
    body: dict[str, Any] = {"ask": "얼마일까요?", "options": [{"text": "가", "why": WAGE}]}
    assert askable(body, FACTS)
    assert not askable(body, {})
    assert askable({"ask": "얼마일까요?"}, {})


@pytest.mark.django_db
def test_a_fact_holds_through_its_day_and_not_after() -> None:
    Fact.objects.create(
        key="wage",
        value="10,320",
        unit="원",
        effective_on=date(2026, 1, 1),
        source="고시",
        check_by=date(2026, 12, 31),
    )
    last, after = date(2026, 12, 31), date(2027, 1, 1)
    assert current_facts({"wage", "unknown"}, last) == FACTS
    assert current_facts(None, last) == FACTS
    assert current_facts({"wage"}, after) == {}
    assert readable({"scene": f"장면이에요. {WAGE}"}, after) == {"scene": "장면이에요."}


@pytest.mark.django_db
def test_texts_without_a_fact_ask_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert readable(["글"], date(2026, 1, 1)) == ["글"]


def test_the_three_facts_of_the_curriculum_are_there() -> None:
    facts = check().facts
    assert {"minimum_wage", "deposit_insurance", "vat_rate"} <= facts.keys()
    wage = facts["minimum_wage"]
    assert (wage.value, wage.unit, wage.check_by) == ("10,320", "원", "2026-12-31")
