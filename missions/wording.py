"""What people read about missions and promises: a sentence for each state and viewer, no and notice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from missions.states import Action, State
from oneco.lib.korean import day_text, friendly, josa, won_text

NOT_A_MEMBER = _("이제 이 가족의 구성원이 아니어서 할 수 없어요.")
MOVED_MEANWHILE = _("그사이에 미션이 바뀌었어요. 지금 모습을 보고 다시 눌러 주세요.")
GUARDIAN = _("보호자")
_NOT_NAMED: Mapping[str, str | Promise] = {"money": _("용돈")}  # stands in the sentence until it is named


@dataclass(frozen=True)
class Words:
    """A sentence around the promised thing, which the page underlines."""

    before: str
    promise: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.promise}{self.after}"


def promise_text(kind: str, title: str, amount: int) -> str:
    """The promised thing in a few words: "함께 고른 저녁 메뉴", "용돈 5,000원"."""
    return f"{title} {won_text(amount)}" if kind == "money" else title


def contract(*, child: str, guardian: str, words: int, kind: str, title: str, amount: int) -> Words:
    """The contract in one sentence. `guardian` as the child calls it, or 보호자."""
    if_learned = say("%(child)s 단어\u00a0%(words)d개를 배우면 ") % {
        "child": josa(friendly(child), "이/가"),
        "words": words,
    }
    named = title or str(_NOT_NAMED.get(kind, _("무엇")))
    thing = promise_text(kind, named, amount) if amount else named
    giver, partner = josa(guardian, "이/가"), josa(guardian, "과/와")
    object_particle, is_particle = (
        josa(thing, "을/를")[len(thing) :],
        josa(thing, "이에요/예요")[len(thing) :],
    )
    before, after = {
        "together": (say("%s 함께 ") % partner, say("%s 해요") % object_particle),
        "thing": (say("%s ") % giver, say("%s 줘요") % object_particle),
        "money": (say("%s ") % giver, say("%s 줘요") % object_particle),
        "choice": (say("약속은 "), is_particle),
    }[kind]
    return Words(if_learned + before, thing, after)


@dataclass(frozen=True)
class Facts:
    """What a mission's sentence needs.

    `viewer` is "child", "promiser" (may answer for the guardians) or "other". `mine` says that the viewer's
    side made the last offer or, once it is declined, that it declined.
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


def sentence(facts: Facts) -> str:
    """Where a mission stands, said to one viewer. Every state has one for each."""
    return SENTENCES[facts.state](facts)


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
    return say("%(who)s 제안했어요. %(day)s까지 답해 주세요.") % {"who": who, **until}


def _declined(facts: Facts) -> str:
    if facts.viewer == "child" or facts.mine:
        return say("이번에는 안 하기로 했어요.")
    return say("%s 이번에는 안 하기로 했어요.") % _child(facts, "이/가")


def _scheduled(facts: Facts) -> str:
    if facts.viewer == "child":
        return say("%s에 시작해요. 그날부터 하루에 단어 하나씩 배워요.") % day_text(facts.starts_on)
    return say("%(day)s에 %(child)s 시작해요.") % {
        "day": day_text(facts.starts_on),
        "child": _child(facts, "이/가"),
    }


def _running(facts: Facts) -> str:
    counts = {"total": facts.total, "n": facts.finished, "day": day_text(facts.ends_on)}
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
    return say("기간이 끝났어요. 단어 %(total)d개 중 %(n)d개를 배웠어요.") % {
        "total": facts.total,
        "n": facts.finished,
    }


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
    if facts.viewer == "child":
        return say("%s ‘줬어요’를 눌렀어요. 받았는지 알려 주세요.") % _guardian(facts, "이/가")
    return say("‘줬어요’라고 적었어요. %(child)s %(day)s까지 말이 없으면 그대로 마쳐요.") % {
        "child": _child(facts, "이/가"),
        "day": day_text(facts.silent_until),
    }


def _settled(facts: Facts) -> str:
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

WAITS: Mapping[str, str | Promise] = {
    "": "",
    "answer": _("살펴보고 답하기"),
    "deliver": _("약속한 것을 주고 ‘줬어요’ 누르기"),
    "confirm": _("받았는지 알려 주기"),
}


