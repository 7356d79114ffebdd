"""The form of one keyword's file. Pure: plain data in, frozen dataclasses out, faults named by their place.

`lessons/content/README.md` explains the fields to authors; `checking.py` holds the rules beyond the form.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
Path = tuple[str | int, ...]

BANDS = ("E", "M", "H")
VOICES = ("warm", "plain", "friend")
FORMS = ("scene", "news", "lab", "trap")


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where in the file, under which rule, and a sentence for the author."""

    path: Path
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{place(self.path)}: {self.rule}: {self.message}"


class SchemaError(ValueError):
    """The data has not the form it should have; `faults` names every place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


def place(path: Path) -> str:
    """items → 2 → why as items[2].why."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "(file)"


# --- what a file holds -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    text: str
    why: str
    right: bool = False
    misconception: str = ""


@dataclass(frozen=True)
class NearWord:
    text: str
    why: str


@dataclass(frozen=True)
class WrongNumber:
    value: float
    why: str


@dataclass(frozen=True)
class SortCard:
    text: str
    bucket: str
    why: str


@dataclass(frozen=True)
class Pair:
    left: str
    right: str
    why: str = ""


@dataclass(frozen=True)
class Field:
    label: str
    kind: str
    unit: str = ""


@dataclass(frozen=True)
class Item:
    """What every question has. `hints` is empty for what is never scored."""

    id: str
    type: str
    level: int
    ask: str
    family: str = ""
    review: bool = False
    transfer: bool = False
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice(Item):
    """MC4 and SCN."""

    options: tuple[Option, ...] = ()
    keep_order: bool = False


@dataclass(frozen=True)
class Cloze(Item):
    accept: tuple[str, ...] = ()
    why: str = ""
    near: tuple[NearWord, ...] = ()


@dataclass(frozen=True)
class Number(Item):
    answer: float = 0
    unit: str = ""
    tolerance: float = 0
    why: str = ""
    wrong: tuple[WrongNumber, ...] = ()


