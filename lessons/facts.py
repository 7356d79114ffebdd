"""Dated numbers in texts, written {fact:key}: a sentence whose number has run out is left out. Pure."""

import re
from collections.abc import Container, Mapping
from typing import Any

FACT = re.compile(r"\{fact:([a-z0-9_-]+)\}")
# A sentence with the space behind it. It ends at . ! ? … before a space, so that 1.5% stays in one piece.
_SENTENCE = re.compile(r"[^\n]*?(?:[.!?…]+[”’\"')]*(?:[ \t]+|(?=\n)|$)|(?=\n)|$)\n*")


def facts_in(*texts: Any) -> set[str]:
    """The keys of all facts named anywhere in texts, lists and dicts."""
    return set(FACT.findall(str(texts)))


def filled(value: Any, facts: Mapping[str, str]) -> Any:
    """The same texts, lists and dicts with the facts in their places.

    A sentence that names a fact which is not in `facts` (unknown, or past its day) is left out; a text of
    that one sentence becomes "". Lists keep their length: answers count their places.
    """
    if isinstance(value, str):
        return _filled_text(value, facts)
    if isinstance(value, list):
        return [filled(each, facts) for each in value]
    if isinstance(value, dict):
        return {key: filled(each, facts) for key, each in value.items()}
    return value


def askable(body: Any, facts: Container[str]) -> bool:
    """True when a question names no fact but those in `facts`: with a sentence missing it may be unfair."""
    return all(key in facts for key in facts_in(body))


def _filled_text(text: str, facts: Mapping[str, str]) -> str:
    if not facts_in(text) <= facts.keys():
        kept = [s for s in _SENTENCE.findall(text) if facts_in(s) <= facts.keys()]
        text = "".join(kept).strip()
    return FACT.sub(lambda found: facts[found[1]], text)
