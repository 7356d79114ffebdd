"""Numbers as children write them and as the pages print them. Pure."""

import re

from lessons.hangul import key


def number_text(value: float, unit: str = "") -> str:
    """3000 and 원 as 3,000원."""
    whole = int(value) if float(value).is_integer() else None
    return f"{whole:,}{unit}" if whole is not None else f"{value:,}{unit}"


def read_number(text: str, unit: str = "") -> float | None:
    """The number a child typed, with or without commas, unit, 천 and 만; None when there is none."""
    bare = key(text).replace(",", "")
    if unit and bare.endswith(key(unit)):
        bare = bare[: -len(key(unit))]
    if re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,6})?", bare, re.ASCII):
        return _tidy(float(bare))
    found = re.fullmatch(r"(?:(\d{1,8})만)?(?:(\d)천)?(\d{1,4})?", bare, re.ASCII)
    if not bare or not found:
        return None
    tens, thousands, rest = (int(part or 0) for part in found.groups())
    return tens * 10000 + thousands * 1000 + rest


def _tidy(number: float) -> float:
    return int(number) if number.is_integer() else number
