"""One price, two wishes: how many bowls people want to buy, how many the cook wants to sell.

Inputs: the price and the cost of a bowl's ingredients in won, and the weather. Two straight lines, invented
so that they cross inside the ruler (bowls a day):
wanted = D − price ÷ 50, with D 140 on a chilly, 120 on an ordinary, 100 on a hot day;
offered = (price − ingredients) ÷ 50, none below the cost of the ingredients.
Weather moves the first line and leaves the second alone; the ingredients do the reverse. Bowls change hands
only where both sides want it: the smaller of the two. The price does not move by itself; the sentence says
where it is pushed. The drawing has the price lying down, as the child moves it, not standing as in
textbooks.
"""

from lessons.labs.base import Chart, Input, Lab, Mark, Result, Values, choice
from lessons.labs.words import won

WEATHERS = ("보통 날", "쌀쌀한 날", "무더운 날")
WANTED_FOR_NOTHING = (120, 140, 100)
SLOPE = 50
LOW, HIGH = 1_500, 5_000


def wanted(price: int, weather: int) -> int:
    """Bowls people want to buy."""
    return WANTED_FOR_NOTHING[weather] - -(-price // SLOPE)


def offered(price: int, cost: int) -> int:
    """Bowls the cook wants to sell."""
    return max(0, (price - cost) // SLOPE)


def run(values: Values) -> Result:
    price, cost, weather = values["price"], values["cost"], values["weather"]
    buy, sell = wanted(price, weather), offered(price, cost)
    rows = (
        ("사려는 그릇", _bowls(buy)),
        ("팔려는 그릇", _bowls(sell)),
        ("정말 팔리는 그릇", _bowls(min(buy, sell))),
        ("못 산 그릇", _bowls(max(0, buy - sell))),
        ("못 판 그릇", _bowls(max(0, sell - buy))),
    )
    head = ("한 그릇 값", won(price))
    return Result(head, rows, _sentence(price, buy, sell), _chart(price, cost, weather))


def _sentence(price: int, buy: int, sell: int) -> str:
    start = f"한 그릇에 {won(price)}이면 {buy}그릇을 사려 하고 {sell}그릇을 팔려 해요."
    if buy > sell:
        return f"{start} {buy - sell}그릇이 모자라니 값이 오르기 쉬워요."
    if sell > buy:
        return f"{start} {sell - buy}그릇이 남으니 값이 내리기 쉬워요."
    return f"{start} 두 수가 같으니 값이 움직일 까닭이 없어요."


def _chart(price: int, cost: int, weather: int) -> Chart:
    xs = tuple(range(LOW, HIGH + 1, 500))
    buy, sell = wanted(price, weather), offered(price, cost)
    marks = (Mark(price, buy, str(buy)), Mark(price, sell, str(sell)))
    return Chart(
        "lines",
        (),
        (
            ("사려는", tuple(wanted(x, weather) for x in xs)),
            ("팔려는", tuple(offered(x, cost) for x in xs)),
        ),
        "그릇",
        f"값이 오르면 사려는 그릇은 줄고 팔려는 그릇은 느는 두 선이에요. "
        f"지금 값에서 사려는 {buy}그릇, 팔려는 {sell}그릇",
        xs=xs,
        x_title="한 그릇 값(원)",
        marks=marks[:1] if buy == sell else marks,
    )


def _bowls(count: int) -> str:
    return f"{count}그릇"


LAB = Lab(
    "tteokbokki-market",
    (
        Input("price", "떡볶이 한 그릇 값", "원", LOW, HIGH, 500, 3_000),
        Input("cost", "한 그릇 재료비", "원", 500, 1_500, 250, 1_000),
        choice("weather", "날씨", *WEATHERS),
    ),
    run,
)
