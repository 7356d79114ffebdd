"""The contract in one sentence, and the promised thing in a few words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

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
