"""What every text of a lesson has to keep to: its tone, its numbers, its sentences. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from lessons.facts import filled
from lessons.items import TYPES
from lessons.nodes import Fault, Path
from lessons.schema import Keyword

FORBIDDEN = re.compile(
    r"틀렸습니다|틀렸어요[.!]|정답은|(?:위의 것|위의 보기|보기) ?모두|모두 (?:맞다|맞아요|정답)"
    r"|해당 없음|정답 없음"
)
_FORMAL = re.compile(r"([가-힣])니다(?=[\s.!?”’\"']|$)")
_FACT = re.compile(r"\{fact:([^}]*)\}")
_VOLATILE = re.compile(r"최저 ?임금|기준 ?금리|세율|부가 ?가치세|예금자 ?보호|보호 ?한도|보험료율")
_AMOUNT = re.compile(r"\d[\d,.]*\s*(?:만|천|억)?\s*(?:원|%|퍼센트)")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')]*(?:\s+|$)")


def text_faults(word: Keyword, facts: set[str]) -> Iterator[Fault]:
    """What is wrong with any text of a word; `facts` are the keys that exist."""
    for path, text in texts_of(word):
        if found := FORBIDDEN.search(text):
            yield Fault(path, "phrase", f"쓰지 않는 말이에요: {found[0]}")
        if _ours(path, word) and is_formal(text):
            yield Fault(path, "style", "해요체로 적어요.")
        for name in _FACT.findall(text):
            if name not in facts:
                yield Fault(path, "fact", f"facts.yaml에 없어요: {{fact:{name}}}")
        if _FACT.search(text) and not filled(text, {}):
            yield Fault(path, "fact", "수를 확인할 날이 지나면 숨는 문장이에요. 남을 문장도 있어야 해요.")
        for sentence in sentences_in(_FACT.sub("", text)):
            if _VOLATILE.search(sentence) and _AMOUNT.search(sentence):
                yield Fault(path, "fact", "바뀌는 수는 facts.yaml에 두고 {fact:이름}으로 적어요.")


def texts_of(word: Keyword) -> Iterator[tuple[Path, str]]:
    """Every text of the file that a person reads, with its place."""
    skip = {"id", "en", "band", "after", "sources", "type", "family", "kind", "misconception", "form"}
    for name, value in asdict(word).items():
        if name not in skip:
            yield from walk(value, ("not" if name == "is_not" else name,), skip)


def walk(value: Any, path: Path, skip: set[str]) -> Iterator[tuple[Path, str]]:
    """Every text in lists and dicts with its place; what stands under a name in `skip` is passed over."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in skip:
                yield from walk(inner, (*path, name), skip)
    elif isinstance(value, list | tuple):
        for i, inner in enumerate(value):
            yield from walk(inner, (*path, i), skip)


def _ours(path: Path, word: Keyword) -> bool:
    """False for what somebody else is quoted with: a newspaper, a stranger's message."""
    if path[0] == "apply" and isinstance(path[1], int) and word.apply[path[1]].form == "news":
        return path[-1] not in ("headline", "source", "story")
    if path[0] == "items" and isinstance(path[1], int):
        return path[2] not in TYPES[word.items[path[1]].type].quoted or path[-1] == "why"
    return path[2:3] != ("message",) and path[0] != "misconceptions"


def is_formal(text: str) -> bool:
    """Whether it says 합니다 where we say 해요, outside of what it quotes."""
    return any(_ends_in_b(found[1]) for found in _FORMAL.finditer(unquoted(text)))


def unquoted(text: str) -> str:
    """The text without what stands in quotation marks."""
    return re.sub(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"", "", text)


def _ends_in_b(syllable: str) -> bool:
    """True for a syllable that ends in ㅂ, as 습 and 합 do before 니다."""
    return (ord(syllable) - 0xAC00) % 28 == 17


def sentences_in(text: str) -> list[str]:
    """The sentences of a text, without the marks between them."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part.strip(" ”’\"'")]


def likeness(a: str, b: str) -> float:
    """Shared pairs of syllables: 0 nothing, 1 the same."""
    one, two = _bigrams(a), _bigrams(b)
    return len(one & two) / max(1, len(one | two))


def _bigrams(text: str) -> set[str]:
    bare = re.sub(r"[\W_]+", "", text)
    return {bare[i : i + 2] for i in range(len(bare) - 1)}
