"""The form of one keyword's file. Pure: plain data in, frozen dataclasses out, faults named by their place.

`lessons/content/README.md` explains the fields to authors; `checking.py` holds the rules beyond the form.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from lessons.items import TYPES
from lessons.items.base import Item
from lessons.nodes import Fault, Node, Path, SchemaError

T = TypeVar("T")

BANDS = ("E", "M", "H")
VOICES = ("warm", "plain", "friend")
FORMS = ("scene", "news", "lab", "trap")


# --- what a file holds -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Picture:
    """kind table: head, rows; line: start to end in `unit` with marks; svg: static/img/lessons/<name>.svg."""

    kind: str
    alt: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    start: float = 0
    end: float = 0
    unit: str = ""
    marks: tuple[tuple[float, str], ...] = ()
    name: str = ""


@dataclass(frozen=True)
class IsNot:
    text: str
    misconception: str


@dataclass(frozen=True)
class Guess:
    ask: str
    options: tuple[str, ...]
    reveal: str


@dataclass(frozen=True)
class Worked:
    ask: str
    steps: tuple[str, ...]
    next: str


@dataclass(frozen=True)
class ApplyChoice:
    text: str
    consequence: str
    best: bool = False


@dataclass(frozen=True)
class Message:
    sender: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Apply:
    """써 보기. `headline` and `source` for news, `message` for trap, `lab` (its name) for lab."""

    form: str
    title: str
    story: str
    ask: str
    choices: tuple[ApplyChoice, ...]
    headline: str = ""
    source: str = ""
    message: Message | None = None
    lab: str = ""


@dataclass(frozen=True)
class Explain:
    stem: str
    models: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Keyword:
    """One file: a word and everything its ten minutes need."""

    id: str
    ko: str
    en: str
    band: str
    after: tuple[str, ...]
    definition: str
    scene: str
    picture: Picture
    misconceptions: Mapping[str, str]
    is_not: IsNot
    voices: Mapping[str, str]
    guess: Guess
    items: tuple[Item, ...]
    worked: Worked
    apply: tuple[Apply, ...]
    explain: Explain
    dinner: str
    primer: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """What a 복습하는 날 asks over the words of its block (codes)."""

    title: str
    story: str
    ask: str
    words: tuple[str, ...]
    choices: tuple[ApplyChoice, ...]


@dataclass(frozen=True)
class CourseFile:
    id: str
    title: str
    summary: str
    difficulty: int
    order: int
    hidden: bool
    lessons: tuple[str, ...]
    reviews: tuple[Scenario, ...] = ()


@dataclass(frozen=True)
class FactRow:
    """A number that changes. Dates are ISO texts."""

    key: str
    value: str
    unit: str
    effective_on: str
    source: str
    check_by: str


# --- reading ---------------------------------------------------------------------------------------------


def _read(data: Any, read: Callable[[Node], T], path: Path = ()) -> T:
    faults: list[Fault] = []
    node = Node(data, path, faults)
    made = read(node)
    node.close()
    if faults:
        raise SchemaError(faults)
    return made


def parse_keyword(data: Any) -> Keyword:
    """One keyword's file. Raises SchemaError with every fault."""
    return _read(data, _keyword)


def parse_item(data: Any) -> Item:
    """One question. Raises SchemaError."""
    return _read(data, _item)


def parse_picture(data: Any) -> Picture:
    """Raises SchemaError."""
    return _read(data, _picture)


def parse_apply(data: Any) -> Apply:
    """Raises SchemaError."""
    return _read(data, _apply)


def parse_course(data: Any) -> CourseFile:
    """One course's file. Raises SchemaError."""
    return _read(data, _course)


def parse_facts(data: Any) -> tuple[FactRow, ...]:
    """facts.yaml; an empty file has no facts. Raises SchemaError."""
    return _read(data or {}, _facts)


def _keyword(n: Node) -> Keyword:
    return Keyword(
        id=n.text("id"),
        ko=n.text("ko"),
        en=n.text("en"),
        band=n.one_of("band", BANDS),
        after=n.texts("after", 0, 9),
        definition=n.text("definition"),
        scene=n.text("scene"),
        picture=n.child("picture", _picture),
        misconceptions=n.child("misconceptions", _texts_by_name),
        is_not=n.child("not", lambda c: IsNot(c.text("text"), c.text("misconception"))),
        voices=n.child("voices", lambda c: {voice: c.text(voice) for voice in VOICES}),
        guess=n.child("guess", lambda c: Guess(c.text("ask"), c.texts("options", 3, 3), c.text("reveal"))),
        items=n.nodes("items", 10, 40, _item),
        worked=n.child("worked", lambda c: Worked(c.text("ask"), c.texts("steps", 1, 6), c.text("next"))),
        apply=n.nodes("apply", 1, 3, _apply),
        explain=n.child(
            "explain", lambda c: Explain(c.text("stem"), c.texts("models", 1, 4), c.texts("parts", 4, 6))
        ),
        dinner=n.text("dinner"),
        primer=n.text("primer"),
        sources=n.texts("sources", 1, 9),
    )


