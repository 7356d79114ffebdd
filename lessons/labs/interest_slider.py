"""What a deposit earns: interest on the first sum only (단리) beside interest on interest too (복리).

Inputs: principal in won, yearly rate in %, whole years. A year's interest is the sum × rate ÷ 100, rounded
down to a won at each year's end. Simple: years × principal × rate. Compound: each year's interest joins the
sum, so that without rounding it is principal × (1 + rate)^years. Before tax, the rate never changes,
nothing is taken out.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values
from lessons.labs.words import won


def simple(principal: int, rate: int, years: int) -> list[int]:
    """Interest so far in won, from year 0 on."""
    return [principal * rate // 100 * year for year in range(years + 1)]


def compound(principal: int, rate: int, years: int) -> list[int]:
    """Interest so far in won, from year 0 on, when interest earns interest."""
    so_far = [0]
    for _year in range(years):
        so_far.append(so_far[-1] + (principal + so_far[-1]) * rate // 100)
    return so_far


def run(values: Values) -> Result:
    principal, rate, years = values["principal"], values["rate"], values["years"]
    a, b = simple(principal, rate, years), compound(principal, rate, years)
    rows = (
        ("처음 넣은 돈", won(principal), won(principal)),
        ("첫해 이자", won(a[1]), won(b[1])),
        ("마지막 해 이자", won(a[-1] - a[-2]), won(b[-1] - b[-2])),
        ("이자 모두", won(a[-1]), won(b[-1])),
        ("돌려받는 돈", won(principal + a[-1]), won(principal + b[-1])),
    )
    chart = Chart(
        "lines",
        (),
        (("단리", tuple(a)), ("복리", tuple(b))),
        "원",
        f"해마다 쌓이는 이자의 꺾은선이에요. {years}년 뒤 단리 {won(a[-1])}, 복리 {won(b[-1])}",
        xs=tuple(range(years + 1)),
        x_title="맡긴 해(년)",
        y_title="이자",
    )
    head = ("견주어 보면", "처음 돈에만 (단리)", "이자에도 (복리)")
    return Result(head, rows, _sentence(values, a[-1], b[-1]), chart)


def _sentence(values: Values, a: int, b: int) -> str:
    start = (
        f"{won(values['principal'])}을 한 해 {values['rate']}%로 {values['years']}년 맡기면 "
        f"처음 돈에만 붙는 이자는 {won(a)}이에요."
    )
    if b > a:
        return f"{start} 이자에도 이자가 붙으면 {won(b)}, {won(b - a)} 더 많아요. 세금은 빼지 않았어요."
    return f"{start} 이자에도 이자가 붙어도 아직은 같아요. 세금은 빼지 않았어요."


LAB = Lab(
    "interest-slider",
    (
        Input("principal", "처음 넣는 돈(원금)", "원", 10_000, 1_000_000, 10_000, 100_000),
        Input("rate", "한 해 이자율", "%", 1, 10, 1, 3),
        Input("years", "맡기는 해", "년", 1, 20, 1, 5),
    ),
    run,
)
