"""What somebody has at stake in a family: kept by the apps above, said here before anything ends.

An app above says what it keeps with `says`; the sentences for whoever decides are made here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from families.models import Membership
from oneco.lib.korean import josa


@dataclass(frozen=True)
class Stakes:
    """Missions that are not over and promises that wait, as a reader names them: ‘첫 주 맛보기’."""

    missions: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()


TIED = "\u2060"  # no line ends between a name in quotes and its particle
Provider = Callable[[Membership, datetime], Stakes]

_PROVIDERS: list[Provider] = []


def says(provider: Provider) -> Provider:
    """Let an app above say what of its own hangs on a place in a family (a decorator)."""
    _PROVIDERS.append(provider)
    return provider


def if_left(place: Membership, *, now: datetime) -> list[str]:
    """What becomes of missions and promises when this person leaves this family."""
    stakes = _stakes(place, now)
    if place.role == "guardian":
        mission = _("%s 미션은 다른 보호자가 이어 맡거나, 지금까지 한 만큼으로 끝나요.")
        promise = _("%s 나간 뒤에도 그대로 남아요.")
    else:
        mission = _("%s 미션은 지금까지 한 만큼으로 끝나요.")
        promise = _("%s 그대로 남아요.")
    kept = [promise % josa(name + TIED, "은/는") for name in stakes.promises]
    return [*(mission % name for name in stakes.missions), *kept]


def if_erased(place: Membership, *, now: datetime) -> list[str]:
    """What is lost with a child's rows, of this family."""
    stakes = _stakes(place, now)
    return [_("%s도 지워져요.") % (name + TIED) for name in (*stakes.missions, *stakes.promises)]


def _stakes(place: Membership, now: datetime) -> Stakes:
    found = [provider(place, now) for provider in _PROVIDERS]
    return Stakes(
        missions=tuple(name for stakes in found for name in stakes.missions),
        promises=tuple(name for stakes in found for name in stakes.promises),
    )
