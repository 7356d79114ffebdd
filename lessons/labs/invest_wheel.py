"""Three wheels with the same average and different swings: the worst, the average and the best ending.

Inputs: the wheel, won put in, years. Every year a wheel lands on one of two halves, either as likely:
잔잔한 +6 % or +2 %, 출렁이는 +14 % or −6 %, 크게 출렁이는 +34 % or −26 %. The mean of each is exactly +4 %
a year, so the mean over all 2^years roads is principal × 1.04^years for all three, however they swing; the
worst and the best road are the same half every year. Nothing is drawn at run time: all roads are told at
once. In the world a wilder ride usually promises a higher mean; here it does not, so that only the swing
differs. Rounded down to a won; no fees, no tax. Nothing here is a real product.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values, choice
from lessons.labs.words import won

WHEELS = (("잔잔한", 102, 106), ("출렁이는", 94, 114), ("크게 출렁이는", 74, 134))


def endings(amount: int, years: int, low: int, high: int) -> tuple[int, int, int]:
    """The worst, the mean and the best ending in won; `low` and `high` are % of last year's sum."""
    mean = low + high  # in half percents
    return (
        amount * low**years // 100**years,
        amount * mean**years // 200**years,
        amount * high**years // 100**years,
    )


def run(values: Values) -> Result:
    amount, years = values["amount"], values["years"]
    ends = [endings(amount, years, low, high) for _name, low, high in WHEELS]
    names = tuple(name for name, _low, _high in WHEELS)
    rows = tuple(
        (f"{name} ({_half(low)}, {_half(high)})", *(won(sum_) for sum_ in each))
        for (name, low, high), each in zip(WHEELS, ends, strict=True)
    )
    chart = Chart(
        "bars",
        names,
        tuple(
            (title, tuple(each[i] for each in ends))
            for i, title in enumerate(("가장 나쁠 때", "평균", "가장 좋을 때"))
        ),
        "원",
        "돌림판마다 가장 나쁠 때, 평균, 가장 좋을 때의 막대그림이에요. "
        "평균은 셋이 같고, 많이 출렁일수록 나쁠 때와 좋을 때가 멀어져요",
    )
    name, (worst, mean, best) = names[values["wheel"]], ends[values["wheel"]]
    sentence = (
        f"{name} 판에 {won(amount)}을 넣고 {years}번 돌리면 가장 나쁠 때 {won(worst)}, "
        f"가장 좋을 때 {won(best)}이에요. 아주 여러 번 해 본 평균은 세 판 모두 {won(mean)}이에요."
    )
    return Result(("돌림판", "가장 나쁠 때", "평균", "가장 좋을 때"), rows, sentence, chart)


def _half(percent: int) -> str:
    return f"{'+' if percent > 100 else '−'}{abs(percent - 100)}%"


LAB = Lab(
    "invest-wheel",
    (
        choice("wheel", "어느 판을 돌릴까요?", *(f"{name} 판" for name, _low, _high in WHEELS)),
        Input("amount", "넣는 돈", "원", 10_000, 200_000, 10_000, 100_000),
        Input("years", "두는 해", "년", 1, 5, 1, 2, hint="한 해에 한 번씩 돌려요."),
    ),
    run,
)
