"""The contract in one sentence, and its parts in a few words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from lessons.calendar import course_length
from oneco.lib.korean import friendly, josa, won_text

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


def course_text(title: str, *, review: bool) -> str:
    """What a course is called; its 복습 코스 has a name of its own."""
    return say("%s 복습") % title if review else title


def length_text(words: int, *, review: bool = False) -> str:
    """단어 20개, 복습 5번, 모두 25일"""
    length = course_length(words, review=review)
    facts = {"words": words, "reviews": length - words, "days": length}
    if review:
        return say("단어 %(words)d개 다시 떠올리기, 모두 %(days)d일") % facts
    return say("단어 %(words)d개, 복습 %(reviews)d번, 모두 %(days)d일") % facts


def shares_text(shares: Sequence[int]) -> str:
    """How an amount in parts (won) is given; empty for all at the end."""
    if not shares:
        return ""
    facts = {"n": len(shares), "share": won_text(shares[0]), "last": won_text(shares[-1])}
    if shares[0] == shares[-1]:
        return say("%(n)d번에 나눠 %(share)s씩 받아요.") % facts
    return say("%(n)d번에 나눠 %(share)s씩, 마지막에 %(last)s을 받아요.") % facts


def contract(
    *, child: str, guardian: str, words: int, kind: str, title: str, amount: int, review: bool = False
) -> Words:
    """The contract in one sentence. `guardian` as the child calls it, or 보호자."""
    done = (
        say("%(child)s 단어\u00a0%(words)d개를 다시 떠올리면 ")
        if review
        else say("%(child)s 단어\u00a0%(words)d개를 배우면 ")
    )
    if_learned = done % {"child": josa(friendly(child), "이/가"), "words": words}
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