@dataclass(frozen=True)
class Sort(Item):
    buckets: tuple[str, ...] = ()
    cards: tuple[SortCard, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Steps(Item):
    """ORD: the steps in the right order."""

    steps: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Match(Item):
    pairs: tuple[Pair, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Reasoned(Item):
    """TF: the statement is `ask`."""

    answer: bool = False
    reasons: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of a mock message; `why` says what gives it away, or why it is harmless."""

    text: str
    why: str
    signal: bool = False


@dataclass(frozen=True)
class Suspicious:
    sender: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Spot(Item):
    """SPOT: the lines of a message that are signals."""

    message: Suspicious = Suspicious("", ())
    why: str = ""


@dataclass(frozen=True)
class News(Item):
    """NEWS: which word a headline is about, and which direction."""

    headline: str = ""
    source: str = ""
    words: tuple[Option, ...] = ()
    directions: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Estimate(Item):
    answer: float = 0
    unit: str = ""
    reveal: str = ""


@dataclass(frozen=True)
class Sentence(Item):
    """EXP: `ask` is the stem."""

    models: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Home(Item):
    """FAM."""

    fields: tuple[Field, ...] = ()
    thanks: str = ""


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


class Node:
    """A mapping being read; what is wrong goes to one shared list, what is left over is wrong too."""

    def __init__(self, data: Any, path: Path, faults: list[Fault]) -> None:
        self.path = path
        self.faults = faults
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.seen: set[str] = set()
        if not isinstance(data, Mapping):
            self.fault("이름: 값 꼴이어야 해요.")

    def fault(self, message: str, *path: str | int) -> None:
        self.faults.append(Fault((*self.path, *path), "schema", message))

    def take(self, name: str) -> Any:
        self.seen.add(name)
        return self.data.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.take(name)
        if value is None and default is not None and name not in self.data:
            return default
        return self._text(value, name)

    def _text(self, value: Any, *path: str | int) -> str:
        if isinstance(value, str) and value.strip():
            return value.strip()
        missing = value is None or value == ""
        self.fault(
            "비어 있어요." if missing else f"글이어야 해요. {value!r}로 읽혔으니 따옴표로 감싸 주세요.", *path
        )
        return ""

    def number(self, name: str, default: float | None = None) -> float:
        value = self.take(name)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault("수여야 해요(쉼표와 단위 없이).", name)
            return 0
        return value

    def whole(self, name: str, low: int, high: int) -> int:
        value = self.number(name)
        if not (isinstance(value, int) and low <= value <= high):
            self.fault(f"{low}에서 {high}까지의 정수여야 해요.", name)
            return low
        return value

    def flag(self, name: str, default: bool | None = False) -> bool:
        value = self.take(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, bool):
            self.fault("true 또는 false여야 해요.", name)
        return value is True

    def one_of(self, name: str, allowed: Iterable[str]) -> str:
        value = self.take(name)
        if value not in (known := tuple(allowed)):
            self.fault(f"{', '.join(known)} 가운데 하나여야 해요.", name)
            return known[0]
        return str(value)

    def rows(
        self, name: str, low: int, high: int, read: Callable[[Any, Path], T], *, optional: bool = False
    ) -> tuple[T, ...]:
        value = self.take(name)
        if value is None and optional:
            return ()
        if not isinstance(value, list):
            self.fault("목록이어야 해요.", name)
            return ()
        if not low <= len(value) <= high:
            count = f"{low}개" if low == high else f"{low}~{high}개"
            self.fault(f"{count}여야 하는데 {len(value)}개예요.", name)
        return tuple(read(row, (*self.path, name, i)) for i, row in enumerate(value))

    def texts(self, name: str, low: int, high: int, *, optional: bool = False) -> tuple[str, ...]:
        cut = len(self.path)
        return self.rows(name, low, high, lambda v, p: self._text(v, *p[cut:]), optional=optional)

    def nodes(
        self, name: str, low: int, high: int, read: Callable[["Node"], T], *, optional: bool = False
    ) -> tuple[T, ...]:
        def one(value: Any, path: Path) -> T:
            node = Node(value, path, self.faults)
            made = read(node)
            node.close()
            return made

        return self.rows(name, low, high, one, optional=optional)

    def child(self, name: str, read: Callable[["Node"], T]) -> T:
        node = Node(self.take(name), (*self.path, name), self.faults)
        made = read(node)
        node.close()
        return made

    def close(self) -> None:
        for name in self.data:
            if name not in self.seen:
                self.fault("모르는 이름이에요.", str(name))


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
            return tuple(n._text(cell, *path[cut:], i) for i, cell in enumerate(value))

        return Picture(kind, alt, head=head, rows=n.rows("rows", 1, 8, row))
    if kind == "line":
        marks = n.nodes("marks", 1, 8, lambda c: (c.number("at"), c.text("label")))
        start, end, unit = n.number("from"), n.number("to"), n.text("unit", "")
        return Picture(kind, alt, start=start, end=end, unit=unit, marks=marks)
    return Picture(kind, alt, name=n.text("name"))


def _option(n: Node) -> Option:
    return Option(n.text("text"), n.text("why"), n.flag("right"), n.text("misconception", ""))


def _reason(n: Node) -> Option:
    return Option(n.text("text"), n.text("why"), n.flag("right"))


def _field(n: Node) -> Field:
    return Field(n.text("label"), n.one_of("kind", ("number", "tick")), n.text("unit", ""))


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
    kind = n.one_of("type", ITEM_TYPES)
    common: dict[str, Any] = {
        "id": n.text("id"),
        "type": kind,
        "level": n.whole("level", 1, 4),
        "ask": n.text("ask"),
        "family": n.text("family", ""),
        "review": n.flag("review"),
        "transfer": n.flag("transfer"),
    }
    if kind not in UNSCORED:
        common["hints"] = n.texts("hints", 3, 3)
    return _ITEM[kind](n, common)


def _choice(n: Node, common: dict[str, Any]) -> Choice:
    count = 4 if common["type"] == "MC4" else 3
    options = n.nodes("options", count, count, _option)
    return Choice(**common, options=options, keep_order=n.flag("keep_order"))


def _cloze(n: Node, common: dict[str, Any]) -> Cloze:
    near = n.nodes("near", 0, 9, lambda c: NearWord(c.text("text"), c.text("why")), optional=True)
    return Cloze(**common, accept=n.texts("accept", 1, 12), why=n.text("why"), near=near)


def _number(n: Node, common: dict[str, Any]) -> Number:
    wrong = n.nodes("wrong", 0, 9, lambda c: WrongNumber(c.number("value"), c.text("why")), optional=True)
    return Number(
        **common,
        answer=n.number("answer"),
        unit=n.text("unit"),
        tolerance=n.number("tolerance", 0),
        why=n.text("why"),
        wrong=wrong,
    )


def _sort(n: Node, common: dict[str, Any]) -> Sort:
    cards = n.nodes("cards", 4, 8, lambda c: SortCard(c.text("text"), c.text("bucket"), c.text("why")))
    return Sort(**common, buckets=n.texts("buckets", 2, 3), cards=cards, why=n.text("why"))


def _steps(n: Node, common: dict[str, Any]) -> Steps:
    return Steps(**common, steps=n.texts("steps", 3, 6), why=n.text("why"))


def _match(n: Node, common: dict[str, Any]) -> Match:
    pairs = n.nodes("pairs", 3, 5, lambda c: Pair(c.text("left"), c.text("right"), c.text("why", "")))
    return Match(**common, pairs=pairs, why=n.text("why"))


def _reasoned(n: Node, common: dict[str, Any]) -> Reasoned:
    return Reasoned(**common, answer=n.flag("answer", None), reasons=n.nodes("reasons", 3, 3, _reason))


def _spot(n: Node, common: dict[str, Any]) -> Spot:
    message = n.child("message", lambda c: Suspicious(c.text("from"), c.nodes("lines", 3, 8, _line)))
    return Spot(**common, message=message, why=n.text("why"))


def _line(n: Node) -> Line:
    return Line(n.text("text"), n.text("why"), n.flag("signal", None))


def _news(n: Node, common: dict[str, Any]) -> News:
    return News(
        **common,
        headline=n.text("headline"),
        source=n.text("source"),
        words=n.nodes("words", 3, 4, _option),
        directions=n.nodes("directions", 2, 3, _option),
    )


def _estimate(n: Node, common: dict[str, Any]) -> Estimate:
    return Estimate(**common, answer=n.number("answer"), unit=n.text("unit"), reveal=n.text("reveal"))


def _sentence(n: Node, common: dict[str, Any]) -> Sentence:
    models = n.texts("models", 1, 4)
    return Sentence(**common, models=models, parts=n.texts("parts", 4, 6, optional=True))


def _home(n: Node, common: dict[str, Any]) -> Home:
    return Home(**common, fields=n.nodes("fields", 1, 3, _field), thanks=n.text("thanks"))


UNSCORED = frozenset({"EST", "EXP", "FAM"})
_ITEM: dict[str, Callable[[Node, dict[str, Any]], Item]] = {
    "MC4": _choice,
    "CZ": _cloze,
    "NUM": _number,
    "SORT": _sort,
    "ORD": _steps,
    "MATCH": _match,
    "TF": _reasoned,
    "SCN": _choice,
    "NEWS": _news,
    "SPOT": _spot,
    "EST": _estimate,
    "EXP": _sentence,
    "FAM": _home,
}
ITEM_TYPES = tuple(_ITEM)


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
