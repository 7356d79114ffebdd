"""A street of snack shops: how many of 120 passers-by come to mine.

Inputs: the number of shops with mine, and my price in won. Every other shop asks 1,500원 and does not
answer to my price. Each shop pulls with a weight of 3,000 − its price, buying nothing pulls with 1,500, and
the people share themselves out by weight (the simplest rule of choice in which more shops and a higher
price each cost me customers: Luce 1959). Shops count whole people, rounded down; the rest buy nothing.
Nothing is said of costs, so more customers is not yet more profit.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values
from lessons.labs.words import won

PEOPLE = 120
THEIR_PRICE = 1_500
NO_PULL = 3_000
NOTHING = 1_500


def customers(shops: int, price: int) -> tuple[int, int]:
    """Whole people in my shop, and in each of the others."""
    mine, theirs = NO_PULL - price, NO_PULL - THEIR_PRICE
    pull = mine + theirs * (shops - 1) + NOTHING
    return PEOPLE * mine // pull, PEOPLE * theirs // pull if shops > 1 else 0


def run(values: Values) -> Result:
    shops, price = values["shops"], values["price"]
    mine, theirs = customers(shops, price)
    others = theirs * (shops - 1)
    rows = (
        ("내 가게 손님", f"{mine}명"),
        ("다른 가게 하나의 손님", f"{theirs}명" if shops > 1 else "다른 가게 없음"),
        ("사지 않은 사람", f"{PEOPLE - mine - others}명"),
        ("내 가게에 들어온 돈", won(mine * price)),
    )
    counts = tuple(range(1, 7))
    by_shops = tuple(customers(n, price)[0] for n in counts)
    chart = Chart(
        "bars",
        tuple(f"{n}곳" for n in counts),
        (("내 가게 손님", by_shops),),
        "명",
        f"내 값이 {won(price)}일 때 가게 수에 따른 내 손님의 막대그림이에요. "
        + ", ".join(f"{n}곳 {count}명" for n, count in zip(counts, by_shops, strict=True)),
        x_title="거리의 가게 수",
        y_title="내 가게 손님",
    )
    head = (f"길 가는 {PEOPLE}명 가운데", f"가게 {shops}곳, 내 값 {won(price)}")
    return Result(head, rows, _sentence(shops, price, mine), chart)


def _sentence(shops: int, price: int, mine: int) -> str:
    if shops == 1:
        return (
            f"거리에 가게가 나 하나예요. {won(price)}을 받으면 {mine}명이 와요. "
            "안 사는 것 말고는 갈 데가 없으니, 가게가 여럿일 때보다 값을 올려도 덜 떠나요."
        )
    start = f"가게가 {shops}곳이고 내 값이 {won(price)}이면 내 손님은 {mine}명이에요."
    if price > THEIR_PRICE:
        return f"{start} 다른 가게는 1,500원이라 손님이 그쪽으로 더 가요."
    if price < THEIR_PRICE:
        return f"{start} 다른 가게의 1,500원보다 싸서 손님이 내 쪽으로 더 와요."
    return f"{start} 다른 가게도 1,500원이라 손님을 똑같이 나눠요."


LAB = Lab(
    "snack-street",
    (
        Input("shops", "거리의 가게 수(내 가게까지)", "곳", 1, 6, 1, 2),
        Input("price", "내 핫도그 값", "원", 500, 2_500, 100, 1_500, hint="다른 가게는 모두 1,500원이에요."),
    ),
    run,
)
