"""Who else throws something away when a child is erased: the apps above, the topmost first.

What an app keeps points down (a mission to its enrolment) and would be protected otherwise.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Q

from accounts.models import Notification, User

Step = Callable[[User], None]

_STEPS: list[tuple[int, Step]] = []


def erases(height: int) -> Callable[[Step], Step]:
    """Let an app erase its rows of a child in the transaction that does (a decorator). `height` is the app's
    place among the layers; the highest goes first. The child's row is held."""

    def register(step: Step) -> Step:
        _STEPS.append((height, step))
        return step

    return register


def steps() -> Iterator[Step]:
    """The steps in their order."""
    return (step for _height, step in sorted(_STEPS, key=lambda pair: -pair[0]))


def forget_news(people: Iterable[int], prefixes: Iterable[str]) -> None:
    """Throw away what these people were told under keys that begin so: it names the child."""
    told = Q()
    for prefix in prefixes:
        told |= Q(key__startswith=prefix)
    if told:
        Notification.objects.filter(told, recipient__in=list(people)).delete()
