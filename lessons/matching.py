"""Finding words as Koreans type them: whole, half typed, or only their 초성 (ㄱㅎㅂㅇ for 기회비용). Pure."""

import unicodedata

from lessons.hangul import INITIALS, initials, is_syllable, normal

# What an input method makes of two 초성 typed one after the other.
_CLUSTERS = {
    "ㄳ": "ㄱㅅ",
    "ㄵ": "ㄴㅈ",
    "ㄶ": "ㄴㅎ",
    "ㄺ": "ㄹㄱ",
    "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ",
    "ㅀ": "ㄹㅎ",
    "ㅄ": "ㅂㅅ",
}


def needle(query: str) -> str:
    """A query as it is compared: without spaces and case, clusters of consonants taken apart."""
    return "".join(_CLUSTERS.get(char, char) for char in folded(query))


def folded(text: str) -> str:
    """A text without spaces, case, invisible characters and other widths; single 자모 stay as they are."""
    return "".join(_fold(char) for char in normal(text) if not char.isspace())


def is_initials(query: str) -> bool:
    """Whether a needle has a 초성 in it, so that it can only mean a word and no text."""
    return any(char in INITIALS for char in query)


def place_in(query: str, text: str) -> int:
    """Where a needle stands in a folded text, a 초성 standing for any syllable it begins; -1 for nowhere."""
    if not is_initials(query):
        return text.find(query)
    # One pass over the initials finds the few places worth comparing letter by letter.
    sketch, shape = initials(text), initials(query)
    at = sketch.find(shape)
    while at >= 0 and not all(map(_same, query, text[at : at + len(query)])):
        at = sketch.find(shape, at + 1)
    return at


def _same(typed: str, char: str) -> bool:
    return typed == char or (is_syllable(char) and typed == initials(char))


def _fold(char: str) -> str:
    if char in INITIALS or char in _CLUSTERS:
        return char
    return unicodedata.normalize("NFKC", char).casefold()
