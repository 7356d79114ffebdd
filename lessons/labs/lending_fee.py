"""Money lent for a fee ("수고비"): what is owed, and what the fee is by the year.

Inputs: won borrowed, days until it is due, the fee in won for that time, how often paying is put off.
Putting off buys the same days again for the same fee; fees earn no further fee.
Owed = amount + fee × (1 + times).
By the year: fee ÷ amount × 365 ÷ days × 100 %, simple and not compounded, rounded to a whole %; it is the
same however often it is put off. Real lenders of this kind ask for more on being late, so this is the mild
case. The legal limit of interest is not named, for it changes.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values
from lessons.labs.words import won
from lessons.numbers import number_text

MOST_TIMES = 5


def yearly(amount: int, days: int, fee: int) -> int:
    """The fee as a yearly rate in whole %, half rounded up."""
    return (2 * fee * 36_500 + amount * days) // (2 * amount * days)


def run(values: Values) -> Result:
    amount, days, fee, times = (values[key] for key in ("amount", "days", "fee", "times"))
    fees = fee * (1 + times)
    rate = number_text(yearly(amount, days, fee), "%")
    rows = (
        ("빌린 돈", won(amount)),
        ("수고비 모두", won(fees)),
        ("갚을 돈", won(amount + fees)),
        ("갚는 날까지", f"{days * (1 + times)}일"),
        ("수고비를 1년으로 치면", f"빌린 돈의 약 {rate}"),
    )
    owed = tuple(amount + fee * (1 + n) for n in range(MOST_TIMES + 1))
    chart = Chart(
        "bars",
        tuple(f"{n}번" for n in range(MOST_TIMES + 1)),
        (("갚을 돈", owed),),
        "원",
        f"미룰 때마다 갚을 돈이 {won(fee)}씩 커지는 막대그림이에요. "
        + ", ".join(f"{n}번 미루면 {won(sum_)}" for n, sum_ in enumerate(owed)),
        x_title="미룬 횟수",
        y_title="갚을 돈",
    )
    start = f"{won(amount)}을 {days}일 빌렸는데" + (f" 갚기를 {times}번 미뤄서" if times else "")
    sentence = (
        f"{start} {won(amount + fees)}을 갚아야 해요. 수고비도 이자예요. {days}일에 {won(fee)}이니, "
        f"1년 동안 이렇게 내면 빌린 돈의 약 {rate}예요."
    )
    return Result(("셈", "얼마"), rows, sentence, chart)


LAB = Lab(
    "lending-fee",
    (
        Input("amount", "빌리는 돈", "원", 1_000, 50_000, 1_000, 10_000),
        Input("days", "갚기로 한 날까지", "일", 1, 30, 1, 7),
        Input("fee", "수고비", "원", 100, 10_000, 100, 1_000),
        Input("times", "갚기를 미룬 횟수", "번", 0, MOST_TIMES, 1, 0),
    ),
    run,
)
