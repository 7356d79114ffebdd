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


def _day(data: Data, name: str = "day") -> str:
    return day_text(date.fromisoformat(data[name]))


def _days(data: Data) -> str:
    """4월 1일(수), or 4월 1일(수)부터 4월 3일(금)까지"""
    if data["first"] == data["last"]:
        return _day(data, "first")
    return say("%(first)s부터 %(last)s까지") % {"first": _day(data, "first"), "last": _day(data, "last")}


def _because(data: Data) -> str:
    """Why a last day moved. No word about what kind of rest it was: it may belong to the other home."""
    days, one = _days(data), data["first"] == data["last"]
    when = say("%s에") % days if one else days
    match data["why"]:
        case "granted":
            return say("%s 쉬어도 돼요.") % when
        case "silent":
            return say("48시간 동안 답이 없어서 %s은 쉬는 날이 됐어요.") % days
        case "went":
            return say("%s 쉬지 않기로 해서") % when
        case "holiday":
            return say("공휴일이 바뀌어서")
    return say("%s 쉬어서") % when


def last_day_moved(data: Data) -> str:
    """‘첫 주 맛보기’ 미션의 마지막 날이 … 바뀌었어요, and why."""
    facts = {
        "because": _because(data),
        "course": data["course"],
        "before": _day(data, "before"),
        "after": _day(data, "after"),
    }
    if data["makeup"]:
        text = say("%(because)s ‘%(course)s’ 미션의 보충 기간이 %(after)s까지로 바뀌었어요.")
    elif data["resumes"]:
        text = say("%(because)s ‘%(course)s’ 미션이 보충 기간에서 진행 중으로 돌아왔어요. %(after)s까지예요.")
    else:
        text = say("%(because)s ‘%(course)s’ 미션의 마지막 날이 %(before)s에서 %(after)s로 바뀌었어요.")
    said = text % facts
    return f"{said} {say('첫날은 %s이에요.') % _day(data, 'starts_on')}" if data.get("starts_on") else said


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
