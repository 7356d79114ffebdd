"""What a session will hold. Pure: the published items and the words to recall in, the frozen plan out."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lessons.player import APPLY, CARD, CONFIDENCE, GUESS, HOME, PRACTICE, RECALL, WORDS, Step

UNSCORED = frozenset({"EST", "EXP", "FAM"})
TYPED = frozenset({"CZ", "NUM"})
CARDS = ("scene", "definition", "not")
PRACTICE_ITEMS = 4
# Unseen questions that a lesson leaves for later days: 완주 asks each word on one not answered before.
KEPT_FOR_RECALL = 3
RECALLS_IN_A_LESSON = {"E": 3, "M": 5, "H": 5}
RECALLS_IN_A_REVIEW = {"E": 6, "M": 8, "H": 8}


@dataclass(frozen=True)
class Choice:
    """What planning needs of an item."""

    key: str
    type: str
    level: int
    review: bool = False
    transfer: bool = False

    @property
    def graded(self) -> bool:
        return self.type not in UNSCORED


@dataclass(frozen=True)
class RecallPick:
    """A word to recall and the question chosen for it."""

    lesson: int
    version: int
    item: str


def lesson_plan(
    *, lesson: int, version: int, items: Iterable[Choice], recalls: Sequence[RecallPick], form: str
) -> dict[str, Any]:
    """The frozen plan of one lesson, from the guess to 자신 있나요?; `form` is that of its 써 보기."""
    items = list(items)
    practice, spare = _practice(items)

    def step(kind: str, item: str = "", card: str = "") -> Step:
        return Step(kind, item=item, lesson=lesson, version=version, card=card)

    steps = [step(GUESS), *_recall_steps(recalls), *(step(CARD, card=card) for card in CARDS)]
    steps += [step(PRACTICE, _first(items, "EST"))] if _first(items, "EST") else []
    steps += [step(PRACTICE, item.key) for item in practice]
    steps += [step(APPLY, card=form), step(WORDS, _first(items, "EXP"))]
    steps += [step(HOME, _first(items, "FAM"))] if _first(items, "FAM") else []
    return _frozen([*steps, step(CONFIDENCE)], [item.key for item in spare])


def form_of(forms: Sequence[str], last: str) -> str:
    """The form of today's 써 보기: the first that differs from the `last` one done."""
    return next((form for form in forms if form != last), forms[0])


def review_plan(recalls: Sequence[RecallPick]) -> dict[str, Any]:
    """The frozen plan of a 복습하는 날."""
    return _frozen(_recall_steps(recalls), [])


def pick_review_item(items: Iterable[Choice], answered: dict[str, str]) -> Choice | None:
    """The question for a recall: typed ones first among those never answered, else the one longest ago.

    `answered` maps item keys to the ISO date of their last answer.
    """
    fit = [item for item in items if item.review and item.graded]
    if not fit:
        return None
    return min(fit, key=lambda i: (answered.get(i.key, ""), i.type not in TYPED, i.level, i.key))


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
    return [Step(RECALL, item=r.item, lesson=r.lesson, version=r.version) for r in recalls]


def _frozen(steps: list[Step], spare: list[str]) -> dict[str, Any]:
    raw = [{key: value for key, value in asdict(s).items() if value} for s in steps]
    return {"steps": raw, "spare": spare}
