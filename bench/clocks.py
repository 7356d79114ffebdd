"""CPU of several things measured in turns, so that what disturbs one disturbs all of them."""

import time
from collections.abc import Callable, Mapping
from statistics import median, quantiles

Run = Callable[[], None]


def cpu_in_turns(runs: Mapping[str, Run], *, rounds: int, times: int) -> dict[str, list[float]]:
    """CPU seconds of this process by name: in each of the rounds every run happens `times` times."""
    for run in runs.values():
        run()
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            begun = time.process_time()
            for _ in range(times):
                run()
            spent[name].append(time.process_time() - begun)
    return spent


def against(spent: list[float], floor: list[float]) -> str:
    """How many times the floor: the median of the rounds, and between which ratios half of them lie."""
    ratios = [one / other for one, other in zip(spent, floor, strict=True)]
    low, _, high = quantiles(ratios, n=4)
    return f"{median(ratios):5.2f} ×   ({low:.2f}–{high:.2f})"
