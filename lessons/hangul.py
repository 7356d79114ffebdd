"""Korean text as keys pressed: for comparing what a child typed with what was asked. Pure."""

import re
import unicodedata

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
# fmt: off
_VOWELS = (
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ",
    "ㅜ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ",
)
_FINALS = (
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ",
    "ㄹㅍ", "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
)
# fmt: on
_FIRST, _LAST = 0xAC00, 0xD7A3
_PER_INITIAL, _PER_VOWEL = 588, 28
_INVISIBLE = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_EDGES = " \t\n.,!?·…'\"‘’“”`()[]"


def normal(text: str) -> str:
    """NFC, without invisible characters, runs of space as one. Particles at the end stay."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def key(text: str) -> str:
    """What two writings of the same answer share: no spaces, no case, no quotes or full stop around."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(_INVISIBLE.sub("", folded).split()).strip(_EDGES)


def is_syllable(char: str) -> bool:
    return _FIRST <= ord(char) <= _LAST


def jamo(text: str) -> str:
    """The keys that type the text: 값 is ㄱㅏㅂㅅ, ㅘ is ㅗㅏ; a doubled consonant is one key with Shift."""
    return "".join(_keys(char) for char in text)


def initials(text: str) -> str:
    """The 초성 of the text without spaces (기회 비용 → ㄱㅎㅂㅇ); what is not a syllable stays as it is."""
    return "".join(
        INITIALS[(ord(c) - _FIRST) // _PER_INITIAL] if is_syllable(c) else c for c in text if not c.isspace()
    )


def one_jamo_apart(typed: str, meant: str) -> bool:
    """True when one key was missed, doubled or mistaken. Both texts are compared by `key`.

    A single syllable is never one slip away: 돈 and 손 are two words.
    """
    typed, meant = key(typed), key(meant)
    if len(meant) < 2 or typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    return _one_edit(jamo(typed), jamo(meant))


def shared_syllables(text: str, answer: str, length: int = 2) -> str:
    """The first run of `length` syllables of the answer that stands in the text; empty when there is none."""
    haystack, needle = key(text), key(answer)
    runs = (needle[i : i + length] for i in range(len(needle) - length + 1))
    return next((run for run in runs if run in haystack), "")


def _keys(char: str) -> str:
    if not is_syllable(char):
        return char
    index = ord(char) - _FIRST
    initial, rest = divmod(index, _PER_INITIAL)
    vowel, final = divmod(rest, _PER_VOWEL)
    return INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


def _one_edit(a: str, b: str) -> bool:
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    return a[at + (len(a) == len(b)) :] == b[at + 1 :]