def _texts_by_name(n: Node) -> dict[str, str]:
    return {str(name): n.text(name) for name in n.data}


def _picture(n: Node) -> Picture:
    kind, alt = n.one_of("kind", ("table", "line", "svg")), n.text("alt")
    if kind == "table":
        head = n.texts("head", 2, 4)
        cut = len(n.path)

        def row(value: Any, path: Path) -> tuple[str, ...]:
            if not isinstance(value, list) or len(value) != len(head):
                n.fault(f"head처럼 {len(head)}칸인 줄이어야 해요.", *path[cut:])
                return ()
            return tuple(n.text_of(cell, *path[cut:], i) for i, cell in enumerate(value))

        return Picture(kind, alt, head=head, rows=n.rows("rows", 1, 8, row))
    if kind == "line":
        marks = n.nodes("marks", 1, 8, lambda c: (c.number("at"), c.text("label")))
        start, end, unit = n.number("from"), n.number("to"), n.text("unit", "")
        return Picture(kind, alt, start=start, end=end, unit=unit, marks=marks)
    return Picture(kind, alt, name=n.text("name"))


def _apply(n: Node) -> Apply:
    form = n.one_of("form", FORMS)
    return Apply(
        form=form,
        title=n.text("title"),
        story=n.text("story"),
        ask=n.text("ask"),
        choices=n.nodes("choices", 3, 3, _apply_choice),
        headline=n.text("headline") if form == "news" else "",
        source=n.text("source") if form == "news" else "",
        message=n.child("message", lambda c: Message(c.text("from"), c.texts("lines", 1, 8)))
        if form == "trap"
        else None,
        lab=n.text("lab") if form == "lab" else "",
    )


def _apply_choice(n: Node) -> ApplyChoice:
    return ApplyChoice(n.text("text"), n.text("consequence"), n.flag("best"))


def _scenario(n: Node) -> Scenario:
    return Scenario(
        title=n.text("title"),
        story=n.text("story"),
        ask=n.text("ask"),
        words=n.texts("words", 2, 4),
        choices=n.nodes("choices", 3, 3, _apply_choice),
    )


def _item(n: Node) -> Item:
    name = n.one_of("type", TYPES)
    common: dict[str, Any] = {
        "id": n.text("id"),
        "type": name,
        "level": n.whole("level", 1, 4),
        "ask": n.text("ask"),
        "family": n.text("family", ""),
        "review": n.flag("review"),
        "transfer": n.flag("transfer"),
    }
    kind = TYPES[name]
    if kind.graded:
        common["hints"] = n.texts("hints", 3, 3)
    item: Item = kind.read(n, common)
    return item


def _course(n: Node) -> CourseFile:
    return CourseFile(
        id=n.text("id"),
        title=n.text("title"),
        summary=n.text("summary"),
        difficulty=n.whole("difficulty", 1, 3),
        order=n.whole("order", 0, 999),
        hidden=n.flag("hidden"),
        lessons=n.texts("lessons", 4, 20),
        reviews=n.nodes("reviews", 1, 5, _scenario, optional=True),
    )


def _facts(n: Node) -> tuple[FactRow, ...]:
    return tuple(n.child(str(name), lambda c, key=str(name): _fact(c, key)) for name in n.data)  # type: ignore[misc]


def _fact(n: Node, key: str) -> FactRow:
    return FactRow(
        key=key,
        value=n.text("value"),
        unit=n.text("unit", ""),
        effective_on=_date(n, "effective_on"),
        source=n.text("source"),
        check_by=_date(n, "check_by"),
    )


def _date(n: Node, name: str) -> str:
    """YAML reads a bare 2026-01-01 as a date."""
    value = n.take(name)
    text = value.isoformat() if hasattr(value, "isoformat") else str(value or "")
    if len(text) != 10 or text.replace("-", "").isdigit() is False:
        n.fault("날짜여야 해요(2026-01-01).", name)
    return text
