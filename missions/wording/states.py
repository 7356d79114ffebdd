"""Where a mission stands: a sentence for each state and viewer, a word for the margin, what waits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from missions.states import State
from oneco.lib.korean import day_text, friendly, josa

if TYPE_CHECKING:
    from missions.models import EndWish


@dataclass(frozen=True)
class Facts:
    """What a mission's sentence needs.

    `viewer` is "child", "promiser" (may answer for the guardians) or "other". `mine` says that the viewer's
    side made the last offer or, once it is declined, that it declined. `offers` is how many were made. Of a
    `review` (복습 코스) `finished` counts the words recalled. `given` says that something was really given,
    `forgiven` that something was let go; `owed` and `unanswered` name what is owed and what was given without
    a word of the child, `waits` what the reader is asked.
    """

    state: State
    viewer: str
    child: str
    guardian: str
    mine: bool
    starts_on: date
    ends_on: date
    makeup_until: date | None
    answer_until: date
    due_on: date | None
    silent_until: date
    overdue: int
    total: int
    learned: int
    finished: int
    confirmed: bool
    given: bool = True
    forgiven: bool = False
    undo_until: date | None = None
    owed: str = ""
    unanswered: str = ""
    waits: str = ""
    review: bool = False
    offers: int = 1


def sentence(facts: Facts) -> str:
    """Where a mission stands, said to one viewer. Every state has one for each."""
    return SENTENCES[facts.state](facts)


def wish_text(viewer: str, wish: "EndWish", *, child: str, guardian: str) -> str:
    """An open wish to end a mission, said to one viewer; `guardian` as the child calls it."""
    names = {"child": josa(friendly(child), "이/가"), "who": josa(guardian, "이/가"), "whose": guardian}
    if wish.by_id != wish.mission.child_id:
        if viewer == "child":
            return say("%(who)s 여기까지 하자고 해요. 많이 배웠으니 내가 정할 수 있어요.") % names
        return say("여기까지 하자고 했어요. %(child)s 정해요. 3일 동안 답이 없으면 계속해요.") % names
    if wish.more_asked_on is None:
        if viewer == "child":
            return (
                say(
                    "그만하고 싶다고 말했어요. %(whose)s의 답을 기다려요. 3일 동안 답이 없으면 여기까지 해요."
                )
                % names
            )
        return say("%(child)s 그만하고 싶대요. 3일 안에 답해 주세요. 답이 없으면 여기까지 해요.") % names
    if viewer == "child":
        return say("%(who)s “조금 더 해 볼까요?”라고 물었어요. 어느 쪽이든 괜찮아요.") % names
    return say("조금 더 해 보자고 했어요. %s의 답을 기다려요.") % friendly(child)


def _child(facts: Facts, pair: str) -> str:
    return josa(friendly(facts.child), pair)


def _guardian(facts: Facts, pair: str) -> str:
    return josa(facts.guardian, pair)


def _proposed(facts: Facts) -> str:
    until = {"day": day_text(facts.answer_until)}
    if facts.viewer == "other":
        return say("아직 답을 기다리는 제안이에요. %(day)s까지예요.") % until
    if facts.mine:
        other = facts.guardian if facts.viewer == "child" else friendly(facts.child)
        return say("%(who)s의 답을 기다려요. %(day)s까지예요.") % {"who": other, **until}
    who = _guardian(facts, "이/가") if facts.viewer == "child" else _child(facts, "이/가")
    if facts.offers > 1:
        return say("%(who)s 다시 제안했어요. %(day)s까지 답해 주세요.") % {"who": who, **until}
    return say("%(who)s 제안했어요. %(day)s까지 답해 주세요.") % {"who": who, **until}


def _declined(facts: Facts) -> str:
    if facts.viewer == "child" or facts.mine:
        return say("이번에는 안 하기로 했어요.")
    return say("%s 이번에는 안 하기로 했어요.") % _child(facts, "이/가")


def _scheduled(facts: Facts) -> str:
    if facts.viewer == "child" and facts.review:
        return say("%s에 시작해요. 그날부터 배운 단어를 다시 떠올려요.") % day_text(facts.starts_on)
    if facts.viewer == "child":
        return say("%s에 시작해요. 그날부터 하루에 단어 하나씩 배워요.") % day_text(facts.starts_on)
    return say("%(day)s에 %(child)s 시작해요.") % {
        "day": day_text(facts.starts_on),
        "child": _child(facts, "이/가"),
    }


def _running(facts: Facts) -> str:
    counts = {"total": facts.total, "n": facts.finished, "day": day_text(facts.ends_on)}
    if facts.review:
        recalled = say("단어 %(total)d개 가운데 %(n)d개를 다시 떠올렸어요. %(day)s까지예요.") % counts
        return recalled if facts.viewer == "child" else f"{_child(facts, '은/는')} {recalled}"
    if facts.viewer == "child":
        return say("단어 %(total)d개 가운데 %(n)d개를 배웠어요. %(day)s까지예요.") % counts
    return say("%(child)s 단어 %(total)d개 가운데 %(n)d개를 배웠어요. %(day)s까지예요.") % {
        "child": _child(facts, "은/는"),
        **counts,
    }


def _makeup(facts: Facts) -> str:
    left = {"n": facts.total - facts.learned, "day": day_text(facts.makeup_until or facts.ends_on)}
    if facts.viewer == "child":
        return say("보충 기간이에요. %(day)s까지 %(n)d개를 마저 하면 돼요.") % left
    return say("보충 기간이에요. %(child)s %(day)s까지 %(n)d개를 마저 할 수 있어요.") % {
        "child": _child(facts, "은/는"),
        **left,
    }


def _closed(facts: Facts) -> str:
    counts = {"total": facts.total, "n": facts.finished}
    if facts.review:
        return say("기간이 끝났어요. 단어 %(total)d개 중 %(n)d개를 다시 떠올렸어요.") % counts
    return say("기간이 끝났어요. 단어 %(total)d개 중 %(n)d개를 배웠어요.") % counts


def _achieved(facts: Facts) -> str:
    late = facts.overdue > 0
    if facts.viewer == "child":
        if late:
            return say("해냈어요! %(who)s 아직 약속을 챙기는 중이에요. 약속한 날에서 %(n)d일 지났어요.") % {
                "who": _guardian(facts, "은/는"),
                "n": facts.overdue,
            }
        return say("해냈어요! %(day)s까지 %(who)s 약속한 것을 줘요.") % {
            "who": _guardian(facts, "이/가"),
            "day": day_text(facts.due_on or facts.ends_on),
        }
    done = {"child": _child(facts, "이/가"), "who": _guardian(facts, "이/가")}
    if facts.viewer == "other":
        return say("%(child)s 해냈어요. 이제 %(who)s 약속을 지킬 차례예요.") % done
    if late:
        return say("%(child)s 해냈어요. 약속한 날에서 %(n)d일 지났어요. 오늘 줄 수 있을까요?") % {
            **done,
            "n": facts.overdue,
        }
    return say("%(child)s 해냈어요. %(day)s까지 약속한 것을 줄 차례예요.") % {
        **done,
        "day": day_text(facts.due_on or facts.ends_on),
    }


def _delivered(facts: Facts) -> str:
    if not facts.unanswered and facts.forgiven:
        return _forgiven(facts)
    if facts.viewer == "child":
        return say("%s ‘줬어요’를 눌렀어요. 받았는지 알려 주세요.") % _guardian(facts, "이/가")
    return say("‘줬어요’라고 적었어요. %(child)s %(day)s까지 말이 없으면 그대로 마쳐요.") % {
        "child": _child(facts, "이/가"),
        "day": day_text(facts.silent_until),
    }


def _forgiven(facts: Facts) -> str:
    what = say("남은 약속을") if facts.given else say("약속을")
    if facts.viewer != "child":
        return say("%(child)s %(what)s 없던 일로 했어요.") % {"child": _child(facts, "이/가"), "what": what}
    if facts.undo_until is None:
        return say("%s 없던 일로 했어요.") % what
    return say("%(what)s 없던 일로 했어요. %(day)s까지 되돌릴 수 있어요.") % {
        "what": what,
        "day": day_text(facts.undo_until),
    }


def _settled(facts: Facts) -> str:
    if not facts.given:
        return say("약속을 없던 일로 했어요. 배운 것은 그대로 남아요.")
    if facts.forgiven:
        return say("약속한 것을 받고, 나머지는 없던 일로 했어요.")
    if not facts.confirmed:
        return say("약속을 지켰어요. 확인 없이 마쳤어요.")
    if facts.viewer == "child":
        return say("%s 약속을 지켰어요.") % _guardian(facts, "이/가")
    return say("약속을 지켰어요. %s 받았다고 했어요.") % _child(facts, "이/가")


SENTENCES: Mapping[State, Callable[[Facts], str]] = {
    State.PROPOSED: _proposed,
    State.DECLINED: _declined,
    State.WITHDRAWN: lambda facts: say("거둬들인 제안이에요. 언제든 다시 제안할 수 있어요."),
    State.EXPIRED: lambda facts: say("답할 기한이 지났어요. 언제든 다시 제안할 수 있어요."),
    State.SCHEDULED: _scheduled,
    State.RUNNING: _running,
    State.MAKEUP: _makeup,
    State.ENDED: lambda facts: say("여기까지 하기로 했어요. 배운 것은 그대로 남아요."),
    State.CLOSED: _closed,
    State.ACHIEVED: _achieved,
    State.DELIVERED: _delivered,
    State.SETTLED: _settled,
}

# A state in the narrow margin of a page.
MARGIN: Mapping[State, str | Promise] = {
    State.PROPOSED: _("제안"),
    State.DECLINED: _("안 함"),
    State.WITHDRAWN: _("거둠"),
    State.EXPIRED: _("기한 지남"),
    State.SCHEDULED: _("시작 전"),
    State.RUNNING: _("진행 중"),
    State.MAKEUP: _("보충 기간"),
    State.ENDED: _("그만둠"),
    State.CLOSED: _("기간 끝"),
    State.ACHIEVED: _("해냄"),
    State.DELIVERED: _("줬음"),
    State.SETTLED: _("지킴"),
}


def margin(facts: Facts) -> str:
    """A state in the narrow margin; a promise that was let go was neither given nor kept."""
    let_go = not facts.given and facts.state in (State.DELIVERED, State.SETTLED)
    return str(_("없던 일") if let_go else MARGIN[facts.state])


WAITS: Mapping[str, str | Promise] = {
    "": "",
    "answer": _("살펴보고 답하기"),
    "change": _("보고 답하기"),
    "deliver": _("약속한 것을 주고 ‘줬어요’ 누르기"),
    "confirm": _("받았는지 알려 주기"),
    "stop": _("그만하고 싶다는 말에 답하기"),
    "end": _("계속할지 정하기"),
}


def waits_text(waits: str) -> str:
    """What a mission asks of its reader, as the words of a link."""
    return str(WAITS[waits])
