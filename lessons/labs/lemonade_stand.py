"""A day at a lemonade stand: 이윤 = 매출 − 비용.

Inputs: price in won, cups made, weather. Customers = D − price ÷ 50, with D 90 on a hot, 60 on an ordinary,
30 on a rainy day, never below none (an invented straight line). Sold = the smaller of cups and customers.
Costs:
5,000원 for the place, and 300원 for every cup made, sold or not. What is left over is thrown away. The
child's own work is not counted as a cost, so this is the profit a shopkeeper writes down. Below zero it is
a loss.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values, choice
from lessons.labs.words import won

WEATHERS = ("보통 날", "더운 날", "비 오는 날")
WANTED_FOR_NOTHING = (60, 90, 30)
PLACE, CUP = 5_000, 300
COSTS = f"한 잔 만드는 데 {CUP}원, 자리 빌리는 데 {PLACE:,}원이 들어요."


def sold(price: int, cups: int, weather: int) -> int:
    return min(cups, max(0, WANTED_FOR_NOTHING[weather] - -(-price // 50)))


def run(values: Values) -> Result:
    price, cups, weather = values["price"], values["cups"], values["weather"]
    count = sold(price, cups, weather)
    sales, cost = price * count, PLACE + CUP * cups
    profit = sales - cost
    rows = (
        ("만든 잔", f"{cups}잔"),
        ("팔린 잔", f"{count}잔"),
        ("남은 잔", f"{cups - count}잔"),
        ("매출", won(sales)),
        ("비용", won(cost)),
        ("이윤 (매출 − 비용)", won(profit)),
    )
    chart = Chart(
        "bars",
        ("매출", "비용", "이윤"),
        (("원", (sales, cost, profit)),),
        "원",
        f"매출 {won(sales)}, 비용 {won(cost)}, 이윤 {won(profit)}의 막대그림이에요",
    )
    head = (WEATHERS[weather], f"한 잔 {won(price)}")
    return Result(head, rows, _sentence(sales, cost, cups - count), chart)


def _sentence(sales: int, cost: int, left: int) -> str:
    start = f"들어온 돈(매출)이 {won(sales)}, 나간 돈(비용)이 {won(cost)}이라"
    end = f" 남은 {left}잔에도 재료비가 들었어요." if left else " 만든 것이 다 팔렸어요."
    if sales > cost:
        return f"{start} 이윤은 {won(sales - cost)}이에요.{end}"
    if sales < cost:
        return f"{start} {won(cost - sales)} 손해예요.{end}"
    return f"{start} 이윤도 손해도 없어요.{end}"


LAB = Lab(
    "lemonade-stand",
    (
        Input("price", "한 잔 값", "원", 500, 3_000, 100, 1_000),
        Input("cups", "만들 잔 수", "잔", 10, 100, 10, 40, hint=COSTS),
        choice("weather", "날씨", *WEATHERS),
    ),
    run,
)
