"""What a machine can check of the lessons' texts beyond their form. Pure: dataclasses in, faults out."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, pairwise
from typing import Any

from lessons import schema
from lessons.grading import option_order, right_answer_text
from lessons.hangul import initials, key, shared_syllables
from lessons.numbers import read_number
from lessons.schema import Fault, Item, Keyword, Path

DEFINITION = {"E": 60, "M": 80, "H": 110}
SCENE = {"E": 250, "M": 400, "H": 550}
PRIMER = 300
SIMILAR = 0.45
SIMILAR_VARIANTS = 0.95
# Below this many questions a share says little about the writers.
ENOUGH = 20
LARGEST_SHARE = 0.35
MARKERS = ("항상", "언제나", "절대", "모두", "무조건", "반드시", "전혀", "오직", "누구나")
MARKED_ENOUGH = 3
LABS = (
    "choice-board", "barter-market", "allowance-month", "saving-goal", "interest-slider", "instalment",
    "tteokbokki-market", "snack-street", "lemonade-stand", "workshop", "lending-fee", "invest-wheel",
    "price-basket", "two-villages", "currency-trip",
)  # fmt: skip

_FORBIDDEN = re.compile(
    r"틀렸습니다|틀렸어요[.!]|정답은|(?:위의 것|위의 보기|보기) ?모두|모두 (?:맞다|맞아요|정답)"
    r"|해당 없음|정답 없음"
)
_FORMAL = re.compile(r"([가-힣])니다(?=[\s.!?”’\"']|$)")
_PARENT = re.compile(r"(?:엄마|아빠|어머니|아버지)(?:가|는) ")
_FACT = re.compile(r"\{fact:([^}]*)\}")
_VOLATILE = re.compile(r"최저 ?임금|기준 ?금리|세율|부가 ?가치세|예금자 ?보호|보호 ?한도|보험료율")
_AMOUNT = re.compile(r"\d[\d,.]*\s*(?:만|천|억)?\s*(?:원|%|퍼센트)")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')]*(?:\s+|$)")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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
        *(fault for i, item in enumerate(word.items) for fault in _item(item, ("items", i))),
        *_similar(word),
        *_texts(word, set(facts)),
    ]


# --- the word --------------------------------------------------------------------------------------------


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
    if len(_sentences(word.definition)) != 1:
        yield Fault(("definition",), "length", "한 문장이어야 해요.")


def _misconceptions(word: Keyword) -> Iterator[Fault]:
    known = word.misconceptions
    if len(known) < 2:
        yield Fault(("misconceptions",), "misconception", "적어도 두 가지를 적어요.")
    for name in known:
        if not _SLUG.fullmatch(name):
            yield Fault(("misconceptions", name), "misconception", "이름은 영어 소문자와 -로 적어요.")
    named: list[tuple[Path, str]] = [(("not", "misconception"), word.is_not.misconception)]
    for i, item in enumerate(word.items):
        for name in ("options", "words", "directions"):
            for j, option in enumerate(getattr(item, name, ())):
                path: Path = ("items", i, name, j, "misconception")
                named += [(path, option.misconception)] if option.misconception else []
                if option.right and option.misconception:
                    yield Fault(path, "misconception", "맞는 보기에는 오개념을 적지 않아요.")
    for path, name in named:
        if name not in known:
            yield Fault(path, "misconception", f"misconceptions에 없는 이름이에요: {name}")


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
        if not 2 <= (count := len(_sentences(_unquoted(text)))) <= 4:
            yield Fault(("voices", name), "voice", f"두 문장에서 네 문장이어야 하는데 {count}문장이에요.")
        if _PARENT.search(text):
            yield Fault(("voices", name), "voice", "목소리는 엄마나 아빠인 척하지 않아요.")
    for a, b in combinations(word.voices, 2):
        if _likeness(word.voices[a], word.voices[b]) > SIMILAR:
            yield Fault(("voices", b), "voice", f"{a}와 거의 같아요. 말투가 정말 달라야 해요.")


def _explain(word: Keyword) -> Iterator[Fault]:
    if "( )" not in word.explain.stem:
        yield Fault(("explain", "stem"), "explain", "채울 자리 ( )가 있어야 해요.")
    yield from _parts(word.explain.parts, ("explain", "parts"))


def _parts(parts: Sequence[str], path: Path) -> Iterator[Fault]:
    if len(set(map(key, parts))) != len(parts):
        yield Fault(path, "explain", "조각이 서로 달라야 해요.")
    if parts and not re.search(r"[요죠][.!]?$", parts[-1]):
        yield Fault(path, "explain", "이어 읽으면 해요체 한 문장이어야 해요.")


def _apply(word: Keyword) -> Iterator[Fault]:
    forms = [apply.form for apply in word.apply]
    if len(set(forms)) != len(forms):
        yield Fault(("apply",), "apply", "두 써 보기의 꼴이 서로 달라야 해요.")
    for i, apply in enumerate(word.apply):
        if apply.form == "lab" and apply.lab not in LABS:
            yield Fault(("apply", i, "lab"), "lab", f"없는 실험이에요. {', '.join(LABS)} 가운데 하나예요.")
        yield from _consequences(apply.choices, ("apply", i, "choices"))


def _consequences(choices: Sequence[schema.ApplyChoice], path: Path) -> Iterator[Fault]:
    if sum(choice.best for choice in choices) != 1:
        yield Fault(path, "one-right", "best: true는 꼭 하나여야 해요.")
    yield from _different([choice.text for choice in choices], path)


def _other_fields(word: Keyword) -> Iterator[Fault]:
    if word.dinner.count("?") != 1:
        yield Fault(("dinner",), "dinner", "질문 하나여야 해요.")
    if not word.worked.next.rstrip("”’\"' ").endswith("?"):
        yield Fault(("worked", "next"), "worked", "아이가 이어서 할 한 걸음을 물어야 해요.")
    yield from _different(word.guess.options, ("guess", "options"))


def _counts(word: Keyword, suited: Sequence[str]) -> Iterator[Fault]:
    items, path = word.items, ("items",)
    ids = [item.id for item in items]
    for i, item in enumerate(items):
        if ids.index(item.id) != i:
            yield Fault(("items", i, "id"), "count", f"{item.id}이(가) 두 번 있어요.")
    must = Counter({"EST": 1, "MC4": 3, "CZ": 2, "EXP": 1})
    have = Counter(item.type for item in items)
    for kind, count in (must - have).items():
        yield Fault(path, "count", f"{kind}이(가) {count}개 모자라요.")
    spare = have - must
    if word.band == "E":
        # A model to move is the lab of 써 보기 there, never a question.
        for i, item in enumerate(items):
            if item.type in ("SIM", "GRAPH"):
                yield Fault(("items", i, "type"), "count", "초등에서는 실험을 써 보기로만 해요.")
        spare["SIM"] += any(apply.form == "lab" for apply in word.apply)
    if suited and sum(spare[kind] for kind in suited) < 2:
        yield Fault(path, "count", f"지도에 적힌 {', '.join(suited)} 가운데 두 개가 더 있어야 해요.")
    graded = [item for item in items if item.type not in schema.UNSCORED]
    if not any(item.transfer for item in graded):
        yield Fault(path, "count", "transfer: true인 채점 문제가 하나 있어야 해요.")
    for level in {1, 2, 3} - {item.level for item in graded}:
        yield Fault(path, "count", f"{level}단계 채점 문제가 없어요.")
    reviews = [item for item in graded if item.review]
    kinds = {item.type for item in reviews}
    if len(reviews) < 4 or len(kinds) < 2 or "CZ" not in kinds:
        yield Fault(path, "review", "review: true는 네 개부터, 두 가지 꼴부터, CZ도 하나 있어야 해요.")


def _similar(word: Keyword) -> Iterator[Fault]:
    asked = [(i, item) for i, item in enumerate(word.items) if item.type != "EXP"]
    for (i, a), (j, b) in combinations(asked, 2):
        limit = SIMILAR_VARIANTS if a.family and a.family == b.family else SIMILAR
        if _likeness(_asked(a), _asked(b)) > limit:
            yield Fault(("items", j, "ask"), "similar", f"{word.items[i].id}와 거의 같은 문제예요.")


def _asked(item: Item) -> str:
    cards = [card.text for card in getattr(item, "cards", ())] + list(getattr(item, "steps", ()))
    pairs = [f"{pair.left} {pair.right}" for pair in getattr(item, "pairs", ())]
    lines = [line.text for line in item.message.lines] if isinstance(item, schema.Spot) else []
    return " ".join([item.ask, *cards, *pairs, *lines, getattr(item, "headline", "")])


# --- a question ------------------------------------------------------------------------------------------


def _item(item: Item, path: Path) -> Iterator[Fault]:
    if len(item.id) > 12 or not re.fullmatch(r"[a-z0-9-]+", item.id):
        yield Fault((*path, "id"), "count", "id는 영어 소문자와 수로 12자까지예요.")
    if len(item.family) > 24:
        yield Fault((*path, "family"), "length", "24자까지예요.")
    if item.type in schema.UNSCORED and (item.review or item.transfer):
        yield Fault(path, "review", f"{item.type}은(는) review나 transfer가 될 수 없어요.")
    match item:
        case schema.Choice():
            yield from _one_right(item.options, (*path, "options"))
        case schema.Reasoned():
            yield from _one_right(item.reasons, (*path, "reasons"))
        case schema.Cloze():
            yield from _cloze(item, path)
        case schema.Number():
            yield from _number(item, path)
        case schema.Sort():
            yield from _sort(item, path)
        case schema.Steps():
            yield from _different(item.steps, (*path, "steps"))
        case schema.Match():
            yield from _different([pair.left for pair in item.pairs], (*path, "pairs"))
            yield from _different([pair.right for pair in item.pairs], (*path, "pairs"))
        case schema.Spot():
            yield from _spot(item, path)
        case schema.News():
            yield from _one_right(item.words, (*path, "words"))
            yield from _one_right(item.directions, (*path, "directions"))
        case schema.Sentence():
            yield from _parts(item.parts, (*path, "parts"))
        case schema.Home():
            yield from _home(item, path)
    yield from _hints(item, path)
    try:
        right_answer_text(asdict(item))
        option_order(asdict(item), item.id)
    except (StopIteration, LookupError):
        yield Fault(path, "schema", "답을 글로 적을 수 없는 문제예요.")


def _one_right(options: Sequence[schema.Option], path: Path) -> Iterator[Fault]:
    if (count := sum(option.right for option in options)) != 1:
        yield Fault(path, "one-right", f"right: true가 꼭 하나여야 하는데 {count}개예요.")
    yield from _different([option.text for option in options], path)


def _different(texts: Sequence[str], path: Path) -> Iterator[Fault]:
    keys = [key(text) for text in texts]
    for i, text in enumerate(keys):
        if keys.index(text) != i:
            yield Fault((*path, i), "repeated", f"‘{texts[i]}’이(가) 두 번 있어요.")


def _cloze(item: schema.Cloze, path: Path) -> Iterator[Fault]:
    if len(re.findall(r"_+", item.ask)) != 1 or "___" not in item.ask:
        yield Fault((*path, "ask"), "cloze", "빈칸 ___이 꼭 하나 있어야 해요.")
    accepted = {key(word) for word in item.accept}
    for word in accepted:
        if len(word) > 1 and word in key(item.ask):
            yield Fault((*path, "ask"), "cloze", f"문제에 답 ‘{word}’이(가) 들어 있어요.")
    for i, near in enumerate(item.near):
        if key(near.text) in accepted:
            yield Fault((*path, "near", i), "cloze", f"‘{near.text}’은(는) accept에도 있어요.")
    for i, word in enumerate(item.accept):
        if len(word) > 40 or not key(word):
            yield Fault((*path, "accept", i), "cloze", "한 글자에서 40자까지예요.")
        elif re.search(r"[을를이가은는]$", word) and key(word[:-1]) in accepted:
            yield Fault((*path, "accept", i), "cloze", "조사는 빈칸 밖에 두어요.")


def _number(item: schema.Number, path: Path) -> Iterator[Fault]:
    if not math.isfinite(item.answer) or item.tolerance < 0:
        yield Fault((*path, "answer"), "number", "답은 보통 수, tolerance는 0부터예요.")
    values = [wrong.value for wrong in item.wrong]
    for i, value in enumerate(values):
        if abs(value - item.answer) <= item.tolerance:
            yield Fault((*path, "wrong", i), "number", "맞는 수가 틀린 수로도 적혀 있어요.")
        if values.index(value) != i:
            yield Fault((*path, "wrong", i), "repeated", f"{value}이(가) 두 번 있어요.")


def _sort(item: schema.Sort, path: Path) -> Iterator[Fault]:
    yield from _different(item.buckets, (*path, "buckets"))
    yield from _different([card.text for card in item.cards], (*path, "cards"))
    for i, card in enumerate(item.cards):
        if card.bucket not in item.buckets:
            yield Fault((*path, "cards", i, "bucket"), "sort", f"buckets에 없는 이름이에요: {card.bucket}")
    for bucket in set(item.buckets) - {card.bucket for card in item.cards}:
        yield Fault((*path, "buckets"), "sort", f"‘{bucket}’에 들어갈 카드가 없어요.")


def _spot(item: schema.Spot, path: Path) -> Iterator[Fault]:
    lines, where = item.message.lines, (*path, "message", "lines")
    if len({line.signal for line in lines}) != 2:
        yield Fault(where, "spot", "signal: true인 줄과 false인 줄이 하나씩은 있어야 해요.")
    yield from _different([line.text for line in lines], where)


def _home(item: schema.Home, path: Path) -> Iterator[Fault]:
    for i, field in enumerate(item.fields):
        if field.unit.endswith("원"):
            yield Fault((*path, "fields", i), "home", "가족의 돈이 얼마인지는 묻지 않아요.")


def _hints(item: Item, path: Path) -> Iterator[Fault]:
    for i, hint in enumerate(item.hints):
        last_of_cloze = item.type == "CZ" and i == 2
        if not last_of_cloze and (given := _given_away(item, hint)):
            yield Fault((*path, "hints", i), "hint", f"힌트가 답을 말해요: {given}")
    if isinstance(item, schema.Cloze) and len(item.hints) == 3 and item.accept:
        wanted = initials(item.accept[0])
        if key(item.hints[2]) != key(wanted):
            yield Fault((*path, "hints", 2), "hint", f"셋째 힌트는 초성이에요: {wanted}")
    if len(set(map(key, item.hints))) != len(item.hints):
        yield Fault((*path, "hints"), "hint", "세 힌트가 서로 달라야 해요.")


def _given_away(item: Item, hint: str) -> str:
    """The piece of the answer that the hint holds; empty when it keeps the secret."""
    said = key(hint)
    match item:
        case schema.Cloze():
            runs = (shared_syllables(hint, word) for word in item.accept)
            return next((run for run in runs if run), "")
        case schema.Number():
            numbers = re.findall(r"\d[\d,]*(?:\.\d+)?(?:\s*[만천])?", hint)
            right = [n for n in numbers if read_number(n.rstrip(",")) == item.answer]
            return right[0] if right and item.answer > 1 else ""
        case schema.Choice():
            secrets = [option.text for option in item.options if option.right]
        case schema.Reasoned():
            secrets = [reason.text for reason in item.reasons if reason.right]
        case schema.Spot():
            secrets = [line.text for line in item.message.lines if line.signal]
        case schema.News():
            secrets = [row.text for row in (*item.words, *item.directions) if row.right]
        case schema.Steps():
            return "차례" if all(key(step) in said for step in item.steps) else ""
        case schema.Match():
            whole = all(key(p.left) in said and key(p.right) in said for p in item.pairs)
            return "짝" if whole else ""
        case _:
            return ""
    return next((secret for secret in secrets if len(key(secret)) > 1 and key(secret) in said), "")


# --- every text ------------------------------------------------------------------------------------------


def _texts(word: Keyword, facts: set[str]) -> Iterator[Fault]:
    for path, text in texts_of(word):
        if found := _FORBIDDEN.search(text):
            yield Fault(path, "phrase", f"쓰지 않는 말이에요: {found[0]}")
        if _ours(path, word) and _is_formal(text):
            yield Fault(path, "style", "해요체로 적어요.")
        for name in _FACT.findall(text):
            if name not in facts:
                yield Fault(path, "fact", f"facts.yaml에 없어요: {{fact:{name}}}")
        for sentence in _sentences(_FACT.sub("", text)):
            if _VOLATILE.search(sentence) and _AMOUNT.search(sentence):
                yield Fault(path, "fact", "바뀌는 수는 facts.yaml에 두고 {fact:이름}으로 적어요.")


def texts_of(word: Keyword) -> Iterator[tuple[Path, str]]:
    """Every text of the file that a person reads, with its place."""
    skip = {"id", "en", "band", "after", "sources", "type", "family", "kind", "misconception", "form"}
    for name, value in asdict(word).items():
        if name not in skip:
            yield from _walk(value, ("not" if name == "is_not" else name,), skip)


def _walk(value: Any, path: Path, skip: set[str]) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in skip:
                yield from _walk(inner, (*path, name), skip)
    elif isinstance(value, list | tuple):
        for i, inner in enumerate(value):
            yield from _walk(inner, (*path, i), skip)


def _ours(path: Path, word: Keyword) -> bool:
    """False for what somebody else is quoted with: a newspaper, a stranger's message."""
    if path[0] == "apply" and isinstance(path[1], int) and word.apply[path[1]].form == "news":
        return path[-1] not in ("headline", "source", "story")
    if path[0] == "items":
        return path[2] not in ("headline", "source", "message") or path[-1] == "why"
    return path[2:3] != ("message",) and path[0] != "misconceptions"


