"""Right or wrong. Pure: an item's body and a response in, a verdict with its why out.

Fields of the forms, as `clean` reads them (all numbers count from 0):

MC4, SCN   choice = the option's index in the file
CZ         text
NUM, EST   number: 3000, 3,000, 3000원, 3천 원
TF         answer = true | false, reason = the reason's index in the file
SORT       card-<place> = the bucket's index, one field for every card
ORD        order = places, in the order the child wants: the field repeated, or one with commas
MATCH      pair-<left's index> = the place of the right side
EXP        text, or order = places of the parts as for ORD
FAM        field-<index> = a number, or anything for a tick; every field may stay empty

A *place* is where a card, step, right side or part stands on the page (`option_order`); `clean` turns it
into the index in the file, so that the page's HTML gives no order away.
"""

import math
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from lessons.hangul import key, normal, one_jamo_apart
from lessons.numbers import number_text, read_number

GRADED = ("MC4", "CZ", "NUM", "SORT", "ORD", "MATCH", "TF", "SCN", "NEWS", "SPOT")
UNSCORED = ("EST", "EXP", "FAM")
SLIP = "글자를 하나 잘못 누른 것 같아요. 다시 볼까요?"
WORD_LENGTH = 40
SENTENCE_LENGTH = 300
BIGGEST = 10**12

Body = Mapping[str, Any]
Payload = Mapping[str, Any]
Response = dict[str, Any]


