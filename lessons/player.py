"""Where a child stands in a session. Pure: a frozen plan and the answers in, the current step out.

A plan is JSON: {"steps": [{"kind", …}], "spare": [item keys for added practice steps], "between": {kind: n}}.
A missed question adds one more step a little later, once: after one other item where a word is practised,
after two where words are recalled. The added steps follow from the answers and from what the plan says of
them, so the frozen plan never changes and every device shows the same step.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

GUESS, RECALL, CARD, PRACTICE = "guess", "recall", "card", "practice"
APPLY, SCENARIO, WORDS, HOME, CONFIDENCE = "apply", "scenario", "words", "home", "confidence"

# The sections of the step bar, in the order of the ten minutes.
SECTIONS = (GUESS, RECALL, CARD, PRACTICE, APPLY, SCENARIO, WORDS, CONFIDENCE)
ATTEMPTS_BEFORE_THE_ANSWER = 3
# How many other questions stand between a missed one and the next about the same word.
BETWEEN = {RECALL: 2, PRACTICE: 1}
# In plans from before they named it: only a practised question came again.
BETWEEN_OF_OLD = {PRACTICE: 1}
LONGEST_PAUSE = 60
# The ten minutes: after so many active seconds and answers a session ends by itself.
ACTIVE_SECONDS = 600
ANSWERS_AT_LEAST = 3


@dataclass(frozen=True)
class Step:
    """One thing on the page. `lesson` and `item` name a question.

    `card` says which one: scene, definition or not of a card, the form of a 써 보기. `again` is the question
    for the added step of a recall (empty: the same one), `part` the press that brought it: what is appended
    to a finished 떠올리기 stays behind everything that was answered.
    """

    kind: str
    item: str = ""
    lesson: int = 0
    version: int = 0
    card: str = ""
    again: str = ""
    added: bool = False
    part: int = 0

    @property
    def is_question(self) -> bool:
        """Whether it is answered rightly or wrongly, with hints and a giving up."""
        return self.kind in (RECALL, PRACTICE)

    @property
    def section(self) -> str:
        return WORDS if self.kind == HOME else self.kind


@dataclass(frozen=True)
class Given:
    """What the player needs of an answer row."""

    step: int
    attempt: int
    right: bool | None
    shown: bool = False


@dataclass(frozen=True)
class Position:
    """The step to show now, or the end. `attempt` is the number the next answer will get.

    `shown`: the right answer stands on the page and is only entered; `missed` counts the misses so far.
    """

    index: int
    step: Step | None
    attempt: int = 1
    missed: int = 0
    shown: bool = False

    @property
    def finished(self) -> bool:
        return self.step is None


def steps_of(plan: Mapping[str, Any], answers: Iterable[Given]) -> list[Step]:
    """The way through a session as far as it is known: the plan with the added steps in their places."""
    missed_first = {a.step for a in answers if a.attempt == 1 and a.right is False}
    spare = deque(plan.get("spare", []))
    between: Mapping[str, int] = plan.get("between", BETWEEN_OF_OLD)
    steps: list[Step] = []
    planned = (Step(**raw) for raw in plan["steps"])
    for (kind, _part), group in groupby(planned, key=lambda step: (step.kind, step.part)):
        block = list(group)
        if kind in between:
            block = _with_added(block, spare, missed_first, len(steps), between[kind])
        steps += block
    return steps


def position(steps: Sequence[Step], answers: Iterable[Given]) -> Position:
    """The first step not yet passed: by a right answer, or by any answer where none can be wrong."""
    by_step: dict[int, list[Given]] = {}
    for answer in answers:
        by_step.setdefault(answer.step, []).append(answer)
    for index, step in enumerate(steps):
        given = by_step.get(index, [])
        if any(a.right is not False for a in given):
            continue
        missed = len(given)
        shown = missed >= ATTEMPTS_BEFORE_THE_ANSWER or any(a.shown for a in given)
        return Position(index, step, attempt=missed + 1, missed=missed, shown=shown)
    return Position(len(steps), None)


def active_seconds(seconds_since_last: float) -> int:
    """How much of a gap between two answers counts as studying: a pause over a minute counts a minute."""
    return int(min(max(seconds_since_last, 0), LONGEST_PAUSE))


def section_counts(steps: Sequence[Step], index: int) -> dict[str, tuple[int, int]]:
    """For each section of the bar: how many of its steps are passed, and how many it has."""
    counts: dict[str, tuple[int, int]] = {}
    for i, step in enumerate(steps):
        done, total = counts.get(step.section, (0, 0))
        counts[step.section] = (done + (i < index), total + 1)
    return counts


def is_time(active: int, answers: Sequence[object], steps: Sequence[Step], at: Position) -> bool:
    """Whether the ten minutes are over: what is left moves to tomorrow, and the day counts.

    Never before the word itself was met: its cards come first.
    """
    cards = max((i for i, step in enumerate(steps) if step.kind == CARD), default=-1)
    return active >= ACTIVE_SECONDS and len(answers) >= ANSWERS_AT_LEAST and at.index > cards


def _with_added(
    block: Sequence[Step], spare: deque[str], missed_first: set[int], start: int, gap: int
) -> list[Step]:
    """A block of questions with one more after each miss, `gap` others later; for want of another the same.

    `start` is the index of the block's first step in the whole way.
    """
    planned = deque(block)
    waiting: deque[tuple[int, Step]] = deque()  # (index from which it may come, step)
    placed: list[Step] = []
    while planned or waiting:
        index = start + len(placed)
        due = bool(waiting) and (index >= waiting[0][0] or not planned)
        step = waiting.popleft()[1] if due else planned.popleft()
        placed.append(step)
        if index in missed_first and not step.added:
            item = _another(step, spare)
            waiting.append((index + gap + 1, replace(step, item=item, again="", added=True)))
    return placed


def _another(step: Step, spare: deque[str]) -> str:
    if step.kind == RECALL:
        return step.again or step.item
    return spare.popleft() if spare else step.item


def apply_of(content: Mapping[str, Any], step: Step) -> Mapping[str, Any]:
    """The 써 보기 that a step means, of a version's content; the first for a plan of old that names none."""
    applies: Sequence[Mapping[str, Any]] = content["apply"]
    return next((apply for apply in applies if apply["form"] == step.card), applies[0])
