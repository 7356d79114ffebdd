"""A month's 40,000원 in four places, and an event nobody planned.

Inputs: won for snacks, school things and saving, and the number of the event card. What is not given to one
of the three is the emergency money, so the four places always hold 40,000원 together; a plan of more than
that is not run, only told so. A card is paid from the emergency money first, then from snacks, saving and
school things, in this order: our rule, so that the same plan always ends the same.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values
from lessons.labs.words import won

MONEY = 40_000
PLACES = ("간식", "학용품", "저축", "비상금")
CARDS = (("친구 생일 선물", 6_000), ("망가진 실내화 새로 사기", 12_000), ("잃어버린 교통카드 값", 4_000))
PAYING = (3, 0, 2, 1)
HEAD = ("어디에", "계획", "카드 뒤", "달라진 만큼")


def run(values: Values) -> Result:
    plan = [values["snack"], values["school"], values["saving"]]
    spare = MONEY - sum(plan)
    if spare < 0:
        return _too_much(plan, -spare)
    plan.append(spare)
    what, cost = CARDS[values["card"] - 1]
    left = _paid(plan, cost)
    moved = [(place, a - b) for place, a, b in zip(PLACES, plan, left, strict=True) if a != b]
    rows = tuple(
        (place, won(a), won(b), won(b - a) if a != b else "그대로")
        for place, a, b in zip(PLACES, plan, left, strict=True)
    )
    chart = Chart(
        "bars",
        PLACES,
        (("계획", tuple(plan)), ("카드 뒤", tuple(left))),
        "원",
        "네 곳에 나눈 돈의 막대그림이에요. "
        + ", ".join(f"{p} {won(a)}에서 {won(b)}" for p, a, b in zip(PLACES, plan, left, strict=True)),
    )
    return Result(HEAD, rows, _sentence(f"‘{what}’, {won(cost)}", moved, cost), chart)


def _paid(plan: list[int], cost: int) -> list[int]:
    left = list(plan)
    for place in PAYING:
        taken = min(left[place], cost)
        left[place] -= taken
        cost -= taken
    return left


def _sentence(card: str, moved: list[tuple[str, int]], cost: int) -> str:
    start = f"사건 카드는 {card}이에요."
    if moved == [("비상금", cost)]:
        return f"{start} 비상금으로 다 낼 수 있어서 다른 계획은 그대로예요."
    from_elsewhere = ", ".join(f"{place}에서 {won(sum_)}" for place, sum_ in moved if place != "비상금")
    if any(place == "비상금" for place, _sum in moved):
        return f"{start} 비상금을 다 쓰고도 모자라 {from_elsewhere}을 더 꺼냈어요. 그만큼 계획이 달라졌어요."
    return f"{start} 비상금이 없어서 {from_elsewhere}을 꺼냈어요. 그만큼 계획이 달라졌어요."


def _too_much(plan: list[int], over: int) -> Result:
    amounts = [won(sum_) for sum_ in plan] + ["없음"]
    rows = tuple((place, amount, "–", "–") for place, amount in zip(PLACES, amounts, strict=True))
    sentence = (
        f"적은 것을 더하면 {won(MONEY + over)}이에요. {won(MONEY)}보다 {won(over)} 많아서 이 "
        "계획으로는 한 달을 시작할 수 없어요. 어디를 줄일까요?"
    )
    return Result(HEAD, rows, sentence)


LAB = Lab(
    "allowance-month",
    (
        Input("snack", "간식", "원", 0, MONEY, 1_000, 16_000),
        Input("school", "학용품", "원", 0, MONEY, 1_000, 10_000),
        Input("saving", "저축", "원", 0, MONEY, 1_000, 10_000),
        Input("card", "이번 달 사건 카드", "번", 1, 3, 1, 1),
    ),
    run,
)
