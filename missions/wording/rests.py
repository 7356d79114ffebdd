"""What people read about rest days: why something cannot be done, and what they hear of a day asked for."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from oneco.lib.korean import day_text, friendly, josa

REST_IS_OVER = _("오늘까지의 쉬는 날은 그대로 남아요. 내일부터의 날만 되돌릴 수 있어요.")
REST_GONE = _("그사이에 부탁을 거두었어요.")
REST_ANSWERED = _("이미 답한 부탁이에요.")
GUARDIANS_ANSWER = _("보호자가 답하는 부탁이에요.")
GUARDIANS_TRIP = _("여행은 보호자가 정해요.")
NOT_YOUR_REST = _("정한 사람만 되돌릴 수 있는 날이에요.")

Data = Mapping[str, Any]


def _day(data: Data) -> str:
    return day_text(date.fromisoformat(data["day"]))


def _asked(data: Data) -> str:
    who = josa(friendly(data["child"]), "이/가")
    return say("%(who)s %(day)s에 쉬고 싶대요. 48시간 안에 답해 주세요.") % {"who": who, "day": _day(data)}


def _granted(data: Data) -> str:
    if data["silent"]:
        return say("48시간 동안 답이 없어서 %s은 쉬는 날이 됐어요.") % _day(data)
    return say("%s에 쉬어도 돼요.") % _day(data)


def _kept(data: Data) -> str:
    if data["silent"]:
        return say("마지막 날을 더 미룰 수 없어서 %s은 배우는 날 그대로예요.") % _day(data)
    return say("%s은 쉬지 않고 배우기로 했어요.") % _day(data)


REST_NOTICES: Mapping[str, Callable[[Data], str]] = {
    "rest_asked": _asked,
    "rest_granted": _granted,
    "rest_kept": _kept,
}
