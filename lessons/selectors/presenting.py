"""The page of one step: everything a template needs, gathered before it renders.

The database is read here and nowhere in the templates: the answers so far, and the version, the question and
the hints of the one step that is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from families.models import Voice
from lessons import grading, player
from lessons.facts import filled
from lessons.models import Answer, Hint, Item, LessonVersion, StudySession
from lessons.player import Position, Step
from lessons.selectors.sessions import answers_of, given_of, position_of

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
FRAGMENTS = {
    "MC4": "choices",
    "SCN": "choices",
    "TF": "truth",
    "CZ": "cloze",
    "NUM": "number",
    "EST": "number",
    "SORT": "sort",
    "ORD": "order",
    "MATCH": "match",
    "EXP": "words",
    "FAM": "home",
}
# What stands between the parts of an answer in words, by type.
BETWEEN = {"SORT": " / ", "ORD": " → ", "MATCH": ", "}


@dataclass(frozen=True)
class Section:
    """One stretch of the step bar; `state` is done, now or todo, `percent` how far the current one is."""

    name: str
    state: str
    percent: int
    wide: bool


@dataclass(frozen=True)
class Option:
    """One choice as shown. `mark` is ring (right), triangle (yours, to look at again) or empty."""

    value: int
    n: int
    text: str
    mark: str = ""
    why: str = ""
    yours: bool = False
    off: bool = False


@dataclass(frozen=True)
class PlayerPage:
    """A step on the page: either open for an answer, or passed and explained (`passed`)."""

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
    options: list[Option] = field(default_factory=list)
    body: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    more_hints: bool = False
    can_give_up: bool = False
    missed: int = 0
    why: str = ""
    answer_text: str = ""
    answer_lines: list[str] = field(default_factory=list)
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
    given = given_of(answers)
    steps = player.steps_of(session.plan, given)
    at = position_of(session, answers)
    shown = after if after is not None and 0 <= after < at.index else at.index
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
            page |= self._plain(step, content, mine, passed)
        else:
            page |= self._asked(index, item, content, mine, values)
        return PlayerPage(**page)

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
            "passed": passed,
            "added_later": passed and _adds_a_step(self.answers, index) and step.kind == player.PRACTICE,
        }

    def _plain(
        self, step: Step, content: Mapping[str, Any], mine: list[Answer], passed: bool
    ) -> dict[str, Any]:
        """Guess, cards, 써 보기 and 자신 있나요?: what is not an item."""
        if step.kind == player.CARD:
            return {"template": f"lessons/steps/_card_{step.card}.html", "body": self._card(content)}
        if step.kind == player.GUESS:
            guess = content["guess"]
            options = [Option(i, i + 1, text) for i, text in enumerate(guess["options"])]
            return {"template": "lessons/steps/_guess.html", "ask": guess["ask"], "options": options}
        if step.kind == player.CONFIDENCE:
            return {"template": "lessons/steps/_confidence.html"}
        is_scenario = step.kind == player.SCENARIO
        apply = self.session.plan["scenario"] if is_scenario else player.apply_of(content, step)
        chosen = mine[-1].response["choice"] if mine and passed else None
        return {
            "template": f"lessons/steps/_{'scenario' if is_scenario else 'apply'}.html",
            "ask": apply["ask"],
            "body": apply,
            "options": [
                Option(
                    i,
                    i + 1,
                    choice["text"],
                    mark="ring" if passed and choice.get("best") else "",
                    why=choice["consequence"] if passed and (i == chosen or choice.get("best")) else "",
                    yours=i == chosen,
                )
                for i, choice in enumerate(apply["choices"])
            ],
        }

    def _card(self, content: Mapping[str, Any]) -> dict[str, Any]:
        family = self.session.enrolment.family if self.session.enrolment else None
        voice = family.voice if family else Voice.WARM
        return dict(content) | {"voice": content["voices"][voice], "is_not": content["not"]}

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
        order = self.session.plan["order"].get(f"{item.version_id}:{item.key}", [])
        if mine and not values:
            values = _typed(mine[-1].response, order)
        graded = [
            (a, grading.grade(body, a.response))
            for a in mine
            if step.is_question and not a.response.get("gave_up")
        ]
        last = graded[-1][1] if graded else None
        shown = passed or self.at.shown
        taken = Hint.objects.filter(session=self.session, step=index).count()
        hints = list(body.get("hints", []))
        open_question = not passed and step.is_question and bool(hints)
        answer = grading.right_answer_text(body) if shown and item.type in grading.GRADED else ""
        return {
            "template": f"lessons/steps/_{FRAGMENTS[item.type]}.html",
            "ask": body["ask"],
            "kicker": self._kicker(step),
            "values": values,
            "body": body
            | _controls(body, order, values, last, shown=shown)
            | _said(body, mine if passed else []),
            "options": _options(body, order, [g for _a, g in graded], shown=shown, passed=passed),
            "hints": hints[:taken] if open_question else [],
            "more_hints": open_question and taken < len(hints),
            "can_give_up": open_question and not self.at.shown,
            "why": last.why if last else "",
            "right": last.right if last and passed else None,
            "answer_text": answer,
            "answer_lines": answer.split(BETWEEN.get(item.type, "\n")),
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


def _options(
    body: Mapping[str, Any], order: list[int], graded: list[grading.Graded], *, shown: bool, passed: bool
) -> list[Option]:
    """The options of a choice question in their frozen order, with the marks of the answers so far."""
    key = {"MC4": "options", "SCN": "options", "TF": "reasons"}.get(body["type"])
    if key is None:
        return []
    listed = body[key]
    tried = {g.chosen for g in graded}
    return [
        Option(
            value=i,
            n=n,
            text=listed[i]["text"],
            mark=_mark(bool(listed[i].get("right")), i in tried, shown),
            why=listed[i]["why"] if i in tried or (shown and listed[i].get("right")) else "",
            yours=i in tried,
            off=passed and not listed[i].get("right") and i not in tried,
        )
        for n, i in enumerate(order or range(len(listed)), start=1)
    ]


def _mark(right: bool, tried: bool, shown: bool) -> str:
    if right and (shown or tried):
        return "ring"
    return "triangle" if tried else ""


def _controls(
    body: Mapping[str, Any],
    order: list[int],
    values: Mapping[str, Any],
    last: grading.Graded | None,
    *,
    shown: bool,
) -> dict[str, Any]:
    """The parts of a form that depend on the type: cards, rows, pairs, the text around a blank.

    Where the answer is shown, each card and each pair carries its own.
    """
    match body["type"]:
        case "CZ":
            before, _blank, after = body["ask"].partition("___")
            return {"before": before, "after": after}
        case "SORT":
            return {"cards": _cards(body, order, values, last, shown=shown)}
        case "ORD":
            return {"rows": _rows(body["steps"], order, values)}
        case "EXP":
            return {"rows": _rows(body.get("parts") or [], order, values)}
        case "MATCH":
            rights = [{"place": n, "text": body["pairs"][i]["right"]} for n, i in enumerate(order)]
            lefts = [
                {
                    "name": f"pair-{i}",
                    "text": pair["left"],
                    "chosen": _number(values.get(f"pair-{i}")),
                    "answer": pair["right"] if shown else "",
                }
                for i, pair in enumerate(body["pairs"])
            ]
            return {"rights": rights, "lefts": lefts}
        case "FAM":
            return {
                "fields": [
                    dict(f) | {"name": f"field-{i}", "value": values.get(f"field-{i}", "")}
                    for i, f in enumerate(body["fields"])
                ]
            }
    return {}


def _typed(response: Mapping[str, Any], order: list[int]) -> dict[str, Any]:
    """A kept response as the form that made it, so that a second attempt begins with the first one's work."""
    if "cards" in response:
        return {f"card-{place}": response["cards"][i] for place, i in enumerate(order)}
    if "pairs" in response:
        return {f"pair-{i}": order.index(right) for i, right in enumerate(response["pairs"])}
    if "order" in response:
        return {"order": [order.index(i) for i in response["order"]]}
    return {key: response[key] for key in ("text", "number", "answer") if key in response}