def _is_formal(text: str) -> bool:
    return any(_ends_in_b(found[1]) for found in _FORMAL.finditer(_unquoted(text)))


def _unquoted(text: str) -> str:
    return re.sub(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"", "", text)


def _ends_in_b(syllable: str) -> bool:
    """True for a syllable that ends in ㅂ, as 습 and 합 do before 니다."""
    return (ord(syllable) - 0xAC00) % 28 == 17


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text.strip()) if part.strip(" ”’\"'")]


def _likeness(a: str, b: str) -> float:
    """Shared pairs of syllables: 0 nothing, 1 the same."""
    one, two = _bigrams(a), _bigrams(b)
    return len(one & two) / max(1, len(one | two))


def _bigrams(text: str) -> set[str]:
    bare = re.sub(r"[\W_]+", "", text)
    return {bare[i : i + 2] for i in range(len(bare) - 1)}


# --- the bank and the courses ----------------------------------------------------------------------------


def bank_faults(words: Iterable[Keyword]) -> list[str]:
    """How right options give themselves away over all MC4 given; nothing for fewer than ENOUGH."""
    bank = [i for w in words for i in w.items if isinstance(i, schema.Choice) and i.type == "MC4"]
    if len(bank) < ENOUGH:
        return []
    found = []
    for name, share in give_away(bank).items():
        if share > LARGEST_SHARE:
            found.append(f"맞는 보기가 홀로 가장 {name} 문제가 {share:.0%}예요. {LARGEST_SHARE:.0%}까지예요.")
    wrong = " ".join(o.text for i in bank for o in i.options if not o.right)
    right = " ".join(o.text for i in bank for o in i.options if o.right)
    found += [
        f"‘{marker}’은(는) 틀린 보기에만 {wrong.count(marker)}번 있어요. 맞는 보기에도 쓰거나 빼요."
        for marker in MARKERS
        if wrong.count(marker) >= MARKED_ENOUGH and marker not in right
    ]
    return found


