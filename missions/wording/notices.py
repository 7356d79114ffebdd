"""What people hear of missions and promises; `data` is what `missions.services.telling` wrote."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as say

from missions.wording.contract import GUARDIAN
from oneco.lib.korean import day_text, friendly, josa, won_text

Data = Mapping[str, Any]


def _day(data: Data, name: str) -> str:
    return day_text(date.fromisoformat(data[name]))


def _who(data: Data, name: str, pair: str) -> str:
    said = friendly(data["child"]) if data[name] == data["child"] else data[name]
    return josa(said or str(GUARDIAN), pair)


def _change(data: Data) -> str:
    """What is changed into what: ‘용돈 5,000원’ 약속을 ‘영화 보기’로."""
    into = (
        _day(data, "new_day") + say("로") if "new_day" in data else josa(f"‘{data['new_thing']}’", "으로/로")
    )
    what = say("‘%(promise)s’ 약속의 날짜") if "new_day" in data else say("‘%(promise)s’ 약속")
    return f"{josa(what % data, '을/를')} {into}"


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


def _last_day_moved(data: Data) -> str:
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


NOTICES: Mapping[str, Callable[[Data], str]] = {
    "mission_proposed": lambda d: (
        say("%(who)s ‘%(course)s’ 미션을 제안했어요. 끝나면 %(promise)s.")
        % {**d, "who": _who(d, "actor", "이/가"), "promise": josa(d["promise"], "이에요/예요")}
    ),
    "mission_countered": lambda d: (
        say("%(who)s ‘%(course)s’ 미션을 바꿔 다시 제안했어요.") % {**d, "who": _who(d, "actor", "이/가")}
    ),
    "mission_accepted": lambda d: (
        say("%(who)s ‘%(course)s’ 미션을 받아들였어요. %(day)s에 시작해요.")
        % {**d, "who": _who(d, "actor", "이/가"), "day": _day(d, "starts_on")}
    ),
    "mission_closed_by_staff": lambda d: (
        say("운영자가 ‘%(course)s’ 미션을 닫았어요. 배운 것과 얻은 약속은 그대로예요. 까닭: %(reason)s") % d
    ),
    "mission_declined": lambda d: say("‘%(course)s’ 미션은 이번에는 안 하기로 했어요.") % d,
    "mission_withdrawn": lambda d: say("‘%(course)s’ 제안을 거둬들였어요.") % d,
    "mission_expired": lambda d: (
        say("‘%(course)s’ 제안에 답할 기한이 지났어요. 언제든 다시 제안할 수 있어요.") % d
    ),
    "mission_begun": lambda d: say("‘%(course)s’ 미션을 오늘 시작해요.") % d,
    "mission_moved_days": lambda d: (
        say("‘%(course)s’ 미션의 첫날이 %(day)s로 바뀌었어요.") % {**d, "day": _day(d, "starts_on")}
    ),
    "mission_makeup": lambda d: (
        say("‘%(course)s’ 미션의 보충 기간이에요. %(day)s까지 마저 할 수 있어요.")
        % {**d, "day": _day(d, "makeup_until")}
    ),
    "mission_closed": lambda d: (
        say("‘%(course)s’ 미션의 기간이 끝났어요. 단어 %(total)d개 중 %(finished)d개를 다시 떠올렸어요.") % d
        if d.get("review")
        else say("‘%(course)s’ 미션의 기간이 끝났어요. 단어 %(total)d개 중 %(finished)d개를 배웠어요.") % d
    ),
    "mission_ended": lambda d: (
        say("‘%(course)s’ 미션은 여기까지 하기로 했어요. 배운 것은 그대로 남아요.") % d
    ),
    "mission_stop_asked": lambda d: (
        say("%(who)s ‘%(course)s’ 미션을 그만하고 싶대요. 3일 안에 답해 주세요.")
        % {**d, "who": _who(d, "child", "이/가")}
    ),
    "mission_more_asked": lambda d: (
        say("%(who)s ‘%(course)s’ 미션을 조금 더 해 볼지 물었어요. 어느 쪽이든 괜찮아요.")
        % {**d, "who": _who(d, "actor", "이/가")}
    ),
    "mission_end_asked": lambda d: (
        say("%(who)s ‘%(course)s’ 미션을 여기까지 하자고 해요. 내가 정할 수 있어요.")
        % {**d, "who": _who(d, "actor", "이/가")}
    ),
    "mission_kept_on": lambda d: say("‘%(course)s’ 미션을 계속하기로 했어요.") % d,
    "mission_lengthened": lambda d: (
        say("%(who)s ‘%(course)s’ 미션의 보충 기간을 %(day)s까지 늘렸어요.")
        % {**d, "who": _who(d, "actor", "이/가"), "day": _day(d, "until")}
    ),
    "mission_achieved": lambda d: (
        say("%(who)s ‘%(course)s’ 미션을 해냈어요. 약속은 %(promise)s.")
        % {**d, "who": _who(d, "child", "이/가"), "promise": josa(d["promise"], "이에요/예요")}
    ),
    "mission_part_earned": lambda d: (
        say("%(who)s ‘%(course)s’ 미션에서 %(amount)s을 얻었어요. 약속한 날은 %(day)s까지예요.")
        % {
            **d,
            "who": _who(d, "child", "이/가"),
            "amount": won_text(d["amount"]),
            "day": _day(d, "due_on"),
        }
    ),
    "mission_delivered": lambda d: (
        say("%(who)s ‘%(promise)s’ 약속에 ‘줬어요’를 눌렀어요. 받았는지 알려 주세요.")
        % {**d, "who": _who(d, "actor", "이/가")}
        + (say(" 남은 것은 %s.") % josa(d["rest"], "이에요/예요") if d.get("rest") else "")
    ),
    "mission_not_yet": lambda d: (
        say("%(who)s ‘%(promise)s’ 약속을 아직 못 받았다고 적었어요. 함께 이야기해 봐요.")
        % {**d, "who": _who(d, "child", "이/가")}
    ),
    "mission_confirmed": lambda d: (
        say("%(who)s ‘%(promise)s’ 약속을 받았다고 했어요.") % {**d, "who": _who(d, "child", "이/가")}
    ),
    "mission_settled": lambda d: say("‘%(promise)s’ 약속을 확인 없이 마쳤어요.") % d,
    "mission_settled_forgiven": lambda d: say("‘%(promise)s’ 약속은 없던 일로 하고 마쳤어요.") % d,
    "mission_forgiven": lambda d: (
        say("%(who)s ‘%(promise)s’ 약속을 없던 일로 했어요. 7일 안에는 마음을 바꿀 수 있어요.")
        % {**d, "who": _who(d, "child", "이/가")}
    ),
    "mission_unforgiven": lambda d: (
        say("%(who)s 없던 일로 했던 ‘%(promise)s’ 약속을 되돌렸어요.")
        % {**d, "who": _who(d, "child", "이/가")}
    ),
    "mission_change_asked": lambda d: (
        say("%(who)s %(change)s 바꾸자고 했어요. 보고 답해 주세요.")
        % {"who": _who(d, "actor", "이/가"), "change": _change(d)}
    ),
    "mission_change_answered": lambda d: (
        say("%(change)s 바꾸기로 했어요.") % {"change": _change(d)}
        if d["accepted"]
        else say("%(who)s 이번에는 바꾸지 않기로 했어요. ‘%(promise)s’ 약속은 그대로예요.")
        % {**d, "who": _who(d, "actor", "은/는")}
    ),
    "mission_overdue": lambda d: (
        say("‘%(promise)s’ 약속한 날이 지났어요. 언제가 좋을지 함께 이야기해 봐요.") % d
    ),
    "mission_overdue_week": lambda d: (
        say("‘%(promise)s’ 약속한 날에서 7일이 지났어요. 날짜를 다시 정하거나 다른 것으로 바꿀 수 있어요.")
        % d
    ),
    "mission_nudge": lambda d: (
        say("%(who)s ‘%(promise)s’ 약속을 받고 싶대요.") % {**d, "who": _who(d, "child", "이/가")}
    ),
    "mission_promiser_left": lambda d: (
        say("%(who)s 가족에서 나갔어요. ‘%(course)s’ 미션은 다른 보호자가 이어 맡을 수 있어요.")
        % {**d, "who": _who(d, "guardian", "이/가")}
    ),
    "mission_left_alone": lambda d: (
        say("‘%(course)s’ 미션은 이어 맡은 보호자가 없어서 여기까지 하기로 했어요. 배운 것은 그대로 남아요.")
        % d
    ),
    "mission_last_day_moved": lambda d: _last_day_moved(d),
    "mission_taken_over": lambda d: (
        say("이제 %(who)s ‘%(course)s’ 미션을 맡아요.") % {**d, "who": _who(d, "actor", "이/가")}
    ),
}
