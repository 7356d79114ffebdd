"""What stands around a mission's notice: what it is about, where its link leads, the child's own words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from families.models import Voice
from oneco.lib.korean import day_text, josa, won_text

WARM, PLAIN, FRIEND = Voice.WARM, Voice.PLAIN, Voice.FRIEND
_SEE_MISSION = _("미션 보기")
_SEE_CONTRACT = _("약속장 보기")
_SEE_PROMISE = _("약속 보기")

# The rest of accounts.wording.Words for each kind of NOTICES and REST_NOTICES.
AROUND: Mapping[str, Mapping[str, Any]] = {
    "mission_proposed": {
        "title": _("새 미션 제안"),
        "action": _("살펴보고 답하기"),
        "tones": {
            WARM: _("천천히 읽어 보고 마음을 정해도 돼요."),
            PLAIN: _("읽어 보고 답하면 돼요."),
            FRIEND: _("어떤 미션인지 한번 볼까요?"),
        },
    },
    "mission_countered": {
        "title": _("바꿔서 다시 온 제안"),
        "action": _("달라진 곳 보기"),
        "tones": {
            WARM: _("무엇이 달라졌는지 천천히 살펴봐요."),
            PLAIN: _("달라진 곳을 보고 답하면 돼요."),
            FRIEND: _("뭐가 달라졌는지 볼까요?"),
        },
    },
    "mission_accepted": {
        "title": _("미션이 정해졌어요"),
        "action": _SEE_CONTRACT,
        "tones": {WARM: _("함께 정한 약속이에요."), FRIEND: _("약속 성립!")},
    },
    "mission_declined": {
        "title": _("제안의 답이 왔어요"),
        "action": _SEE_MISSION,
        "tones": {
            WARM: _("마음에 드는 미션이 떠오르면 언제든 다시 이야기해요."),
            PLAIN: _("다른 미션은 언제든 제안할 수 있어요."),
            FRIEND: _("다른 미션으로 또 이야기해 봐요."),
        },
    },
    "mission_withdrawn": {"title": _("거둬들인 제안"), "action": _SEE_MISSION},
    "mission_expired": {"title": _("답할 기한이 지났어요"), "action": _SEE_MISSION},
    "mission_begun": {
        "title": _("오늘부터 시작이에요"),
        "action": _SEE_CONTRACT,
        "tones": {
            WARM: _("하루에 하나씩, 천천히 가요."),
            PLAIN: _("하루에 단어 하나씩 배워요."),
            FRIEND: _("하루 10분, 가볍게 가 봐요!"),
        },
    },
    "mission_moved_days": {"title": _("첫날이 바뀌었어요"), "action": _SEE_CONTRACT},
    "mission_makeup": {
        "title": _("보충 기간이 시작됐어요"),
        "action": _SEE_CONTRACT,
        "tones": {
            WARM: _("서두르지 않아도 돼요. 남은 것만 하면 돼요."),
            PLAIN: _("남은 것만 하면 돼요."),
            FRIEND: _("남은 것만 하나씩 해 봐요!"),
        },
    },
    "mission_closed": {
        "title": _("미션 기간이 끝났어요"),
        "action": _SEE_MISSION,
        "tones": {
            WARM: _("배운 단어는 모두 내 것이에요."),
            PLAIN: _("배운 단어는 그대로 남아요."),
            FRIEND: _("배운 건 어디 안 가요!"),
        },
    },
    "mission_ended": {"title": _("여기까지 하기로 했어요"), "action": _SEE_MISSION},
    "mission_achieved": {
        "title": _("해냈어요!"),
        "action": _SEE_PROMISE,
        "to_child": lambda d: (
            say("‘%(course)s’ 미션을 해냈어요. 약속은 %(promise)s.")
            % {**d, "promise": josa(d["promise"], "이에요/예요")}
        ),
        "tones": {WARM: _("끝까지 온 나를 칭찬해 줘요."), FRIEND: _("끝까지 왔네요, 멋져요!")},
    },
    "mission_part_earned": {
        "title": _("약속이 쌓였어요"),
        "action": _SEE_PROMISE,
        "to_child": lambda d: (
            say("‘%(course)s’ 미션에서 %(amount)s을 얻었어요. %(day)s까지 받기로 했어요.")
            % {
                **d,
                "amount": won_text(d["amount"]),
                "day": day_text(date.fromisoformat(d["due_on"])),
            }
        ),
        "tones": {WARM: _("하나씩 해낸 덕분이에요."), FRIEND: _("차곡차곡 쌓이네요!")},
    },
    "mission_closed_by_staff": {"title": _("운영자가 닫은 미션"), "action": _SEE_MISSION},
    "mission_stop_asked": {"title": _("그만하고 싶대요"), "action": _("이야기하고 답하기")},
    "mission_more_asked": {
        "title": _("조금 더 해 볼까요?"),
        "action": _("살펴보고 답하기"),
        "tones": {WARM: _("마음 가는 대로 답해 줘요."), FRIEND: _("편한 쪽으로 골라요.")},
    },
    "mission_end_asked": {
        "title": _("여기까지 할까요?"),
        "action": _("살펴보고 답하기"),
        "tones": {WARM: _("천천히 생각하고 정해도 돼요."), FRIEND: _("편한 쪽으로 골라요.")},
    },
    "mission_kept_on": {"title": _("계속하기로 했어요"), "action": _SEE_CONTRACT},
    "mission_lengthened": {
        "title": _("보충 기간이 늘었어요"),
        "action": _SEE_CONTRACT,
        "tones": {WARM: _("서두르지 않아도 돼요."), FRIEND: _("여유가 생겼네요!")},
    },
    "mission_delivered": {"title": _("약속한 것을 줬대요"), "action": _("받았는지 알려 주기")},
    "mission_not_yet": {"title": _("아직 못 받았대요"), "action": _SEE_PROMISE},
    "mission_confirmed": {"title": _("받았대요"), "action": _SEE_PROMISE},
    "mission_settled": {"title": _("약속을 마쳤어요"), "action": _SEE_PROMISE},
    "mission_settled_forgiven": {"title": _("없던 일로 마쳤어요"), "action": _SEE_PROMISE},
    "mission_forgiven": {"title": _("없던 일로 했어요"), "action": _SEE_PROMISE},
    "mission_unforgiven": {"title": _("약속을 되돌렸어요"), "action": _SEE_PROMISE},
    "mission_change_asked": {
        "title": _("약속을 바꾸자고 해요"),
        "action": _("살펴보고 답하기"),
        "tones": {WARM: _("마음에 들지 않으면 그대로 두어도 돼요."), FRIEND: _("어떤지 한번 볼까요?")},
    },
    "mission_change_answered": {"title": _("바꾸자는 말의 답"), "action": _SEE_PROMISE},
    "mission_overdue": {"title": _("약속한 날이 지났어요"), "action": _("함께 정하러 가기")},
    "mission_overdue_week": {"title": _("약속을 다시 정해 봐요"), "action": _("함께 정하러 가기")},
    "mission_nudge": {"title": _("약속을 받고 싶대요"), "action": _SEE_PROMISE},
    "mission_promiser_left": {"title": _("맡을 보호자가 바뀌어요"), "action": _SEE_MISSION},
    "mission_left_alone": {"title": _("여기까지 하기로 했어요"), "action": _SEE_MISSION},
    "mission_last_day_moved": {
        "title": _("마지막 날이 바뀌었어요"),
        "action": _SEE_CONTRACT,
        "tones": {WARM: _("서두르지 않아도 돼요."), FRIEND: _("천천히 가도 돼요!")},
    },
    "rest_asked": {"title": _("쉬고 싶대요"), "action": _("살펴보고 답하기")},
    "rest_granted": {
        "title": _("쉬어도 돼요"),
        "action": _("쉬는 날 보기"),
        "tones": {WARM: _("푹 쉬고 다시 만나요."), FRIEND: _("푹 쉬고 와요!")},
    },
    "rest_kept": {"title": _("그날은 배우는 날이에요"), "action": _("쉬는 날 보기")},
    "mission_taken_over": {"title": _("맡은 보호자가 바뀌었어요"), "action": _SEE_MISSION},
}
