"""Which kinds of news there are, how pressing each is, and by which channels it goes out.

Every app declares its kinds beside their sentences (`accounts.wording.register`). A kind that nobody declared
is treated as news: it stands in the inbox and goes nowhere, and a test finds it.
"""

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
    """What is fixed about a kind. `to` says who gets it, `title` heads its mail and push.

    `of` names the role ("guardian", "child") for which it is pressing; for others it is news. `template` is
    the mail it is written in: `<template>.txt` and `<template>.html`.
    """

    told: Told
    to: Text
    title: Text = ""
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


def decision(title: Text, *, to: Text, of: str = "") -> Kind:
    """Waits for the person who reads it (of this role, when one is given)."""
    return Kind(Told.DECISION, to, title, of, CHANNELS)


def reminder(title: Text, *, to: Text, template: str = "mail/notice", weekly: bool = False) -> Kind:
    """Comes by the clock and only within its budget."""
    return Kind(Told.REMINDER, to, title, "", CHANNELS, template, weekly)


def account(to: Text) -> Kind:
    """A letter that somebody asked for or must get to keep the account safe."""
    return Kind(Told.ACCOUNT, to, channels=(EMAIL,))


def declare(name: str, kind: Kind) -> None:
    """Make a kind known by its name."""
    _KINDS[name] = kind


def kind_of(name: str) -> Kind:
    """What is fixed about a kind; news when nobody declared it (any more)."""
    return _KINDS.get(name, NEWS)


def declared() -> dict[str, Kind]:
    """All kinds by name, in order."""
    return dict(sorted(_KINDS.items()))


for _name, _to in {
    "account.email_confirmation": _("주소를 확인할 사람"),
    "account.email_confirmation_signup": _("가입한 사람"),
    "account.account_already_exists": _("이미 가입한 주소의 주인"),
    "account.unknown_account": _("비밀번호를 찾으려는, 가입하지 않은 주소"),
    "account.password_reset_key": _("비밀번호를 찾는 사람"),
    "account.login_code": _("메일로 들어오려는 사람"),
}.items():
    declare(_name, account(_to))