def give_away(bank: Sequence[schema.Choice]) -> dict[str, float]:
    """The share of questions whose right option is the single longest, and the single shortest."""
    longest = shortest = 0
    for item in bank:
        right = max((len(o.text) for o in item.options if o.right), default=0)
        others = [len(o.text) for o in item.options if not o.right] or [right]
        longest += right > max(others)
        shortest += right < min(others)
    count = max(1, len(bank))
    return {"긴": longest / count, "짧은": shortest / count}


def course_faults(
    course: schema.CourseFile, entries: Mapping[str, MapEntry], forms: Mapping[str, set[str]]
) -> list[Fault]:
    """`forms`: the forms of 써 보기 that every written lesson has."""
    faults = []
    path: Path = ("lessons",)
    if not _SLUG.fullmatch(course.id) or len(course.id) > 40:
        faults.append(Fault(("id",), "course", "영어 소문자와 -로 40자까지예요."))
    for name, limit in (("title", 40), ("summary", 160)):
        if len(getattr(course, name)) > limit:
            faults.append(Fault((name,), "length", f"{limit}자까지예요."))
    faults += _different(course.lessons, path)
    for i, code in enumerate(course.lessons):
        if code not in forms:
            faults.append(Fault((*path, i), "course", f"{code} 파일이 없거나 고칠 것이 있어요."))
        for before in entries[code].after if code in entries else ():
            # A word from outside the course may be known already; one inside must come first.
            if before in course.lessons[i:]:
                faults.append(Fault((*path, i), "course", f"{code} 앞에 {before}이(가) 와야 해요."))
    for i, (a, b) in enumerate(pairwise(course.lessons), start=1):
        if a in forms and len(forms[a]) == 1 and forms[a] == forms.get(b):
            message = f"{a}와 {b}의 써 보기가 둘 다 {min(forms[a])}예요. 이웃은 달라야 해요."
            faults.append(Fault((*path, i), "course", message))
    return [*faults, *_scenarios(course)]


