"""Dated numbers in texts, written {fact:key}. Pure."""

import re
from collections.abc import Mapping
from typing import Any

FACT = re.compile(r"\{fact:([a-z0-9_-]+)\}")


def facts_in(*texts: Any) -> set[str]:
    """The keys of all facts named anywhere in texts, lists and dicts."""
    return set(FACT.findall(str(texts)))


def filled(value: Any, facts: Mapping[str, str]) -> Any:
    """The same texts, lists and dicts with the facts in their places; an unknown one stays as written."""
    if isinstance(value, str):
        return FACT.sub(lambda found: facts.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [filled(each, facts) for each in value]
    if isinstance(value, dict):
        return {key: filled(each, facts) for key, each in value.items()}
    return value
