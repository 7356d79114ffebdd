"""The same won on three days: how much foreign money they buy.

Inputs: won, the day, dollars or yen. Invented rates, named by "첫째 날" and so on so that they are no
promise about any day: won for 1 dollar 1,250 / 1,300 / 1,350, won for 100 yen 950 / 900 / 920. Only whole
dollars and whole hundreds of yen are bought; what is too little for one more comes back in won, so that
foreign × rate + change = the won given. The bank's fee is left out.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values, choice
from lessons.labs.words import won
from lessons.numbers import number_text
from oneco.lib.korean import josa

DAYS = ("첫째 날", "둘째 날", "셋째 날")
MONEY = (("달러", 1), ("엔", 100))  # the name and how many make the quoted unit
RATES = ((1_250, 1_300, 1_350), (950, 900, 920))


def run(values: Values) -> Result:
    amount, day, money = values["amount"], values["day"], values["money"]
    unit, lot = MONEY[money]
    rates = RATES[money]
    bought = [amount // rate * lot for rate in rates]
    rows = tuple(
        (f"{name} ←" if i == day else name, won(rate), number_text(bought[i], unit), won(amount % rate))
        for i, (name, rate) in enumerate(zip(DAYS, rates, strict=True))
    )
    chart = Chart(
        "bars",
        DAYS,
        ((f"받는 {unit}", tuple(bought)),),
        unit,
        f"{won(amount)}으로 받는 돈의 막대그림이에요. "
        + ", ".join(f"{name} {number_text(b, unit)}" for name, b in zip(DAYS, bought, strict=True)),
    )
    sentence = (
        f"{DAYS[day]}에는 {lot}{unit}에 {won(rates[day])}이라, {won(amount)}으로 "
        f"{josa(number_text(bought[day], unit), '을/를')} 받고 {_change(amount % rates[day])} "
        + _compared(rates, day, f"{lot}{unit}")
    )
    return Result(("날", f"{lot}{unit} 값", "받는 돈", "남는 원"), rows, sentence, chart)


def _change(left: int) -> str:
    return f"{won(left)}이 남아요." if left else "남는 돈은 없어요."


def _compared(rates: tuple[int, ...], day: int, quoted: str) -> str:
    best = rates.index(min(rates))
    if day == best:
        return f"세 날 가운데 {quoted} 값이 가장 쌀 때라 가장 많이 받아요."
    return f"{quoted} 값이 가장 싼 {DAYS[best]}이라면 더 많이 받아요."


LAB = Lab(
    "currency-trip",
    (
        Input("amount", "바꿀 돈", "원", 50_000, 300_000, 10_000, 100_000),
        choice("day", "언제 바꿀까요?", *DAYS),
        choice("money", "무엇으로 바꿀까요?", "미국 달러", "일본 엔"),
    ),
    run,
)