def _scenarios(course: schema.CourseFile) -> Iterator[Fault]:
    """One scenario for each 복습하는 날, over at least two words of its block of four."""
    blocks = [course.lessons[i : i + 4] for i in range(0, len(course.lessons), 4)]
    if len(course.reviews) != len(blocks):
        yield Fault(("reviews",), "course", f"복습하는 날마다 하나씩, {len(blocks)}개여야 해요.")
    for i, (scenario, block) in enumerate(zip(course.reviews, blocks, strict=False)):
        path: Path = ("reviews", i)
        for word in scenario.words:
            if word not in course.lessons[: 4 * i + len(block)]:
                yield Fault((*path, "words"), "course", f"{word}은(는) 그때까지 배운 단어가 아니에요.")
        if len(block) > 1 and not set(scenario.words) & set(block):
            yield Fault((*path, "words"), "course", "그 묶음의 단어가 하나는 있어야 해요.")
        yield from _consequences(scenario.choices, (*path, "choices"))
        for where, text in _walk(asdict(scenario), path, {"words"}):
            if found := _FORBIDDEN.search(text):
                yield Fault(where, "phrase", f"쓰지 않는 말이에요: {found[0]}")
            if _is_formal(text):
                yield Fault(where, "style", "해요체로 적어요.")