def waits_text(waits: str) -> str:
    """What a mission asks of its reader, as the words of a link."""
    return str(WAITS[waits])


_LINES: Mapping[str, str | Promise] = {
    "earned": _("해냈어요"),
    "adjusted": _("바꿨어요"),
    "delivered": _("줬어요"),
    "corrected": _("아직이에요"),
    "forgiven": _("없던 일로"),
    "moved": _("넘겨받았어요"),
    "confirmed": _("받았어요"),
}


def line_text(kind: str, *, silent: bool) -> str:
    """What a line of the 약속 수첩 says happened; `silent` when nobody pressed."""
    return str(_("확인 없이 마쳤어요") if kind == "confirmed" and silent else _LINES[kind])


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
    Action.END: _("그만둘 수 없어요."),
    Action.TAKE_OVER: _("이어 맡을 수 없어요."),
    Action.NUDGE: _("아직 받을 약속이 없어요."),
    Action.DELIVER: _("줄 약속이 남아 있지 않아요."),
    Action.CONFIRM: _("받았다고 적을 것이 없어요."),
    Action.NOT_YET: _("‘아직이에요’라고 적을 것이 없어요."),
    Action.FORGIVE: _("없던 일로 할 약속이 없어요."),
}
_SOMEBODY_ELSES: Mapping[Action, str | Promise] = {
    Action.NUDGE: _("자녀가 누르는 단추예요."),
    Action.CONFIRM: _("받았는지는 자녀가 알려 줘요."),
    Action.NOT_YET: _("받았는지는 자녀가 알려 줘요."),
    Action.FORGIVE: _("없던 일로 하는 것은 자녀만 할 수 있어요."),
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


Data = Mapping[str, Any]


def _day(data: Data, name: str) -> str:
    return day_text(date.fromisoformat(data[name]))


def _who(data: Data, name: str, pair: str) -> str:
    said = friendly(data["child"]) if data[name] == data["child"] else data[name]
    return josa(said or str(GUARDIAN), pair)


# The wording of each notice by its kind; `data` is what `missions.services.telling` wrote.
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
        say("‘%(course)s’ 미션의 기간이 끝났어요. 단어 %(total)d개 중 %(finished)d개를 배웠어요.") % d
    ),
    "mission_ended": lambda d: (
        say("‘%(course)s’ 미션은 여기까지 하기로 했어요. 배운 것은 그대로 남아요.") % d
    ),
    "mission_achieved": lambda d: (
        say("%(who)s ‘%(course)s’ 미션을 해냈어요. 약속은 %(promise)s.")
        % {**d, "who": _who(d, "child", "이/가"), "promise": josa(d["promise"], "이에요/예요")}
    ),
    "mission_delivered": lambda d: (
        say("%(who)s ‘%(promise)s’ 약속에 ‘줬어요’를 눌렀어요. 받았는지 알려 주세요.")
        % {**d, "who": _who(d, "guardian", "이/가")}
    ),
    "mission_not_yet": lambda d: (
        say("%(who)s ‘%(promise)s’ 약속을 아직 못 받았다고 적었어요. 함께 이야기해 봐요.")
        % {**d, "who": _who(d, "child", "이/가")}
    ),
    "mission_confirmed": lambda d: (
        say("%(who)s ‘%(promise)s’ 약속을 받았다고 했어요.") % {**d, "who": _who(d, "child", "이/가")}
    ),
    "mission_settled": lambda d: say("‘%(promise)s’ 약속을 확인 없이 마쳤어요.") % d,
    "mission_nudge": lambda d: (
        say("%(who)s ‘%(promise)s’ 약속을 받고 싶대요.") % {**d, "who": _who(d, "child", "이/가")}
    ),
    "mission_promiser_left": lambda d: (
        say("%(who)s 가족에서 나갔어요. ‘%(course)s’ 미션은 다른 보호자가 이어 맡을 수 있어요.")
        % {**d, "who": _who(d, "guardian", "이/가")}
    ),
    "mission_taken_over": lambda d: (
        say("이제 %(who)s ‘%(course)s’ 미션을 맡아요.") % {**d, "who": _who(d, "actor", "이/가")}
    ),
}
