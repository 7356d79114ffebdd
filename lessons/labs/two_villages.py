"""Rice and fish in two villages, each on its own or trading: comparative advantage in hours a child can add.

Inputs: of the twelve hours of a week, how many each village works on rice (the others go to fish), and
whether they trade. A sack of rice takes the field village 3 hours and the sea village 2, a basket of fish 6
and 1; whole ones only, hours that fill none are rest. So the sea village is quicker at both, yet a basket
of fish costs the field village two sacks of rice and the sea village half a sack: the one should lean to
rice, the other to fish. A meal is one sack and one basket. Trading is one for one, between the two costs,
and goes on as long as it brings both nearer to whole meals (one has more rice than fish, the other more
fish than rice); so nobody ever has fewer meals by it. Alone the two reach at most 1 + 4 meals, trading at
most 6. (Ricardo 1817, with our numbers.) Moving costs nothing.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values, choice

WEEK = 12
VILLAGES = ("들마을", "바다마을")
RICE, FISH = (3, 2), (6, 1)  # hours for one
ALONE_AT_MOST = 5
FIELD_NEEDS, SEA_NEEDS = (
    f"쌀 한 자루에 {rice}시간, 생선 한 바구니에 {fish}시간. {WEEK}시간 가운데 남은 시간에는 생선을 잡아요."
    for rice, fish in zip(RICE, FISH, strict=True)
)


def made(village: int, rice_hours: int) -> tuple[int, int]:
    """Sacks of rice and baskets of fish."""
    return rice_hours // RICE[village], (WEEK - rice_hours) // FISH[village]


def traded(a: tuple[int, int], b: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """What both have after the swaps, one sack for one basket, that bring both nearer to whole meals."""
    spare_a, spare_b = a[0] - a[1], b[0] - b[1]
    if spare_a * spare_b >= 0:
        return a, b
    swaps = min(abs(spare_a), abs(spare_b)) // 2 * (1 if spare_a > 0 else -1)
    return (a[0] - swaps, a[1] + swaps), (b[0] + swaps, b[1] - swaps)


def run(values: Values) -> Result:
    own = made(0, values["field"]), made(1, values["sea"])
    end = traded(*own) if values["trade"] else own
    meals = [min(has) for has in end]
    rows = tuple(
        (name, _goods(makes), _goods(has), f"{count}상")
        for name, makes, has, count in zip(VILLAGES, own, end, meals, strict=True)
    )
    chart = Chart(
        "bars",
        VILLAGES,
        (("따로", tuple(min(makes) for makes in own)), ("바꾸면", tuple(min(has) for has in traded(*own)))),
        "상",
        f"밥상 수의 막대그림이에요. 따로 {min(own[0])}상과 {min(own[1])}상, 바꾸면 "
        + "상과 ".join(str(min(has)) for has in traded(*own))
        + "상",
    )
    head = ("마을", "만든 것", "가진 것", "밥상")
    return Result(head, rows, _sentence(own, end, sum(meals), trade=bool(values["trade"])), chart)


Stock = tuple[tuple[int, int], tuple[int, int]]


def _sentence(own: Stock, end: Stock, meals: int, *, trade: bool) -> str:
    note = "쌀 한 자루와 생선 한 바구니가 밥상 하나예요."
    alone = sum(min(makes) for makes in own)
    if not trade:
        return f"{note} 저마다 만든 것만 먹으니 두 마을이 합쳐 {meals}상이에요."
    swaps = abs(end[0][0] - own[0][0])
    if not swaps:
        return f"{note} 바꿔서 밥상을 늘릴 것이 없었어요. 두 마을이 합쳐 {meals}상이에요."
    more = f"바꾸기 전보다 {meals - alone}상 많아요."
    if meals > ALONE_AT_MOST:
        more = f"따로 살 때는 시간을 어떻게 나누어도 {ALONE_AT_MOST}상까지예요."
    return f"{note} 쌀 {swaps}자루와 생선 {swaps}바구니를 맞바꾸니 두 마을이 합쳐 {meals}상이에요. {more}"


def _goods(has: tuple[int, int]) -> str:
    return f"쌀 {has[0]} · 생선 {has[1]}"


LAB = Lab(
    "two-villages",
    (
        Input("field", "들마을이 쌀에 쓰는 시간", "시간", 0, WEEK, 3, 6, hint=FIELD_NEEDS),
        Input("sea", "바다마을이 쌀에 쓰는 시간", "시간", 0, WEEK, 2, 8, hint=SEA_NEEDS),
        choice("trade", "두 마을은", "따로 살아요", "쌀과 생선을 하나씩 바꿔요"),
    ),
    run,
)
