"""What is owed, and what was given: a sentence for each viewer, whatever the mission itself is doing."""

from django.utils.translation import gettext as say

from missions.wording.states import Facts
from oneco.lib.korean import day_text, friendly, josa


def keeping(facts: Facts) -> str:
    """Where what was promised stands, said to one viewer."""
    if facts.waits == "change":
        return _change(facts)
    if facts.unanswered and (facts.viewer == "child" or not facts.owed):
        return _given(facts)
    if facts.owed:
        return _late(facts) if facts.overdue else _owed(facts)
    return _let_go(facts) if facts.forgiven else ""


def _change(facts: Facts) -> str:
    asks = facts.guardian if facts.viewer == "child" else friendly(facts.child)
    return say("%s 약속을 바꾸자고 했어요. 보고 답해 주세요.") % josa(asks, "이/가")


def _given(facts: Facts) -> str:
    given = {"thing": josa(f"‘{facts.unanswered}’", "을/를"), "who": josa(facts.guardian, "이/가")}
    if facts.viewer == "child":
        return say("%(who)s %(thing)s 줬다고 적었어요. 받았는지 알려 주세요.") % given
    return say("%(thing)s 줬다고 적었어요. %(child)s %(day)s까지 말이 없으면 그대로 마쳐요.") % {
        **given,
        "child": josa(friendly(facts.child), "이/가"),
        "day": day_text(facts.silent_until),
    }


def _owed(facts: Facts) -> str:
    owed = {
        "thing": josa(f"‘{facts.owed}’", "을/를"),
        "child": josa(friendly(facts.child), "이/가"),
        "who": josa(facts.guardian, "이/가"),
        "day": day_text(facts.due_on or facts.ends_on),
    }
    if facts.viewer == "child":
        return say("%(thing)s 얻었어요. %(day)s까지 %(who)s 줘요.") % owed
    if facts.viewer == "other":
        return say("%(child)s %(thing)s 얻었어요. %(day)s까지 %(who)s 줄 차례예요.") % owed
    return say("%(child)s %(thing)s 얻었어요. %(day)s까지 줄 차례예요.") % owed


def _late(facts: Facts) -> str:
    late = {"thing": f"‘{facts.owed}’", "n": facts.overdue, "who": josa(facts.guardian, "은/는")}
    if facts.viewer == "promiser":
        return say("%(thing)s, 약속한 날에서 %(n)d일 지났어요. 오늘 줄 수 있을까요?") % late
    return say("%(who)s 아직 %(thing)s 약속을 챙기는 중이에요. 약속한 날에서 %(n)d일 지났어요.") % late


def _let_go(facts: Facts) -> str:
    if facts.viewer == "child" and facts.undo_until:
        return say("없던 일로 했어요. %s까지 되돌릴 수 있어요.") % day_text(facts.undo_until)
    return say("%s 없던 일로 했어요.") % josa(friendly(facts.child), "이/가")