def _cards(
    body: Mapping[str, Any],
    order: list[int],
    values: Mapping[str, Any],
    last: grading.Graded | None,
    *,
    shown: bool,
) -> list[dict[str, Any]]:
    """Cards to be sorted as they lie on the page; the first one that went astray says why."""
    cards, buckets = body["cards"], body["buckets"]
    chosen = [buckets[i] for i in last.chosen] if last else []
    astray = next((i for i, bucket in enumerate(chosen) if bucket != cards[i]["bucket"]), None)
    return [
        {
            "name": f"card-{n}",
            "text": cards[i]["text"],
            "chosen": _number(values.get(f"card-{n}")),
            "why": cards[i]["why"] if i == astray else "",
            "answer": cards[i]["bucket"] if shown else "",
        }
        for n, i in enumerate(order or range(len(cards)))
    ]


def _rows(texts: list[str], order: list[int], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Lines to be put in order, as they stand now; each carries its place on the first page."""
    order = order or list(range(len(texts)))
    given = [_number(v) for v in values.get("order") or []]
    places = given if sorted(p for p in given if p is not None) == list(range(len(texts))) else []
    return [
        {"place": place, "text": texts[order[place]]}
        for place in (places or range(len(texts)))
        if place is not None
    ]


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else None


def _said(body: Mapping[str, Any], mine: list[Answer]) -> dict[str, Any]:
    """The child's own sentence, to stand beside the model answers."""
    if body["type"] != "EXP" or not mine:
        return {}
    return {"said": grading.sentence_text(body, mine[-1].response)}
