"""What a session will hold. Pure: the published items and the words to recall in, the frozen plan out."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from lessons.hangul import key
from lessons.items import TYPED, UNSCORED
from lessons.player import (
    APPLY,
    BETWEEN,
    CARD,
    CONFIDENCE,
    GUESS,
    HOME,
    PRACTICE,
    RECALL,
    SCENARIO,
    WORDS,
    Step,
)

CARDS = ("scene", "definition", "not")
PRACTICE_ITEMS = 4
PRACTICE_AT_LEAST = {"E": 3, "M": 4, "H": 4}
# Unseen questions that a lesson leaves for later days: 완주 asks each word on one not answered before.
KEPT_FOR_RECALL = 3
RECALLS_IN_A_LESSON = {"E": 3, "M": 5, "H": 5}
RECALLS_IN_A_REVIEW = {"E": 6, "M": 8, "H": 8}
RECALLS_BY_CHOICE = 3
CHIPS = 4
# A day's plan should be over after nine of the ten minutes.
PLANNED_SECONDS = 540
# Seconds a step takes a child of whom nothing is known yet, and how often a question is tried on average.
PACE: Mapping[str, float] = {
    GUESS: 20, RECALL: 25, CARD: 25, PRACTICE: 30, APPLY: 45, SCENARIO: 60, WORDS: 40, HOME: 10, CONFIDENCE: 5
}  # fmt: skip
TRIES = 1.3


@dataclass(frozen=True)
class Choice:
    """What planning needs of an item."""

    key: str
    type: str
    level: int
    review: bool = False
    transfer: bool = False
    family: str = ""

    @property
    def graded(self) -> bool:
        return self.type not in UNSCORED


@dataclass(frozen=True)
class RecallPick:
    """A word to recall, the question chosen for it, and another one for when it is missed (or none)."""

    lesson: int
    version: int
    item: str
    again: str = ""


def lesson_plan(
    *,
    lesson: int,
    version: int,
    items: Iterable[Choice],
    recalls: Sequence[RecallPick],
    form: str,
    band: str = "E",
    pace: Mapping[str, float] = PACE,
) -> dict[str, Any]:
    """The frozen plan of one lesson, from the guess to 자신 있나요?

    `form` is that of its 써 보기. By the child's own `pace` (seconds a step, by kind) the plan ends
    within nine minutes: a practice item is left out first, then recalls from the end, never the first one.
    """
    items = list(items)
    practice, spare = _practice(items)

    def step(kind: str, item: str = "", card: str = "") -> Step:
        return Step(kind, item=item, lesson=lesson, version=version, card=card)

    opening = [step(GUESS)]
    cards = [step(CARD, card=card) for card in CARDS]
    cards += [step(PRACTICE, _first(items, "EST"))] if _first(items, "EST") else []
    ending = [step(APPLY, card=form), step(WORDS, _first(items, "EXP"))]
    ending += [step(HOME, _first(items, "FAM"))] if _first(items, "FAM") else []
    ending += [step(CONFIDENCE)]
    fixed = seconds_of([*opening, *cards, *ending], pace)
    questions = [step(PRACTICE, item.key) for item in practice]
    asked = _recall_steps(recalls)

    def is_long() -> bool:
        return fixed + seconds_of([*questions, *asked], pace) > PLANNED_SECONDS

    while len(questions) > PRACTICE_AT_LEAST[band] and is_long():
        spare.append(practice.pop(-2))  # the last one is the new situation
        del questions[-2]
    while len(asked) > 1 and is_long():
        asked.pop()
    return _frozen([*opening, *asked, *cards, *questions, *ending], [item.key for item in spare])


def seconds_of(steps: Iterable[Step], pace: Mapping[str, float]) -> float:
    """How long steps take at a pace (seconds a step, by kind); a question is tried more than once."""
    return sum(
        pace.get(step.kind, PACE[step.kind]) * (TRIES if step.kind in (RECALL, PRACTICE) else 1)
        for step in steps
    )


def form_of(forms: Sequence[str], last: str) -> str:
    """The form of today's 써 보기: the first that differs from the `last` one done."""
    return next((form for form in forms if form != last), forms[0])


def review_plan(recalls: Sequence[RecallPick], scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The frozen plan of a 떠올리기; a 복습하는 날 ends with a `scenario` over the words of its block."""
    plan = _frozen([*_recall_steps(recalls), *([Step(SCENARIO)] if scenario else [])], [])
    return plan | ({"scenario": scenario} if scenario else {})


def appended(plan: Mapping[str, Any], recalls: Sequence[RecallPick]) -> dict[str, Any]:
    """A finished 떠올리기 with more words behind it; what was answered stays where it was."""
    part = 1 + max((step.get("part", 0) for step in plan["steps"]), default=0)
    more = [replace(step, part=part) for step in _recall_steps(recalls)]
    return dict(plan) | {"steps": [*plan["steps"], *_raw(more)]}


def chips_for(body: Mapping[str, Any], others: Sequence[str], seed: str) -> list[str]:
    """Words to choose the missing one of a CZ from: itself, what it is often taken for, other learned words.

    The same for one seed; empty where there are too few to choose from.
    """
    right = body["accept"][0]
    known = {key(word) for word in body["accept"]}
    wrong = [w for w in (*(near["text"] for near in body.get("near", ())), *others) if key(w) not in known]
    words = [right, *dict.fromkeys(wrong)][:CHIPS]
    random.Random(seed).shuffle(words)
    return words if len(words) >= 3 else []


def pick_review_items(items: Iterable[Choice], answered: Mapping[str, str]) -> tuple[str, str]:
    """The question for a recall and another for its repeat (empty for none): keys of items.

    Those never answered come first and the rest by age; among equals typed ones, and variants (items of one
    `family`) in turn. `answered` maps item keys to the ISO date of their last answer.
    """
    fit = [item for item in items if item.review and item.graded]
    seen = {
        family: max((answered.get(i.key, "") for i in fit if i.family == family), default="")
        for family in {i.family for i in fit if i.family}
    }
    ordered = sorted(
        fit,
        key=lambda i: (answered.get(i.key, ""), i.type not in TYPED, seen.get(i.family, ""), i.level, i.key),
    )
    keys = [item.key for item in ordered]
    return (keys[0] if keys else "", keys[1] if len(keys) > 1 else "")


def _practice(items: list[Choice]) -> tuple[list[Choice], list[Choice]]:
    """The items to practise, easy to hard with the new situation last, and the spare ones for added steps."""
    reviews = sorted((i for i in items if i.graded and i.review), key=lambda i: i.type not in TYPED)
    kept = {i.key for i in reviews[:KEPT_FOR_RECALL]}
    free = sorted(
        (i for i in items if i.graded and i.key not in kept), key=lambda i: (i.review, i.level, i.key)
    )
    transfer = [i for i in free if i.transfer][:1]
    chosen = [i for i in free if i not in transfer][: PRACTICE_ITEMS - len(transfer)]
    spare = [i for i in free if i not in chosen and i not in transfer]
    return sorted(chosen, key=lambda i: i.level) + transfer, spare


def _first(items: Iterable[Choice], type_: str) -> str:
    return next((item.key for item in items if item.type == type_), "")


def _recall_steps(recalls: Sequence[RecallPick]) -> list[Step]:
    return [Step(RECALL, item=r.item, lesson=r.lesson, version=r.version, again=r.again) for r in recalls]


def _frozen(steps: list[Step], spare: list[str]) -> dict[str, Any]:
    return {"steps": _raw(steps), "spare": spare, "between": BETWEEN}


def _raw(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [{key: value for key, value in asdict(step).items() if value} for step in steps]
