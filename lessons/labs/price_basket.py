"""The same basket in two years: how many baskets an allowance buys.

Inputs in won: the allowance then, and how much more it is this year. Four things, each once, at invented
prices: three rose and one fell, the basket went from 2,000원 to 2,400원, which is 20 % more. The price
level is about the basket and not about one thing in it. Baskets are whole. The same amounts both years, as
in a fixed-weight index.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values
from lessons.labs.words import won

THINGS = (("우유", 800, 1_000), ("연필", 300, 400), ("젤리", 400, 600), ("지우개", 500, 400))
THEN, NOW = sum(t[1] for t in THINGS), sum(t[2] for t in THINGS)
RISE = (NOW - THEN) * 100 // THEN  # %


def run(values: Values) -> Result:
    before, after = values["allowance"], values["allowance"] + values["more"]
    baskets = before // THEN, after // NOW
    rows = (
        *((name, won(then), won(now)) for name, then, now in THINGS),
        ("바구니 값", won(THEN), won(NOW)),
        ("내 용돈", won(before), won(after)),
        ("살 수 있는 바구니", f"{baskets[0]}개", f"{baskets[1]}개"),
    )
    chart = Chart(
        "bars",
        ("그때", "올해"),
        (("살 수 있는 바구니", baskets),),
        "개",
        f"용돈으로 살 수 있는 바구니의 막대그림이에요. 그때 {baskets[0]}개, 올해 {baskets[1]}개",
    )
    head = ("똑같은 바구니", "그때", "올해")
    return Result(head, rows, _sentence(before, after, *baskets), chart)


def _sentence(before: int, after: int, then: int, now: int) -> str:
    money = f"용돈이 {won(before)} 그대로면" if after == before else f"용돈이 {won(after)}으로 올라도"
    start = f"지우개는 싸졌지만 바구니 값은 {RISE}% 올랐어요."
    if now < then:
        return f"{start} {money} 바구니를 {then}개에서 {now}개로 줄여야 해요."
    if now == then:
        return f"{start} {money} 살 수 있는 바구니는 {then}개로 같아요."
    return f"{start} 용돈은 그보다 더 올라 {won(after)}이니 바구니를 {then}개에서 {now}개로 늘릴 수 있어요."


LAB = Lab(
    "price-basket",
    (
        Input("allowance", "그때 받던 용돈", "원", 10_000, 50_000, 1_000, 12_000),
        Input("more", "올해 더 받는 용돈", "원", 0, 20_000, 500, 0),
    ),
    run,
)
