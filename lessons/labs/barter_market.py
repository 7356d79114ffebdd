"""Five people, five things, five wishes: who gets what with and without money.

Inputs: the market day (who wants what) and whether there is money. Without money two people trade only where
each wants exactly the other's thing (the double coincidence of wants); trading on through a third person is
left out. With money everybody sells to whoever wants the thing and buys the one wanted: all things have the
same price, and each wish is another's thing, so everybody gets what they want. Things are neither made nor
lost; only their owners change.
"""

from lessons.labs.base import Lab, Result, Values, choice
from oneco.lib.korean import josa

PEOPLE = ("가온", "나래", "다솔", "라희", "마루")
THINGS = ("쌀", "생선", "신발", "달걀", "꿀")
# Whose thing each person wants: a pair and a ring of three; a ring of five; another pair and ring.
WANTS = ((1, 0, 3, 4, 2), (2, 0, 4, 1, 3), (3, 2, 4, 0, 1))


def run(values: Values) -> Result:
    wants = WANTS[values["day"]]
    money = values["money"] == 1
    got = [money or wants[wants[i]] == i for i in range(len(PEOPLE))]
    rows = tuple(
        (
            person,
            THINGS[i],
            THINGS[wants[i]],
            THINGS[wants[i] if got[i] else i],
            "얻음" if got[i] else "못 얻음",
        )
        for i, person in enumerate(PEOPLE)
    )
    head = ("사람", "가져온 것", "바라는 것", "끝난 뒤", "어떻게 됐나")
    return Result(head, rows, _sentence(wants, sum(got), money=money))


def _sentence(wants: tuple[int, ...], happy: int, *, money: bool) -> str:
    if money:
        return (
            "돈을 켜니 다섯 사람이 모두 바라던 것을 얻었어요. 내 물건을 바라는 사람에게 팔고, 그 돈으로 "
            "다른 사람에게서 샀거든요. 물건은 그대로 다섯 가지예요."
        )
    if not happy:
        return (
            "돈이 없으니 아무도 바꾸지 못했어요. 서로의 물건을 바라는 짝이 하나도 없었거든요. "
            "저마다 가져온 것을 도로 들고 있어요."
        )
    a = next(i for i in range(len(wants)) if wants[wants[i]] == i)
    pair = f"{josa(PEOPLE[a], '과/와')} {PEOPLE[wants[a]]}"
    return (
        f"돈이 없으니 다섯 사람 가운데 두 사람만 바라던 것을 얻었어요. 서로의 물건을 바라는 짝이 "
        f"{pair}뿐이었거든요. 나머지 세 사람은 가져온 것을 도로 들고 있어요."
    )


LAB = Lab(
    "barter-market",
    (
        choice("day", "장이 서는 날", "첫째 장날", "둘째 장날", "셋째 장날"),
        choice("money", "돈", "꺼요 (물건끼리 바로 맞바꿔요)", "켜요 (사고팔아요)"),
    ),
    run,
)
