"""Which kinds of news there are, how pressing each is, and by which channels it goes out.

Every app declares its kinds in a table of its own, `<app>/kinds.py`. A kind that nobody declared is treated
as news: it stands in the inbox and goes nowhere, and a test finds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
EMAIL, PUSH = "email", "push"
CHANNELS = (EMAIL, PUSH)


class Told(StrEnum):
    """How pressing something is."""

    DECISION = "decision"  # at once, in quiet hours at their end
    NEWS = "news"  # inbox and digest only
    REMINDER = "reminder"  # at its hour, dropped in quiet hours; the budget allows one
    ACCOUNT = "account"  # a letter, at once at any hour


@dataclass(frozen=True)
class Kind:
    """What is fixed about a kind; `to` says who gets it.

    `of` names the role ("guardian", "child") for which it is pressing; for others it is news. `template` is
    the mail it is written in: `<template>.txt` and `<template>.html`.
    """

    told: Told
    to: Text
    of: str = ""
    channels: tuple[str, ...] = ()
    template: str = "mail/notice"
    weekly: bool = False  # the budget of a reminder: one a week and person, else one a day and child

    def told_to(self, role: str) -> Told:
        """How pressing it is for somebody of this role."""
        return Told.NEWS if self.of and self.of != role else self.told


NEWS = Kind(Told.NEWS, "")
_KINDS: dict[str, Kind] = {}


def news(to: Text) -> Kind:
    """Good to know; stands in the inbox and in the digest."""
    return Kind(Told.NEWS, to)


def decision(to: Text, *, of: str = "") -> Kind:
    """Waits for the person who reads it (of this role, when one is given)."""
    return Kind(Told.DECISION, to, of, CHANNELS)


def reminder(to: Text, *, template: str = "mail/notice", weekly: bool = False) -> Kind:
    """Comes by the clock and only within its budget."""
    return Kind(Told.REMINDER, to, "", CHANNELS, template, weekly)


def account(to: Text) -> Kind:
    """A letter that somebody asked for or must get to keep the account safe."""
    return Kind(Told.ACCOUNT, to, channels=(EMAIL,))


def declare(kinds: Mapping[str, Kind]) -> None:
    """Make kinds known by their names."""
    _KINDS.update(kinds)


def kind_of(name: str) -> Kind:
    """What is fixed about a kind; news when nobody declared it (any more)."""
    return _KINDS.get(name, NEWS)


def declared() -> dict[str, Kind]:
    """All kinds by name, in order."""
    return dict(sorted(_KINDS.items()))


# allauth's letters: "account." and the name of their template.
declare(
    {
        "account.email_confirmation": account(_("주소를 확인할 사람")),
        "account.email_confirmation_signup": account(_("가입한 사람")),
        "account.account_already_exists": account(_("가입하려는 주소가 이미 계정인 사람")),
        "account.unknown_account": account(_("비밀번호를 찾는데 계정이 없는 주소")),
        "account.password_reset_key": account(_("비밀번호를 찾는 사람")),
    }
)
