"""Why something cannot be done now, for the person who pressed."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from missions.states import Action, State

NOT_A_MEMBER = _("이제 이 가족의 구성원이 아니어서 할 수 없어요.")
MOVED_MEANWHILE = _("그사이에 미션이 바뀌었어요. 지금 모습을 보고 다시 눌러 주세요.")
# What a state is, said to somebody who wants what it does not allow.
_NOW: Mapping[State, str | Promise] = {
    State.PROPOSED: _("아직 답을 기다리는 제안이에요."),
    State.DECLINED: _("이번에는 안 하기로 한 미션이에요."),
    State.WITHDRAWN: _("거둬들인 제안이에요."),
    State.EXPIRED: _("답할 기한이 지난 제안이에요."),
    State.SCHEDULED: _("시작을 기다리는 미션이에요."),
    State.RUNNING: _("지금 하고 있는 미션이에요."),
    State.MAKEUP: _("보충 기간인 미션이에요."),
    State.ENDED: _("여기까지 하기로 한 미션이에요."),
    State.CLOSED: _("기간이 끝난 미션이에요."),
    State.ACHIEVED: _("이미 해낸 미션이에요."),
    State.DELIVERED: _("‘줬어요’까지 적힌 미션이에요."),
    State.SETTLED: _("약속까지 지킨 미션이에요."),
}
_CANNOT: Mapping[Action, str | Promise] = {
    Action.COUNTER: _("다시 제안할 수 없어요."),
    Action.ACCEPT: _("받아들일 수 없어요."),
    Action.DECLINE: _("답을 바꿀 수 없어요."),
    Action.WITHDRAW: _("거둬들일 수 없어요."),
    Action.LENGTHEN: _("기간을 늘릴 수 없어요."),
    Action.ASK_STOP: _("그만하고 싶다고 할 수 없어요."),
    Action.ASK_MORE: _("조금 더 해 보자고 할 수 없어요."),
    Action.ASK_END: _("그만두자고 할 수 없어요."),
    Action.KEEP_ON: _("답할 것이 없어요."),
    Action.END: _("그만둘 수 없어요."),
    Action.TAKE_OVER: _("이어 맡을 수 없어요."),
    Action.NUDGE: _("아직 받을 약속이 없어요."),
    Action.DELIVER: _("줄 약속이 남아 있지 않아요."),
    Action.CONFIRM: _("받았다고 적을 것이 없어요."),
    Action.NOT_YET: _("‘아직이에요’라고 적을 것이 없어요."),
    Action.FORGIVE: _("없던 일로 할 약속이 없어요."),
    Action.UNDO_FORGIVE: _("되돌릴 것이 없어요."),
    Action.CHANGE: _("바꿀 약속이 남아 있지 않아요."),
    Action.ANSWER_CHANGE: _("답할 것이 없어요."),
}
_SOMEBODY_ELSES: Mapping[Action, str | Promise] = {
    Action.NUDGE: _("자녀가 누르는 단추예요."),
    Action.CONFIRM: _("받았는지는 자녀가 알려 줘요."),
    Action.NOT_YET: _("받았는지는 자녀가 알려 줘요."),
    Action.FORGIVE: _("없던 일로 하는 것은 자녀만 할 수 있어요."),
    Action.UNDO_FORGIVE: _("없던 일로 한 것은 자녀만 되돌릴 수 있어요."),
    Action.ASK_STOP: _("자녀가 누르는 단추예요."),
    Action.KEEP_ON: _("계속할지는 자녀가 정해요."),
    Action.ASK_MORE: _("약속한 보호자가 누르는 단추예요."),
    Action.ASK_END: _("약속한 보호자가 누르는 단추예요."),
    Action.DELIVER: _("‘줬어요’는 약속한 보호자가 눌러요."),
    Action.LENGTHEN: _("기간은 약속한 보호자가 늘려요."),
}
_NOTHING = _("여기서 할 수 있는 일이 없어요.")


def refusal(state: State, action: Action, reason: str, *, to_child: bool) -> str:
    """Why the table says no to an action, for the person who pressed. No 거절 on a child's page."""
    if reason == "turn":
        return say("지금은 상대가 답할 차례예요.")
    if reason == "bystander":
        return say("약속한 보호자만 할 수 있어요. 내용은 함께 볼 수 있어요.")
    if reason == "role":
        return str(_SOMEBODY_ELSES.get(action, _NOTHING))
    return f"{_NOW[state]} {_CANNOT.get(action, _NOTHING)}"
