"""The step follows from the answers."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lessons.planning import Choice, RecallPick, appended, lesson_plan, pick_review_items, review_plan
from lessons.player import (
    BETWEEN,
    CONFIDENCE,
    PRACTICE,
    RECALL,
    Given,
    Step,
    active_seconds,
    position,
    section_counts,
    steps_of,
)

ITEMS = [
    Choice("e1", "EST", 1),
    Choice("a1", "MC4", 1),
    Choice("a2", "MC4", 2),
    Choice("a3", "SORT", 2),
    Choice("t1", "MC4", 3, transfer=True),
    Choice("b1", "CZ", 2, review=True),
    Choice("b2", "CZ", 2, review=True),
    Choice("b3", "MC4", 3, review=True),
    Choice("b4", "NUM", 3, review=True),
    Choice("x1", "EXP", 2),
    Choice("f1", "FAM", 1),
]
PLAN = lesson_plan(lesson=7, version=9, items=ITEMS, recalls=[RecallPick(3, 4, "b1")], form="scene")


def practice_keys(answers: list[Given]) -> list[str]:
    return [step.item for step in steps_of(PLAN, answers) if step.kind == PRACTICE]


def test_the_plan_runs_from_guess_to_confidence() -> None:
    kinds = [step.kind for step in steps_of(PLAN, [])]
    assert kinds[:5] == ["guess", "recall", "card", "card", "card"]
    assert kinds[-4:] == ["apply", "words", "home", "confidence"]


def test_the_new_situation_comes_last_and_reviews_are_kept() -> None:
    assert practice_keys([]) == ["e1", "a1", "a2", "a3", "t1"]
    assert PLAN["spare"] == ["b3"]


def test_a_missed_item_comes_again_after_one_other() -> None:
    first = 6  # guess, recall, three cards, estimate, then a1
    answers = [Given(first, 1, False), Given(first, 2, True)]
    assert practice_keys(answers) == ["e1", "a1", "a2", "b3", "a3", "t1"]


def test_without_a_spare_item_the_same_one_comes_again() -> None:
    answers = [Given(6, 1, False), Given(7, 1, False)]
    assert practice_keys(answers) == ["e1", "a1", "a2", "b3", "a2", "a3", "t1"]


def test_the_last_item_comes_again_at_once() -> None:
    assert practice_keys([Given(9, 1, False)])[-2:] == ["t1", "b3"]


def test_an_added_step_adds_no_further_one() -> None:
    answers = [Given(6, 1, False), Given(8, 1, False)]
    assert len(practice_keys(answers)) == 6


def test_three_misses_show_the_answer_and_the_answer_passes() -> None:
    steps = steps_of(PLAN, [])
    cards = [Given(i, 1, None) for i in range(6) if i != 1] + [Given(1, 1, True)]
    misses = [Given(6, n, False) for n in (1, 2, 3)]
    at = position(steps_of(PLAN, cards + misses), cards + misses)
    assert (at.index, at.attempt, at.shown) == (6, 4, True)
    assert steps[6].item == "a1"
    passed = [*cards, *misses, Given(6, 4, True, shown=True)]
    assert position(steps_of(PLAN, passed), passed).index == 7


def test_a_review_asks_each_word_once() -> None:
    plan = review_plan([RecallPick(1, 2, "a"), RecallPick(2, 3, "b")])
    assert [(s.kind, s.lesson) for s in steps_of(plan, [])] == [(RECALL, 1), (RECALL, 2)]


def test_pauses_over_a_minute_count_a_minute() -> None:
    assert [active_seconds(s) for s in (-5, 0, 30.4, 60, 4000)] == [0, 0, 30, 60, 60]


def test_an_unseen_typed_question_is_chosen_first_and_the_oldest_when_all_were_seen() -> None:
    assert pick_review_items(ITEMS, {})[0] == "b1"
    assert pick_review_items(ITEMS, {"b1": "2026-03-03"})[0] == "b2"
    seen = {"b1": "2026-03-05", "b2": "2026-03-04", "b3": "2026-03-02", "b4": "2026-03-03"}
    assert pick_review_items(ITEMS, seen)[0] == "b3"
    assert pick_review_items([Choice("a1", "MC4", 1)], {}) == ("", "")


@given(st.lists(st.booleans(), min_size=200, max_size=200))
def test_every_way_of_answering_reaches_the_end(rights: list[bool]) -> None:
    """Answered steps never move, whatever comes after; and the way is finite."""
    answers: list[Given] = []
    seen: list[str] = []
    for right in rights:
        steps = steps_of(PLAN, answers)
        at = position(steps, answers)
        assert [s.item for s in steps[: at.index]] == seen[: at.index]
        if at.step is None:
            break
        graded = at.step.kind in (RECALL, PRACTICE) and at.step.item != "e1"
        verdict = (right or at.shown) if graded else None
        answers.append(Given(at.index, at.attempt, verdict))
        if verdict is not False:
            seen.append(at.step.item)
    assert position(steps_of(PLAN, answers), answers).finished
    done = steps_of(PLAN, answers)
    assert done[-1].kind == CONFIDENCE
    assert section_counts(done, len(done))[CONFIDENCE] == (1, 1)


# Plans of every length, questions with and without another one for a repeat, and words appended later on.
some_picks = st.lists(
    st.builds(RecallPick, st.integers(1, 90), st.just(1), st.just("a"), st.sampled_from(["", "b"])),
    max_size=8,
)
some_items = st.lists(
    st.builds(
        Choice,
        key=st.uuids().map(lambda key: key.hex[:12]),
        type=st.sampled_from(["MC4", "CZ", "NUM", "EST", "EXP", "FAM", "SORT"]),
        level=st.integers(1, 4),
        review=st.booleans(),
        transfer=st.booleans(),
    ),
    max_size=14,
)


def walk(plan: dict[str, Any], answers: list[Given], turns: Iterator[bool]) -> list[Step]:
    """Answer to the end; the steps passed must stay where they were, whatever is answered after."""
    passed = steps_of(plan, answers)[: position(steps_of(plan, answers), answers).index]
    for _answer in range(400):
        steps = steps_of(plan, answers)
        at = position(steps, answers)
        assert steps[: at.index] == passed
        if at.step is None:
            return steps
        verdict = (next(turns) or at.shown) if at.step.is_question else None
        answers.append(Given(at.index, at.attempt, verdict))
        passed += [at.step] if verdict is not False else []
    raise AssertionError("no end")


@given(items=some_items, picks=some_picks, rights=st.lists(st.booleans(), min_size=1, max_size=40))
def test_a_miss_adds_one_step_after_enough_others(
    items: list[Choice], picks: list[RecallPick], rights: list[bool]
) -> None:
    answers: list[Given] = []
    plan = lesson_plan(lesson=1, version=1, items=items, recalls=picks, form="scene")
    steps = walk(plan, answers, cycle(rights))
    missed = [a.step for a in answers if a.attempt == 1 and a.right is False]
    for kind, gap in BETWEEN.items():
        block = [i for i, step in enumerate(steps) if step.kind == kind]
        origins = [i for i in block if i in missed and not steps[i].added]
        repeats = [i for i in block if steps[i].added]
        assert len(repeats) == len(origins), "one for each miss, none for a repeat"
        for origin, repeat in zip(origins, repeats, strict=True):
            assert steps[repeat].lesson == steps[origin].lesson
            planned_later = [i for i in block if i > repeat and not steps[i].added]
            assert repeat - origin > gap or not planned_later, "sooner only for want of others"


@given(
    parts=st.lists(some_picks.filter(bool), min_size=1, max_size=4),
    rights=st.lists(st.booleans(), min_size=1, max_size=40),
)
def test_words_appended_to_a_finished_review_move_nothing(
    parts: list[list[RecallPick]], rights: list[bool]
) -> None:
    turns, answers = cycle(rights), list[Given]()
    plan = review_plan(parts[0], {"words": []})
    steps = walk(plan, answers, turns)
    for part in parts[1:]:
        plan = appended(plan, part)
        assert steps_of(plan, answers)[: len(steps)] == steps
        steps = walk(plan, answers, turns)
    asked = [step.lesson for step in steps if step.kind == RECALL and not step.added]
    assert asked == [pick.lesson for part in parts for pick in part]
