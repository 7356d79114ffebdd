"""Four people make paper boxes, each alone or in four steps: pieces in every hour.

Inputs: minutes lost at each handing over, hours of work. Alone, a person does all four steps and changes
tools: 20 minutes a box, so 4 × 3 = 12 boxes an hour, every hour. In steps, everybody keeps to one step of
3 minutes (no tools to change) and then hands on; boredom adds half a minute with every further hour. The
line gives one box per 3 + handing over + boredom minutes, whole boxes each hour (a line already running).
Invented numbers in which dividing the work usually, but not always, gives more: with slow handing over it
loses.
"""

from lessons.labs.base import Chart, Input, Lab, Result, Values

ALONE = 12
STEP, BORED = 180, 30  # seconds
HOUR = 3_600
HANDING = "각자 만들면 건네지 않아요. 대신 도구를 자꾸 바꿔야 해요."


def in_steps(handing: int, hour: int) -> int:
    """Boxes in the `hour`-th hour (from 1), with `handing` minutes lost at each handing over."""
    return HOUR // (STEP + 60 * handing + BORED * (hour - 1))


def run(values: Values) -> Result:
    handing, hours = values["handing"], values["hours"]
    numbers = range(1, hours + 1)
    alone, steps = [ALONE for _ in numbers], [in_steps(handing, hour) for hour in numbers]
    rows = (
        ("첫 시간에", f"{alone[0]}개", f"{steps[0]}개"),
        ("마지막 시간에", f"{alone[-1]}개", f"{steps[-1]}개"),
        ("모두", f"{sum(alone)}개", f"{sum(steps)}개"),
    )
    chart = Chart(
        "bars",
        tuple(f"{hour}시간째" for hour in numbers),
        (("각자", tuple(alone)), ("나누어", tuple(steps))),
        "개",
        "시간마다 만든 상자의 막대그림이에요. 각자는 늘 12개, 나누면 "
        + ", ".join(f"{hour}시간째 {count}개" for hour, count in zip(numbers, steps, strict=True)),
    )
    head = ("네 사람이 만든 상자", "각자 처음부터 끝까지", "한 가지씩 나누어")
    return Result(head, rows, _sentence(sum(alone), sum(steps), handing, hours), chart)


def _sentence(alone: int, steps: int, handing: int, hours: int) -> str:
    start = f"{hours}시간 동안 각자 만들면 {alone}개, 나누어 만들면 {steps}개예요."
    if steps > alone:
        end = "지만, 같은 일이 지루해져 시간마다 조금씩 줄어요" if hours > 1 else ""
        return f"{start} 도구를 바꿀 일이 없어서 {steps - alone}개 더 나왔{end or '어요'}."
    loss = f"건네는 데 {handing}분씩 쓰" + ("고 같은 일에 지루해져서" if hours > 1 else "느라")
    if steps < alone:
        return f"{start} {loss} 나누기가 오히려 {alone - steps}개 적어요."
    return f"{start} {loss} 나눈 보람이 사라졌어요."


LAB = Lab(
    "workshop",
    (
        Input("handing", "다음 사람에게 건네는 데 드는 시간", "분", 0, 4, 1, 1, hint=HANDING),
        Input("hours", "일하는 시간", "시간", 1, 4, 1, 1),
    ),
    run,
)
