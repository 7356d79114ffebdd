"""Four wishes for 5,000원, and money for one: choosing it gives up the other three.

Inputs: the wish that is chosen, and what kind of a day it is. A day ranks the wishes by how much the child
wants them (1 is most). The opportunity cost is the best of the wishes given up, whatever was chosen: never
their sum, and never the 5,000원. Ranks are enough for that, so nothing is said about how much more one is
wanted. All four cost the same, so the price decides nothing.
"""

from lessons.labs.base import Lab, Result, Values, choice
from oneco.lib.korean import josa

WISHES = ("팥빙수", "색찰흙", "만화방", "탁구장")
DAYS = ("무더운 날", "비 오는 날", "몸이 근질근질한 날")
# The rank of each wish on each day.
ORDER = ("첫째", "둘째", "셋째", "넷째")
RANKS = ((1, 4, 3, 2), (4, 2, 1, 3), (3, 4, 2, 1))


def run(values: Values) -> Result:
    picked, day = values["pick"], values["day"]
    ranks = RANKS[day]
    lost = min((i for i in range(len(WISHES)) if i != picked), key=lambda i: ranks[i])
    fates = {picked: "골랐어요", lost: "포기했어요 (기회비용)"}
    rows = tuple(
        (wish, ORDER[ranks[i] - 1], fates.get(i, "포기했어요"))
        for i, wish in sorted(enumerate(WISHES), key=lambda each: ranks[each[0]])
    )
    wish, best = WISHES[picked], WISHES[lost]
    sentence = (
        f"5,000원으로 {josa(wish, '을/를')} 고르니 나머지 셋은 포기했어요. {DAYS[day]}에 그 셋 가운데 "
        f"가장 하고 싶던 것은 {josa(best, '이라서/라서')}, {wish}의 기회비용은 {best} 하나예요."
    )
    return Result(("하고 싶은 것 (5,000원씩)", "하고 싶은 차례", "어떻게 됐나"), rows, sentence)


LAB = Lab(
    "choice-board",
    (choice("pick", "5,000원으로 무엇을 고를까요?", *WISHES), choice("day", "오늘은 어떤 날인가요?", *DAYS)),
    run,
)
