"""A version as staff reads it: every text, every question with its answer and whys, in all voices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from families.models import Voice
from lessons import grading
from lessons.facts import facts_in, filled
from lessons.models import Item, LessonVersion
from lessons.selectors.facts import current_facts

# What stands beside a question anyway, or is drawn by its own rule.
_SAID_ELSEWHERE = {"id", "type", "level", "family", "review", "transfer", "ask", "hints", "keep_order", "why"}
_NAMES: Mapping[str, str | Promise] = {
    "options": _("보기"),
    "reasons": _("까닭"),
    "answer": _("답"),
    "unit": _("단위"),
    "tolerance": _("너그러이 봐주는 폭"),
    "accept": _("받는 답"),
    "near": _("비슷하지만 다른 답"),
    "wrong": _("자주 나오는 다른 수"),
    "buckets": _("바구니"),
    "cards": _("카드"),
    "steps": _("차례"),
    "pairs": _("짝"),
    "models": _("본보기 문장"),
    "parts": _("조각"),
    "fields": _("칸"),
    "words": _("무엇에 관한 기사인가"),
    "directions": _("어느 쪽인가"),
    "headline": _("기사 제목"),
    "source": _("어디에 실렸나"),
    "message": _("글"),
    "reveal": _("답을 보일 때"),
    "thanks": _("다 하면"),
}


@dataclass(frozen=True)
class Line:
    """One option, card, pair …: `right` is None where there is no right or wrong."""

    text: str
    right: bool | None = None
    note: str = ""
    why: str = ""
    misconception: str = ""


@dataclass(frozen=True)
class Part:
    """A piece of a question: its name and its lines."""

    name: str | Promise
    lines: list[Line]


@dataclass(frozen=True)
class Question:
    item: Item
    ask: str
    answer: str
    parts: list[Part]
    hints: list[str]
    why: str
    hidden: bool


@dataclass(frozen=True)
class NamedFact:
    """A fact that the version names; `value` is empty when it is unknown or past its day."""

    key: str
    value: str


@dataclass(frozen=True)
class Preview:
    version: LessonVersion
    content: Mapping[str, Any]
    voices: list[tuple[str, str]]
    applies: list[Mapping[str, Any]]
    questions: list[Question] = field(default_factory=list)
    facts: list[NamedFact] = field(default_factory=list)


def preview_of(version: LessonVersion, today: date) -> Preview:
    """A version as it reads on a study date: sentences of stale facts left out. Two queries or three.

    A question marked `hidden` names such a fact and would not be asked.
    """
    items = list(version.items.order_by("order"))
    named = facts_in(version.content, [item.body for item in items])
    facts = current_facts(named, today)
    content = filled(version.content, facts)
    applies = content.get("apply") or []
    return Preview(
        version=version,
        content=content | {"is_not": content.get("not", {})},
        voices=[(str(label), content["voices"][name]) for name, label in Voice.choices],
        applies=applies if isinstance(applies, list) else [applies],
        questions=[_question(item, facts) for item in items],
        facts=[NamedFact(key, facts.get(key, "")) for key in sorted(named)],
    )


def _question(item: Item, facts: Mapping[str, str]) -> Question:
    body = filled(item.question, facts)
    answer = _answer(body)
    return Question(
        item=item,
        ask=body["ask"],
        answer=answer,
        parts=list(_parts(body, answered=bool(answer))),
        hints=list(body.get("hints") or []),
        why=str(body.get("why") or ""),
        hidden=not facts_in(item.body) <= facts.keys(),
    )


def _answer(body: Mapping[str, Any]) -> str:
    try:
        return str(grading.right_answer_text(body))
    except (LookupError, TypeError, ValueError, StopIteration):
        return ""


def _parts(body: Mapping[str, Any], *, answered: bool) -> Iterator[Part]:
    """By form, not by type: a new type of question reads here without a line of its own."""
    for name, value in body.items():
        if name in _SAID_ELSEWHERE or (answered and name in ("answer", "unit")) or not value:
            continue
        if isinstance(value, Mapping):
            yield Part(_NAMES.get(name, name), list(_inner(value)))
        else:
            yield Part(
                _NAMES.get(name, name), [_line(v) for v in (value if isinstance(value, list) else [value])]
            )


def _inner(value: Mapping[str, Any]) -> Iterator[Line]:
    for inner in value.values():
        yield from (_line(v) for v in (inner if isinstance(inner, list) else [inner]))


def _line(value: Any) -> Line:
    if not isinstance(value, Mapping):
        return Line(_said(value))
    marks = [value[name] for name in ("right", "signal", "best") if isinstance(value.get(name), bool)]
    texts = [_said(value[name]) for name in ("text", "label", "value", "at", "left") if name in value]
    notes = [
        _said(value[name]) for name in ("bucket", "right", "kind", "unit") if isinstance(value.get(name), str)
    ]
    return Line(
        text=" · ".join(texts) or _said(dict(value)),
        right=marks[0] if marks else (False if "misconception" in value else None),
        note=" · ".join(notes),
        why=str(value.get("why") or value.get("consequence") or ""),
        misconception=str(value.get("misconception") or ""),
    )


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "○" if value else "✕"
    if isinstance(value, int | float):
        return f"{value:,}"
    return str(value)
