"""How many weeks until a thing can be bought: weeks = price ÷ weekly saving, rounded up.

Inputs in won: the price and what is put away each week. Beside the child's pace the table has two more: 500원
more a week, and twice as much. Nothing was saved before, no interest comes, the price stays.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values
from lessons.labs.words import won

MORE = 500


def weeks(price: int, weekly: int) -> int:
    """The week in which the savings reach the price."""
    return -(-price // weekly)


def run(values: Values) -> Result:
    price, weekly = values["price"], values["weekly"]
    paces = (("내 계획", weekly), (f"{MORE}원 더", weekly + MORE), ("두 배로", 2 * weekly))
    needed = [weeks(price, pace) for _name, pace in paces]
    rows = tuple(
        (name, won(pace), f"{n}주", won(n * pace - price))
        for (name, pace), n in zip(paces, needed, strict=True)
    )
    chart = Chart(
        "bars",
        tuple(name for name, _pace in paces),
        (("걸리는 주", tuple(needed)),),
        "주",
        f"걸리는 주의 막대그림이에요. 내 계획 {needed[0]}주, 500원 더 {needed[1]}주, 두 배로 {needed[2]}주",
    )
    return Result(
        ("한 주에", "모으는 돈", "걸리는 주", "사고 남는 돈"), rows, _sentence(price, weekly, needed), chart
    )


def _sentence(price: int, weekly: int, needed: list[int]) -> str:
    start = f"한 주에 {won(weekly)}씩 모으면 {won(price)}이 되기까지 {needed[0]}주 걸려요."
    if needed[1] < needed[0]:
        return f"{start} 500원씩 더 모으면 {needed[0] - needed[1]}주 빨라져요."
    return f"{start} 500원씩 더 모아도 걸리는 주는 같아요."


LAB = Lab(
    "saving-goal",
    (
        Input("price", "갖고 싶은 것의 값", "원", 1_000, 100_000, 1_000, 24_000),
        Input("weekly", "한 주에 모을 돈", "원", 500, 10_000, 500, 2_000),
    ),
    run,
)
