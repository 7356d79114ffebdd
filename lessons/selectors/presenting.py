"""The page of one step: everything a template needs, gathered before it renders.

The database is read here and nowhere in the templates: the answers so far, and the version, the question and
the hints of the one step that is shown.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from families.models import Voice
from lessons import grading, player
from lessons.facts import filled
from lessons.items import moving
from lessons.items.base import Shown, State, place
from lessons.labs import LABS
from lessons.models import Answer, Hint, Item, LessonVersion, StudySession
from lessons.player import Position, Step
from lessons.selectors.sessions import answers_of, home_of, way_of
from lessons.voices import say

SECTION_NAMES = {
    player.GUESS: gettext_lazy("짐작해 보기"),
    player.RECALL: gettext_lazy("떠올리기"),
    player.CARD: gettext_lazy("알아보기"),
    player.PRACTICE: gettext_lazy("풀어 보기"),
    player.APPLY: gettext_lazy("써 보기"),
    player.SCENARIO: gettext_lazy("한 주 이야기"),
    player.WORDS: gettext_lazy("내 말로"),
    player.CONFIDENCE: gettext_lazy("자신 있나요?"),
}


@dataclass(frozen=True)
class Section:
    """One stretch of the step bar; `state` is done, now or todo, `percent` how far the current one is."""

    name: str
    state: str
    percent: int
    wide: bool


@dataclass(frozen=True)
class PlayerPage:
    """A step on the page: either open for an answer, or passed and explained (`passed`).

    `rings` says that the form marks the right answer itself, `bad` that a field of its lab makes no sense.
    `answer_rows` are (what it belongs to or "", the answer) in words.
    """

    session: StudySession
    index: int
    attempt: int
    kind: str
    template: str
    section: str
    sections: list[Section]
    count: str
    word: str
    ask: str = ""
    kicker: str = ""
    options: list[Shown] = field(default_factory=list)
    body: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    more_hints: bool = False
    can_give_up: bool = False
    missed: int = 0
    comfort: str = ""
    why: str = ""
    answer_text: str = ""
    answer_rows: list[tuple[str, str]] = field(default_factory=list)
    rings: bool = False
    bad: bool = False
    worked: Mapping[str, Any] | None = None
    passed: bool = False
    right: bool | None = None
    added_later: bool = False


def page_of(
    session: StudySession, *, after: int | None = None, values: Mapping[str, Any] | None = None
) -> PlayerPage | None:
    """The current step of a session, or the passed step `after` with its feedback; None when all is done.

    `values` are what was typed into a form that is shown again.
    """
    answers = answers_of(session)
    steps, at = way_of(session, answers)
    passed = any(a.step == after for a in answers) and after is not None and after < at.index
    shown = after if after is not None and passed else at.index
    if shown >= len(steps):
        return None
    return _Page(session, steps, at, answers).show(shown, values or {})


class _Page:
    """Builds a PlayerPage; holds what its parts share."""

    def __init__(self, session: StudySession, steps: list[Step], at: Position, answers: list[Answer]) -> None:
        self.session, self.steps, self.at, self.answers = session, steps, at, answers
        self.facts: dict[str, str] = session.plan.get("facts", {})

    def show(self, index: int, values: Mapping[str, Any]) -> PlayerPage:
        step = self.steps[index]
        version = LessonVersion.objects.select_related("lesson").filter(pk=step.version).first()
        item = Item.objects.get(version=version, key=step.item) if step.item else None
        mine = [a for a in self.answers if a.step == index]
        passed = index < self.at.index
        content = filled(version.content if version else {}, self.facts)
        page = self._frame(index, step, version, passed)
        page["values"] = values
        if item is None:
            page |= self._plain(step, content, mine, passed, values)
        else:
            page |= self._asked(index, item, content, mine, values)
        return PlayerPage(**page, bad=moving.is_misread(page.get("body", {}).get("lab")))

    def _frame(self, index: int, step: Step, version: LessonVersion | None, passed: bool) -> dict[str, Any]:
        counts = player.section_counts(self.steps, index)
        done, total = counts[step.section]
        missed = self.at.missed if index == self.at.index else 0
        return {
            "session": self.session,
            "index": index,
            "attempt": self.at.attempt,
            "kind": step.kind,
            "section": str(SECTION_NAMES[step.section]),
            "sections": _sections(counts, step.section),
            "count": _("{total}개 가운데 {n}번째").format(total=total, n=done + 1) if total > 1 else "",
            "word": version.lesson.ko if version else "",
            "missed": missed,
            "comfort": say("comfort", self.voice) if missed else "",
            "passed": passed,
            "added_later": passed and _adds_a_step(self.answers, index) and step.kind == player.PRACTICE,
        }

    def _plain(
        self,
        step: Step,
        content: Mapping[str, Any],
        mine: list[Answer],
        passed: bool,
        values: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Guess, cards, 써 보기 and 자신 있나요?: what is not an item."""
        if step.kind == player.CARD:
            return {"template": f"lessons/steps/_card_{step.card}.html", "body": self._card(content)}
        if step.kind == player.GUESS:
            guess = content["guess"]
            pressed = place(values.get("choice"))
            options = [Shown(i, i + 1, text, chosen=i == pressed) for i, text in enumerate(guess["options"])]
            return {"template": "lessons/steps/_guess.html", "ask": guess["ask"], "options": options}
        if step.kind == player.CONFIDENCE:
            return {"template": "lessons/steps/_confidence.html"}
        return self._applied(step, content, mine, passed, values)

    def _applied(
        self,
        step: Step,
        content: Mapping[str, Any],
        mine: list[Answer],
        passed: bool,
        values: Mapping[str, Any],
    ) -> dict[str, Any]:
        """A 써 보기 or a scenario: a story, perhaps a lab to move, and three things to do."""
        is_scenario = step.kind == player.SCENARIO
        apply = self.session.plan["scenario"] if is_scenario else player.apply_of(content, step)
        lab = LABS.get(apply.get("lab", ""))
        chosen = mine[-1].response["choice"] if mine and passed else None
        return {
            "template": f"lessons/steps/_{'scenario' if is_scenario else 'apply'}.html",
            "ask": apply["ask"],
            "body": dict(apply) | ({"lab": moving.view(lab, values)} if lab else {}),
            "options": [
                Shown(
                    i,
                    n,
                    choice["text"],
                    mark="ring" if passed and choice.get("best") else "",
                    why=choice["consequence"] if passed and (i == chosen or choice.get("best")) else "",
                    yours=i == chosen,
                    chosen=i == place(values.get("choice")),
                )
                for n, (i, choice) in enumerate(self._shuffled(step, apply["choices"]), start=1)
            ],
        }

    def _shuffled(self, step: Step, choices: Sequence[Any]) -> list[tuple[int, Any]]:
        """Choices with their places in the file, in an order that is the same for one session."""
        placed = list(enumerate(choices))
        random.Random(f"{self.session.pk}:{step.kind}").shuffle(placed)
        return placed

    def _card(self, content: Mapping[str, Any]) -> dict[str, Any]:
        return dict(content) | {"voice": content["voices"][self.voice], "is_not": content["not"]}

    @cached_property
    def voice(self) -> str:
        """That of the home the session belongs to; without a mission, of the child's first home."""
        family = home_of(self.session)
        return family.voice if family else Voice.WARM

    def _asked(
        self,
        index: int,
        item: Item,
        content: Mapping[str, Any],
        mine: list[Answer],
        values: Mapping[str, Any],
    ) -> dict[str, Any]:
        step, passed = self.steps[index], index < self.at.index
        body = filled(item.question, self.facts)
        key = f"{item.version_id}:{item.key}"
        order = self.session.plan["order"].get(key, [])
        chips = self.session.plan.get("chips", {}).get(key, []) if step.kind == player.RECALL else []
        kind = grading.kind_of(body)
        kept = [a.response for a in mine if not a.response.get("gave_up")]
        last_kept = kept[-1] if kept else {}
        if last_kept and not values:
            values = kind.fields(body, last_kept, order)
        graded = [grading.grade(body, response) for response in kept if step.is_question]
        last = graded[-1] if graded else None
        shown = passed or self.at.shown
        state = State(order, values, graded, last_kept, shown=shown, passed=passed)
        taken = Hint.objects.filter(session=self.session, step=index).count()
        hints = list(body.get("hints", []))
        open_question = not passed and step.is_question and bool(hints)
        tells = shown and kind.graded
        return {
            "template": f"lessons/steps/_{kind.template}.html",
            "ask": body["ask"],
            "kicker": self._kicker(step),
            "values": values,
            "body": body | kind.form(body, state) | {"chips": chips},
            "options": kind.options(body, state),
            "hints": hints[:taken] if open_question else [],
            "more_hints": open_question and taken < len(hints),
            "can_give_up": open_question and not self.at.shown,
            "why": kind.said(body, last) if last else "",
            "right": last.right if last and passed else None,
            "answer_text": kind.answer(body) if tells else "",
            "answer_rows": kind.answer_rows(body) if tells else [],
            "rings": kind.rings_answer,
            "worked": content.get("worked") if self.at.missed == 2 and not passed else None,
        }

    def _kicker(self, step: Step) -> str:
        if step.added:
            return _("한 번 더 만나는 문제예요")
        return _("전에 배운 단어예요") if step.kind == player.RECALL else ""


def _sections(counts: Mapping[str, tuple[int, int]], now: str) -> list[Section]:
    return [
        Section(
            str(SECTION_NAMES[name]),
            "now" if name == now else "done" if done == total else "todo",
            done * 100 // total,
            total > 1,
        )
        for name in player.SECTIONS
        if name in counts
        for done, total in [counts[name]]
    ]


def _adds_a_step(answers: list[Answer], index: int) -> bool:
    return any(a.step == index and a.attempt == 1 and a.right is False for a in answers)
