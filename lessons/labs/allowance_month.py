"""A month's 40,000원 in four places, and an event nobody planned.

Inputs: won for snacks, school things and saving, and the number of the event card. What is not given to one
of the three is the emergency money, so the four places always hold 40,000원 together; a plan of more than
that is not run, only told so. A card is paid from its own place first (school things or
emergencies), then from emergencies, snacks, saving and school things, in this order: our rule, so that the
same plan always ends the same.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values
from lessons.labs.words import won

MONEY = 40_000
PLACES = ("간식", "학용품", "저축", "비상금")
SCHOOL, SPARE = 1, 3
# What happens, what it costs, whose place pays first.
CARDS = (
    ("친구 생일 선물", 6_000, SPARE),
    ("다 쓴 물감과 붓 사기", 12_000, SCHOOL),
    ("잃어버린 교통카드 값", 4_000, SPARE),
)
PAYING = (SPARE, 0, 2, SCHOOL)
REST = f"{MONEY:,}원에서 세 칸에 나누고 남는 돈은 비상금 칸에 담겨요."
HEAD = ("칸", "계획", "카드 뒤", "달라진 만큼")


def run(values: Values) -> Result:
    plan = [values["snack"], values["school"], values["saving"]]
    spare = MONEY - sum(plan)
    if spare < 0:
        return _too_much(plan, -spare)
    plan.append(spare)
    what, cost, home = CARDS[values["card"] - 1]
    left = _paid(plan, cost, home)
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
        "네 칸에 나눈 돈의 막대그림이에요. "
        + ", ".join(f"{p} {won(a)}에서 {won(b)}" for p, a, b in zip(PLACES, plan, left, strict=True)),
    )
    return Result(HEAD, rows, _sentence(f"‘{what}’, {won(cost)}", moved, PLACES[home]), chart)


def _paid(plan: list[int], cost: int, home: int) -> list[int]:
    left = list(plan)
    for place in (home, *PAYING):
        taken = min(left[place], cost)
        left[place] -= taken
        cost -= taken
    return left


def _sentence(card: str, moved: list[tuple[str, int]], home: str) -> str:
    start = f"사건 카드는 {card}이에요."
    if [place for place, _amount in moved] == [home]:
        return f"{start} {home} 칸의 돈으로 다 낼 수 있어서 다른 칸은 그대로예요."
    elsewhere = ", ".join(f"{place} {won(amount)}" for place, amount in moved if place != home)
    short = "칸만으로는 모자라서" if home in dict(moved) else "칸이 비어 있어서"
    return f"{start} {home} {short} 다른 칸에서 꺼냈어요({elsewhere}). 그만큼 계획을 다시 짜야 해요."


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
        Input("saving", "저축", "원", 0, MONEY, 1_000, 10_000, hint=REST),
        Input("card", "이번 달 사건 카드", "번", 1, 3, 1, 1),
    ),
    run,
)
