"""What a person can switch on and off, channel by channel, in the words of 알림 and of the foot of a mail."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.kinds import EMAIL, PUSH, Told, declared, kind_of
from accounts.wording import words_of

DIGEST, STUDY_REMINDER = "digest", "study_reminder"
CHANNEL_NAMES: Mapping[str, str | Promise] = {EMAIL: _("이메일"), PUSH: _("기기 알림")}


@dataclass(frozen=True)
class Topic:
    """A class of news or a single kind; `hint` says what belongs to it."""

    key: str
    name: str | Promise
    hint: str | Promise


_WAITS = Topic(
    Told.DECISION,
    _("답을 기다리는 소식"),
    _("새 제안처럼 누군가 내 답을 기다리는 소식이에요. 밤에는 모아 두었다가 아침에 보내요."),
)
_LETTER = Topic(
    DIGEST, _("이번 주 이야기"), _("일요일 저녁 한 번, 아이가 배운 단어와 저녁에 나눌 이야기를 보내요.")
)
_WORD = Topic(STUDY_REMINDER, _("오늘의 단어"), _("위에서 고른 시각에 한 번만 와요."))

TOPICS: Mapping[str, tuple[Topic, ...]] = {
    "guardian": (_WAITS, _LETTER),
    "child": (_WORD, _WAITS),
    "staff": (),
}


def single_kinds(role: str) -> tuple[Topic, ...]:
    """The kinds of the class that waits for an answer, one by one, that somebody of this role can get."""
    return tuple(
        Topic(name, str(words_of(name).title), "")
        for name, kind in declared().items()
        if kind.told_to(role) is Told.DECISION
    )


def topic_of(kind: str) -> str:
    """What somebody switches who wants no more of this kind: a reminder by itself, else its whole class."""
    told = kind_of(kind).told
    return kind if told is Told.REMINDER else str(told)


def told_of(topic: str) -> Told:
    """How pressing a topic is."""
    return Told(topic) if topic in {told.value for told in Told} else kind_of(topic).told


def name_of(topic: str) -> str:
    """A topic as people know it."""
    known = {each.key: each.name for topics in TOPICS.values() for each in topics}
    return str(known.get(topic, _("원코의 소식")))
