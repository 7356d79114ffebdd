"""What a machine can check of the lessons' texts beyond their form. Pure: dataclasses in, faults out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from lessons import schema
from lessons.grading import option_order, right_answer_text
from lessons.hangul import key, one_jamo_apart
from lessons.items import GRADED, TYPES
from lessons.items.base import Item, Option, different
from lessons.items.cloze import Cloze
from lessons.items.sentence import parts_faults
from lessons.items.simulation import lab_faults
from lessons.nodes import Fault, Path
from lessons.schema import Keyword
from lessons.text_rules import likeness, sentences_in, text_faults, unquoted

DEFINITION = {"E": 60, "M": 80, "H": 110}
SCENE = {"E": 250, "M": 400, "H": 550}
PRIMER = 300
# Two forms of 써 보기, so that no two days running need have the same.
APPLIES = 2
SIMILAR = 0.45
SIMILAR_VARIANTS = 0.95
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_PARENT = re.compile(r"(?:엄마|아빠|어머니|아버지)(?:가|는) ")


@dataclass(frozen=True)
class MapEntry:
    """A word as the curriculum map has it."""

    id: str
    ko: str
    en: str
    band: str
    after: tuple[str, ...]
    items: tuple[str, ...]
    unit: str
    unit_ko: str
    order: int


def read_map(data: Any) -> dict[str, MapEntry]:
    """keywords.yaml by id, in its order."""
    return {
        word["id"]: MapEntry(
            word["id"], word["ko"], word["en"], word["band"], tuple(word["after"]), tuple(word["items"]),
            unit["unit"], unit["ko"], order,
        )
        for unit in data
        for order, word in enumerate(unit["keywords"], start=1)
    }  # fmt: skip


def keyword_faults(
    word: Keyword, entry: MapEntry | None, facts: Iterable[str], drawings: Iterable[str]
) -> list[Fault]:
    """Everything wrong with one word. `drawings` are the names of the SVGs that exist."""
    return [
        *_against_map(word, entry),
        *_lengths(word),
        *_misconceptions(word),
        *_picture(word, set(drawings)),
        *_voices(word),
        *_explain(word),
        *_apply(word),
        *_other_fields(word),
        *_counts(word, entry.items if entry else ()),
        *(fault for i, item in enumerate(word.items) for fault in item_faults(item, ("items", i))),
        *_spelling(word),
        *_similar(word),
        *text_faults(word, set(facts)),
    ]


def _against_map(word: Keyword, entry: MapEntry | None) -> Iterator[Fault]:
    if entry is None:
        yield Fault(("id",), "map", f"{word.id}은(는) keywords.yaml에 없어요.")
        return
    for name in ("ko", "en", "band", "after"):
        if getattr(word, name) != getattr(entry, name):
            yield Fault((name,), "map", f"keywords.yaml과 달라요. 거기에는 {getattr(entry, name)!r}예요.")


def _lengths(word: Keyword) -> Iterator[Fault]:
    limits = {"definition": DEFINITION[word.band], "scene": SCENE[word.band], "primer": PRIMER}
    for name, limit in limits.items():
        if (length := len(getattr(word, name))) > limit:
            yield Fault((name,), "length", f"{limit}자까지인데 {length}자예요.")
    if len(sentences_in(word.definition)) != 1:
        yield Fault(("definition",), "length", "한 문장이어야 해요.")


def _misconceptions(word: Keyword) -> Iterator[Fault]:
    known = word.misconceptions
    if len(known) < 2:
        yield Fault(("misconceptions",), "misconception", "적어도 두 가지를 적어요.")
    for name in known:
        if not SLUG.fullmatch(name):
            yield Fault(("misconceptions", name), "misconception", "이름은 영어 소문자와 -로 적어요.")
    named: list[tuple[Path, str]] = [(("not", "misconception"), word.is_not.misconception)]
    for i, item in enumerate(word.items):
        for place, option in _options(item):
            path: Path = ("items", i, *place, "misconception")
            named += [(path, option.misconception)] if option.misconception else []
            if option.right and option.misconception:
                yield Fault(path, "misconception", "맞는 보기에는 오개념을 적지 않아요.")
    for path, name in named:
        if name not in known:
            yield Fault(path, "misconception", f"misconceptions에 없는 이름이에요: {name}")


def _options(item: Item) -> Iterator[tuple[Path, Option]]:
    """Every option of a question and its place, whatever the type calls them."""
    for name, rows in vars(item).items():
        for i, row in enumerate(rows if isinstance(rows, tuple) else ()):
            if isinstance(row, Option):
                yield (name, i), row


def _picture(word: Keyword, drawings: set[str]) -> Iterator[Fault]:
    picture = word.picture
    if picture.kind == "svg" and picture.name not in drawings:
        yield Fault(("picture", "name"), "picture", f"static/img/lessons/{picture.name}.svg가 없어요.")
    if picture.kind == "line":
        if picture.start >= picture.end:
            yield Fault(("picture", "to"), "picture", "from보다 커야 해요.")
        for i, (at, _label) in enumerate(picture.marks):
            if not picture.start <= at <= picture.end:
                yield Fault(("picture", "marks", i, "at"), "picture", "from과 to 사이여야 해요.")


def _voices(word: Keyword) -> Iterator[Fault]:
    for name, text in word.voices.items():
        if not 2 <= (count := len(sentences_in(unquoted(text)))) <= 4:
            yield Fault(("voices", name), "voice", f"두 문장에서 네 문장이어야 하는데 {count}문장이에요.")
        if _PARENT.search(text):
            yield Fault(("voices", name), "voice", "목소리는 엄마나 아빠인 척하지 않아요.")
    for a, b in combinations(word.voices, 2):
        if likeness(word.voices[a], word.voices[b]) > SIMILAR:
            yield Fault(("voices", b), "voice", f"{a}와 거의 같아요. 말투가 정말 달라야 해요.")


def _explain(word: Keyword) -> Iterator[Fault]:
    if "( )" not in word.explain.stem:
        yield Fault(("explain", "stem"), "explain", "채울 자리 ( )가 있어야 해요.")
    yield from parts_faults(word.explain.parts, ("explain", "parts"))


def _apply(word: Keyword) -> Iterator[Fault]:
    forms = [apply.form for apply in word.apply]
    if len(forms) < APPLIES:
        yield Fault(("apply",), "apply", f"꼴이 다른 써 보기가 {APPLIES}개 있어야 해요.")
    if len(set(forms)) != len(forms):
        yield Fault(("apply",), "apply", "두 써 보기의 꼴이 서로 달라야 해요.")
    for i, apply in enumerate(word.apply):
        if apply.form == "lab":
            yield from lab_faults(apply.lab, ("apply", i, "lab"))
        yield from choice_faults(apply.choices, ("apply", i, "choices"))


def choice_faults(choices: Sequence[schema.ApplyChoice], path: Path) -> Iterator[Fault]:
    if sum(choice.best for choice in choices) != 1:
        yield Fault(path, "one-right", "best: true는 꼭 하나여야 해요.")
    yield from different([choice.text for choice in choices], path)


def _other_fields(word: Keyword) -> Iterator[Fault]:
    if word.dinner.count("?") != 1:
        yield Fault(("dinner",), "dinner", "질문 하나여야 해요.")
    if not word.worked.next.rstrip("”’\"' ").endswith("?"):
        yield Fault(("worked", "next"), "worked", "아이가 이어서 할 한 걸음을 물어야 해요.")
    yield from different(word.guess.options, ("guess", "options"))


def _counts(word: Keyword, suited: Sequence[str]) -> Iterator[Fault]:
    items, path = word.items, ("items",)
    ids = [item.id for item in items]
    for i, item in enumerate(items):
        if ids.index(item.id) != i:
            yield Fault(("items", i, "id"), "count", f"{item.id}이(가) 두 번 있어요.")
        if word.band not in TYPES[item.type].bands:
            message = f"{word.band}에서는 {item.type}을(를) 묻지 않아요. 실험은 써 보기로만 해요."
            yield Fault(("items", i, "type"), "count", message)
    must = Counter({"EST": 1, "MC4": 3, "CZ": 2, "EXP": 1})
    have = Counter(item.type for item in items)
    for kind, count in (must - have).items():
        yield Fault(path, "count", f"{kind}이(가) {count}개 모자라요.")
    spare = have - must
    if word.band == "E":
        # The youngest move a model only as the lab of a 써 보기.
        spare["SIM"] += any(apply.form == "lab" for apply in word.apply)
    if suited and sum(spare[kind] for kind in suited) < 2:
        yield Fault(path, "count", f"지도에 적힌 {', '.join(suited)} 가운데 두 개가 더 있어야 해요.")
    graded = [item for item in items if item.type in GRADED]
    if not any(item.transfer for item in graded):
        yield Fault(path, "count", "transfer: true인 채점 문제가 하나 있어야 해요.")
    for level in {1, 2, 3} - {item.level for item in graded}:
        yield Fault(path, "count", f"{level}단계 채점 문제가 없어요.")
    reviews = [item for item in graded if item.review]
    kinds = {item.type for item in reviews}
    if len(reviews) < 4 or len(kinds) < 2 or "CZ" not in kinds:
        yield Fault(path, "review", "review: true는 네 개부터, 두 가지 꼴부터, CZ도 하나 있어야 해요.")


def _spelling(word: Keyword) -> Iterator[Fault]:
    """The word, or a part of it, is asked for in a CZ; no answer that is shown has a slip in its spelling."""
    parts = [re.sub(r"(?<=..)[와과의]$", "", part) for part in re.split(r"[()\s]+", word.ko)]
    names = {key(name) for name in (word.ko, *parts) if name}
    shown = [(i, item.accept[0]) for i, item in enumerate(word.items) if isinstance(item, Cloze)]
    if not any(name in key(text) for _i, text in shown for name in names):
        yield Fault(("items",), "spelling", f"‘{word.ko}’을(를) 적는 빈칸 문제가 하나는 있어야 해요.")
    for i, text in shown:
        if key(text) not in names and any(one_jamo_apart(text, name) for name in names):
            yield Fault(("items", i, "accept", 0), "spelling", f"‘{word.ko}’과(와) 한 글자가 달라요: {text}")


def _similar(word: Keyword) -> Iterator[Fault]:
    asked = [(i, item) for i, item in enumerate(word.items) if item.type != "EXP"]
    for (i, a), (j, b) in combinations(asked, 2):
        limit = SIMILAR_VARIANTS if a.family and a.family == b.family else SIMILAR
        if likeness(_asked(a), _asked(b)) > limit:
            yield Fault(("items", j, "ask"), "similar", f"{word.items[i].id}와 거의 같은 문제예요.")


def _asked(item: Item) -> str:
    return " ".join([item.ask, *TYPES[item.type].asked(item)])


def item_faults(item: Item, path: Path) -> Iterator[Fault]:
    if len(item.id) > 12 or not re.fullmatch(r"[a-z0-9-]+", item.id):
        yield Fault((*path, "id"), "count", "id는 영어 소문자와 수로 12자까지예요.")
    if len(item.family) > 24:
        yield Fault((*path, "family"), "length", "24자까지예요.")
    if item.type not in GRADED and (item.review or item.transfer):
        yield Fault(path, "review", f"{item.type}은(는) review나 transfer가 될 수 없어요.")
    yield from TYPES[item.type].faults(item, path)
    yield from _hints(item, path)
    try:
        right_answer_text(asdict(item))
        option_order(asdict(item), item.id)
    except (StopIteration, LookupError):
        yield Fault(path, "schema", "답을 글로 적을 수 없는 문제예요.")


def _hints(item: Item, path: Path) -> Iterator[Fault]:
    for i, hint in enumerate(item.hints):
        if given := TYPES[item.type].given_away(item, hint):
            yield Fault((*path, "hints", i), "hint", f"힌트가 답을 말해요: {given}")
    if len(set(map(key, item.hints))) != len(item.hints):
        yield Fault((*path, "hints"), "hint", "세 힌트가 서로 달라야 해요.")
