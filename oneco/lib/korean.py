"""Korean sentences around words that are only known at run time: particles, dates, days of the week."""

from datetime import date

WEEKDAYS = "월화수목금토일"
_FIRST, _LAST, _FINALS = ord("가"), ord("힣"), 28
_CLOSING = "’”'\")]」』 \u00a0\u2060"
_RIEUL = 8  # the index of ㄹ among the finals: 로, not 으로
_DIGIT_FINALS = {"0": 21, "1": 8, "2": 0, "3": 16, "4": 0, "5": 0, "6": 1, "7": 8, "8": 8, "9": 0}


def josa(word: str, pair: str) -> str:
    """`word` with the fitting particle of a pair, written consonant first: "이/가", "을/를", "으로/로"."""
    with_final, without = pair.split("/")
    final = _final(word)
    if pair == "으로/로" and final == _RIEUL:
        return word + without
    return word + (with_final if final else without)


def friendly(name: str) -> str:
    """A child's name as a sentence says it: 도윤 → 도윤이, 서하 → 서하."""
    return name + "이" if name and _FIRST <= ord(name[-1]) <= _LAST and _final(name) else name


def day_text(day: date) -> str:
    """4월 3일(금), in one piece: no line ends inside it, nor between it and its particle."""
    return f"{day.month}월\u00a0{day.day}일\u2060({WEEKDAYS[day.weekday()]})\u2060"


def hour_text(hour: int) -> str:
    """An hour of the day, 0 to 23: 오전 8시, 낮 12시, 오후 5시."""
    if hour == 12:
        return "낮 12시"
    return f"{'오전' if hour < 12 else '오후'} {hour % 12 or 12}시"


def weekdays_text(pattern: str) -> str:
    """Study days of the week in words; `pattern` is seven characters, Monday first, "1" for a study day."""
    chosen = [i for i, mark in enumerate(pattern) if mark == "1"]
    if len(chosen) == 7:
        return "날마다"
    if len(chosen) > 2 and chosen[-1] - chosen[0] == len(chosen) - 1:
        return f"{WEEKDAYS[chosen[0]]}요일부터 {WEEKDAYS[chosen[-1]]}요일까지"
    return " · ".join(WEEKDAYS[i] for i in chosen) + "요일"


def won_text(amount: int) -> str:
    """5,000원"""
    return f"{amount:,}원"


def _final(word: str) -> int:
    """The index of the last letter's final consonant, 0 for none; Latin letters are guessed."""
    last = word.rstrip(_CLOSING)[-1:]  # a quoted word sounds like the word
    if not last:
        return 0
    if _FIRST <= ord(last) <= _LAST:
        return (ord(last) - _FIRST) % _FINALS
    if last in _DIGIT_FINALS:
        return _DIGIT_FINALS[last]
    return 4 if last.isalpha() and last.lower() not in "aeiouy" else 0
