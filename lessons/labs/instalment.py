"""A savings plan by instalments (적금): each payment earns interest only for the months it stays.

Inputs: won a month, number of months, yearly rate in %. The payment of month k of n stays n − k + 1 months,
so the last one stays one month. Its interest is monthly × rate ÷ 100 ÷ 12 × months held, simple, as Korean
banks reckon 정액적립식 적금; together monthly × rate ÷ 100 ÷ 12 × n(n+1)/2. Before tax. The whole is
rounded down to a won once; the rows share it so that they add up to it exactly (each within a won of its
own formula).
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values
from lessons.labs.words import won

_PER_MONTH = 100 * 12


def interests(monthly: int, months: int, rate: int) -> list[int]:
    """The interest of each payment in won, the first payment first."""
    parts = [monthly * rate * held for held in range(months, 0, -1)]
    earned = [part // _PER_MONTH for part in parts]
    missing = sum(parts) // _PER_MONTH - sum(earned)
    for k in sorted(range(months), key=lambda k: -(parts[k] % _PER_MONTH))[:missing]:
        earned[k] += 1
    return earned


def run(values: Values) -> Result:
    monthly, months, rate = values["monthly"], values["months"], values["rate"]
    earned = interests(monthly, months, rate)
    paid, interest = monthly * months, sum(earned)
    held = list(range(months, 0, -1))
    rows = tuple(
        (f"{k}번째", won(monthly), f"{stays}달", won(each))
        for k, (stays, each) in enumerate(zip(held, earned, strict=True), start=1)
    )
    chart = Chart(
        "bars",
        tuple(str(k) for k in range(1, months + 1)),
        (("은행에 있는 달", tuple(held)),),
        "달",
        f"돈이 은행에 있는 달의 막대그림이에요. 첫 번째 돈 {months}달부터 한 달씩 줄어 마지막 돈은 1달이에요",
        x_title="몇 번째 낸 돈",
        y_title="은행에 있는 달",
    )
    sentence = (
        f"{won(monthly)}씩 {months}번, 모두 {won(paid)}을 넣어 이자 {won(interest)}을 받아요. 첫 번째 돈은 "
        f"{months}달, 마지막 돈은 1달만 은행에 있어서 이자가 저마다 달라요. 세금은 빼지 않았어요."
    )
    head = ("낸 돈", "얼마", "있는 달", "이자")
    return Result(head, (*rows, ("모두", won(paid), "–", won(interest))), sentence, chart)


LAB = Lab(
    "instalment",
    (
        Input("monthly", "한 달에 넣는 돈", "원", 5_000, 100_000, 5_000, 20_000),
        Input("months", "넣는 달 수", "달", 2, 12, 1, 6),
        Input("rate", "한 해 이자율", "%", 1, 10, 1, 4),
    ),
    run,
)