class BadResponse(ValueError):
    """A response that cannot be read. `field` is the form's field, `message` a sentence for the child."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Graded:
    """A verdict. `right` is None for what is never scored; `near` means one 자모 off: no attempt was made.

    `chosen` is hashable: the option's index (the reason's for TF), the text, the number, or a tuple.
    `complete` is False when an optional part was left empty.
    """

    right: bool | None
    why: str
    chosen: Any
    near: bool = False
    complete: bool = True


def clean(item: Any, payload: Payload, order: Sequence[int] = ()) -> Response:
    """The payload of a plain form as the JSON kept in Answer.response. Raises BadResponse.

    `order` is what `option_order` gave for this page; none means the order of the file.
    """
    body = _body(item)
    return _CLEAN[_type(body)](body, payload, list(order))


def grade(item: Any, response: Mapping[str, Any]) -> Graded:
    """The verdict on a response that `clean` made. Raises BadResponse for anything else."""
    body = _body(item)
    judge = _GRADE[_type(body)]
    try:
        return judge(body, response)
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        raise BadResponse("", "답을 읽지 못했어요. 다시 답해 주세요.") from error


def right_answer_text(item: Any) -> str:
    """The answer in words; empty for what has none (EXP, FAM)."""
    body = _body(item)
    match _type(body):
        case "MC4" | "SCN":
            return str(_right(body["options"])["text"])
        case "CZ":
            return str(body["accept"][0])
        case "NUM" | "EST":
            return number_text(body["answer"], body.get("unit", ""))
        case "TF":
            return f"{'○' if body['answer'] else '✕'} {_right(body['reasons'])['text']}"
        case "SORT":
            return " / ".join(
                f"{bucket}: {', '.join(_in_bucket(body, bucket))}" for bucket in body["buckets"]
            )
        case "ORD":
            return " → ".join(body["steps"])
        case "SPOT":
            return " / ".join(line["text"] for line in body["message"]["lines"] if line["signal"])
        case "NEWS":
            return f"{_right(body['words'])['text']} – {_right(body['directions'])['text']}"
        case "MATCH":
            return ", ".join(f"{pair['left']} – {pair['right']}" for pair in body["pairs"])
    return ""


def option_order(item: Any, seed: object) -> list[int]:
    """The order in which the page shows options, cards, steps, right sides or parts: the same for one seed.

    Steps and parts never stand in the right order at first. Empty when there is nothing to shuffle.
    """
    body = _body(item)
    count = len(_shuffled(body))
    order = list(range(count))
    if body.get("keep_order") or count < 2:
        return order
    random.Random(f"{seed}").shuffle(order)
    if order == sorted(order) and _type(body) in ("ORD", "EXP", "MATCH"):
        order = [*order[1:], order[0]]
    return order


def move(order: Sequence[int], press: str) -> list[int]:
    """The order after a press of "up-2" or "down-0" (a place on the page); nonsense changes nothing."""
    moved = list(order)
    found = re.fullmatch(r"(up|down)-(\d{1,2})", press, re.ASCII)
    if not found:
        return moved
    at = int(found[2])
    to = at - 1 if found[1] == "up" else at + 1
    if at < len(moved) and 0 <= to < len(moved):
        moved[at], moved[to] = moved[to], moved[at]
    return moved


# --- reading forms ---------------------------------------------------------------------------------------


def _clean_choice(body: Body, payload: Payload, _order: list[int]) -> Response:
    return {"choice": _index(payload, "choice", len(body["options"]), "하나를 골라 주세요.")}


def _clean_text(_body: Body, payload: Payload, _order: list[int]) -> Response:
    text = normal(_one(payload, "text"))
    if not key(text):
        raise BadResponse("text", "빈칸에 들어갈 말을 적어 주세요.")
    if len(text) > WORD_LENGTH:
        raise BadResponse("text", "빈칸에는 낱말만 적어 주세요. 글이 너무 길어요.")
    return {"text": text}


def _clean_number(body: Body, payload: Payload, _order: list[int]) -> Response:
    text = _one(payload, "number")
    if not text.strip():
        raise BadResponse("number", "수를 적어 주세요.")
    return {"number": _number("number", text, str(body.get("unit", "")))}


def _clean_reason(body: Body, payload: Payload, _order: list[int]) -> Response:
    answer = {"true": True, "false": False}.get(_one(payload, "answer").strip().lower())
    if answer is None:
        raise BadResponse("answer", "○와 ✕ 가운데 하나를 골라 주세요.")
    return {
        "answer": answer,
        "reason": _index(payload, "reason", len(body["reasons"]), "까닭을 골라 주세요."),
    }


def _clean_cards(body: Body, payload: Payload, order: list[int]) -> Response:
    buckets: dict[int, int] = {}
    for place, card in enumerate(_order_of(body, order)):
        buckets[card] = _index(
            payload, f"card-{place}", len(body["buckets"]), "아직 넣지 않은 카드가 있어요. 모두 나눠 주세요."
        )
    return {"cards": [buckets[card] for card in range(len(buckets))]}


def _clean_steps(body: Body, payload: Payload, order: list[int]) -> Response:
    shown = _order_of(body, order)
    return {"order": [shown[place] for place in _places(payload, len(shown))]}


def _clean_pairs(body: Body, payload: Payload, order: list[int]) -> Response:
    shown = _order_of(body, order)
    rights = []
    for left in range(len(shown)):
        place = _index(payload, f"pair-{left}", len(shown), "아직 짝이 없는 것이 있어요. 모두 이어 주세요.")
        if shown[place] in rights:
            raise BadResponse(f"pair-{left}", "같은 짝을 두 번 골랐어요. 하나씩만 이어 주세요.")
        rights.append(shown[place])
    return {"pairs": rights}


def _clean_sentence(body: Body, payload: Payload, order: list[int]) -> Response:
    text = normal(_one(payload, "text"))
    if len(text) > SENTENCE_LENGTH:
        raise BadResponse("text", f"{SENTENCE_LENGTH}자까지 적을 수 있어요. 조금 줄여 주세요.")
    if text:
        return {"text": text}
    if body.get("parts") and _all(payload, "order"):
        return _clean_steps(body, payload, order)
    raise BadResponse("text", "한 문장으로 적어 주세요. 짧아도 괜찮아요.")


def _clean_spot(body: Body, payload: Payload, _order: list[int]) -> Response:
    count = len(body["message"]["lines"])
    message = "수상한 줄을 하나 이상 골라 주세요."
    lines = {_small("line", text, count, message) for text in _all(payload, "line")}
    if not lines:
        raise BadResponse("line", message)
    return {"lines": sorted(lines)}


def _clean_news(body: Body, payload: Payload, _order: list[int]) -> Response:
    return {
        "word": _index(payload, "word", len(body["words"]), "무엇에 관한 기사인지 골라 주세요."),
        "direction": _index(payload, "direction", len(body["directions"]), "어떻게 되었는지 골라 주세요."),
    }


def _clean_home(body: Body, payload: Payload, _order: list[int]) -> Response:
    return {"fields": [_home_field(f"field-{i}", f, payload) for i, f in enumerate(body["fields"])]}


def _home_field(name: str, field: Body, payload: Payload) -> bool | float | None:
    text = _one(payload, name).strip()
    if field.get("kind") == "tick":
        return bool(text)
    return _number(name, text, str(field.get("unit", ""))) if text else None


# --- verdicts --------------------------------------------------------------------------------------------


def _grade_choice(body: Body, response: Body) -> Graded:
    chosen = _known(response["choice"], len(body["options"]))
    option = body["options"][chosen]
    return Graded(bool(option.get("right")), str(option.get("why", "")), chosen)


def _grade_word(body: Body, response: Body) -> Graded:
    text = response["text"]
    typed = key(text)
    if typed in {key(word) for word in body["accept"]}:
        return Graded(True, str(body.get("why", "")), text)
    for near in body.get("near") or ():
        if typed == key(near["text"]):
            return Graded(False, str(near["why"]), text)
    if any(one_jamo_apart(text, word) for word in body["accept"]):
        return Graded(False, SLIP, text, near=True)
    return Graded(False, "다른 말이 들어가요. 빈칸 앞뒤를 한 번 더 읽어 볼까요?", text)


def _grade_number(body: Body, response: Body) -> Graded:
    number = _finite(response["number"])
    if abs(number - body["answer"]) <= body.get("tolerance", 0):
        return Graded(True, str(body.get("why", "")), number)
    for wrong in body.get("wrong") or ():
        if number == wrong["value"]:
            return Graded(False, str(wrong["why"]), number)
    return Graded(False, "다른 수예요. 문제에 나온 수를 하나씩 짚어 볼까요?", number)


def _grade_reason(body: Body, response: Body) -> Graded:
    chosen = _known(response["reason"], len(body["reasons"]))
    reason = body["reasons"][chosen]
    return Graded(bool(reason.get("right")), str(reason.get("why", "")), chosen)


def _grade_cards(body: Body, response: Body) -> Graded:
    buckets = [body["buckets"][_known(i, len(body["buckets"]))] for i in response["cards"]]
    cards = list(zip(body["cards"], buckets, strict=True))
    astray = next((card for card, bucket in cards if card["bucket"] != bucket), None)
    why = f"{astray['text']}: {astray['why']}" if astray else str(body.get("why", ""))
    return Graded(astray is None, why, tuple(response["cards"]))


def _grade_steps(body: Body, response: Body) -> Graded:
    chosen = _permutation(response["order"], len(body["steps"]))
    # Two steps with the same words may stand for one another.
    texts = [body["steps"][i] for i in chosen]
    good = next((n for n, (a, b) in enumerate(zip(texts, body["steps"], strict=True)) if a != b), None)
    if good is None:
        return Graded(True, str(body.get("why", "")), chosen)
    if good == 0:
        return Graded(False, "맨 처음에 올 것부터 다시 생각해 볼까요?", chosen)
    return Graded(False, f"앞에서 {good}개까지는 차례가 맞아요. 그다음을 다시 볼까요?", chosen)


def _grade_pairs(body: Body, response: Body) -> Graded:
    pairs = body["pairs"]
    chosen = _permutation(response["pairs"], len(pairs))
    astray = [pairs[i] for i, j in enumerate(chosen) if i != j]
    if not astray:
        return Graded(True, str(body.get("why", "")), chosen)
    good = len(pairs) - len(astray)
    start = f"{good}쌍은 맞아요. " if good else ""
    return Graded(False, f"{start}‘{astray[0]['left']}’의 짝을 다시 찾아볼까요?", chosen)


def _grade_spot(body: Body, response: Body) -> Graded:
    lines = body["message"]["lines"]
    chosen = tuple(sorted({_known(i, len(lines)) for i in response["lines"]}))
    signals = [i for i, line in enumerate(lines) if line["signal"]]
    harmless = next((lines[i] for i in chosen if i not in signals), None)
    found = sum(i in signals for i in chosen)
    if harmless is None and found == len(signals):
        return Graded(True, str(body.get("why", "")), chosen)
    why = f"신호 {len(signals)}개 가운데 {found}개를 찾았어요."
    return Graded(False, f"{why} ‘{harmless['text']}’: {harmless['why']}" if harmless else why, chosen)


def _grade_news(body: Body, response: Body) -> Graded:
    word = _known(response["word"], len(body["words"]))
    direction = _known(response["direction"], len(body["directions"]))
    rows = body["words"][word], body["directions"][direction]
    astray = next((row for row in rows if not row.get("right")), None)
    why = str(astray["why"]) if astray else " ".join(str(row["why"]) for row in rows)
    return Graded(astray is None, why, (word, direction))


def _grade_estimate(body: Body, response: Body) -> Graded:
    return Graded(None, str(body.get("reveal", "")), _finite(response["number"]))


def _grade_sentence(body: Body, response: Body) -> Graded:
    if "text" in response:
        return Graded(None, "", str(response["text"]), complete=bool(response["text"]))
    return Graded(None, "", _permutation(response["order"], len(body["parts"])))


def _grade_home(body: Body, response: Body) -> Graded:
    values = tuple(response["fields"])
    filled = len(values) == len(body["fields"]) and not any(v is None or v is False for v in values)
    return Graded(None, str(body.get("thanks", "")), values, complete=filled)


def sentence_text(item: Any, response: Mapping[str, Any]) -> str:
    """What the child said in its own words: the text, or the parts in its order."""
    if "text" in response:
        return str(response["text"])
    parts = _body(item).get("parts") or []
    return " ".join(parts[i] for i in _permutation(response.get("order") or [], len(parts)))


# --- small parts -----------------------------------------------------------------------------------------


def _body(item: Any) -> Body:
    if isinstance(item, Mapping):
        return item
    return asdict(item) if is_dataclass(item) and not isinstance(item, type) else {}


def _type(body: Body) -> str:
    kind = str(body.get("type", ""))
    if kind not in _GRADE:
        raise BadResponse("", "이 문제는 지금 풀 수 없어요.")
    return kind


def _one(payload: Payload, name: str) -> str:
    values = _all(payload, name)
    return values[0] if values else ""


def _all(payload: Payload, name: str) -> list[str]:
    getlist = getattr(payload, "getlist", None)
    value = getlist(name) if getlist else payload.get(name)
    if isinstance(value, list | tuple):
        return [v for v in value if isinstance(v, str)]
    return [value] if isinstance(value, str) else []


def _index(payload: Payload, name: str, count: int, message: str) -> int:
    return _small(name, _one(payload, name), count, message)


def _small(name: str, text: str, count: int, message: str) -> int:
    if re.fullmatch(r"\d{1,2}", text.strip(), re.ASCII) and int(text) < count:
        return int(text)
    raise BadResponse(name, message)


def _places(payload: Payload, count: int) -> list[int]:
    message = "차례를 다시 정해 주세요."
    given = _all(payload, "order")
    parts = given[0].split(",") if len(given) == 1 else given
    if len(parts) != count:
        raise BadResponse("order", message)
    places = [_small("order", part, count, message) for part in parts]
    if len(set(places)) != count:
        raise BadResponse("order", message)
    return places


def _number(name: str, text: str, unit: str) -> float:
    number = read_number(text[:60], unit)
    if number is None:
        raise BadResponse(name, "수만 적어 주세요. 예: 3000")
    if abs(number) > BIGGEST:
        raise BadResponse(name, "수가 너무 커요. 다시 봐 주세요.")
    return number


def _finite(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(value)
    return value


def _known(value: Any, count: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        raise IndexError(value)
    return value


def _permutation(values: Any, count: int) -> tuple[int, ...]:
    if len(values) != count or len({_known(v, count) for v in values}) != count:
        raise IndexError(count)
    return tuple(values)


def _shuffled(body: Body) -> Sequence[Any]:
    name = {
        "MC4": "options",
        "SCN": "options",
        "TF": "reasons",
        "SORT": "cards",
        "ORD": "steps",
        "MATCH": "pairs",
        "EXP": "parts",
    }.get(_type(body), "")
    return body.get(name) or ()


def _order_of(body: Body, order: list[int]) -> list[int]:
    count = len(_shuffled(body))
    return order if sorted(order) == list(range(count)) else list(range(count))


def _right(options: Sequence[Body]) -> Body:
    return next(option for option in options if option.get("right"))


def _in_bucket(body: Body, bucket: str) -> list[str]:
    return [card["text"] for card in body["cards"] if card["bucket"] == bucket]


_CLEAN: dict[str, Callable[[Body, Payload, list[int]], Response]] = {
    "MC4": _clean_choice,
    "SCN": _clean_choice,
    "CZ": _clean_text,
    "NUM": _clean_number,
    "NEWS": _clean_news,
    "SPOT": _clean_spot,
    "EST": _clean_number,
    "TF": _clean_reason,
    "SORT": _clean_cards,
    "ORD": _clean_steps,
    "MATCH": _clean_pairs,
    "EXP": _clean_sentence,
    "FAM": _clean_home,
}
_GRADE: dict[str, Callable[[Body, Body], Graded]] = {
    "MC4": _grade_choice,
    "SCN": _grade_choice,
    "CZ": _grade_word,
    "NUM": _grade_number,
    "NEWS": _grade_news,
    "SPOT": _grade_spot,
    "EST": _grade_estimate,
    "TF": _grade_reason,
    "SORT": _grade_cards,
    "ORD": _grade_steps,
    "MATCH": _grade_pairs,
    "EXP": _grade_sentence,
    "FAM": _grade_home,
}
