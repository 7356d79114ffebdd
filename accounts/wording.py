"""What a notification says. Every app registers the sentences of the kinds it sends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oneco.lib.korean import josa

Template = str | Promise | Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class Message:
    """One notification in the words of its reader; `url` is the path it leads to, "" for none."""

    title: str
    body: str
    action: str
    url: str


_TEMPLATES: dict[str, Template] = {}
UNKNOWN = _("새 소식이 있어요.")


def register(kind: str, template: Template) -> None:
    """Say how a kind reads: a sentence with {names} ("{child:이/가}"), or a function of the data."""
    _TEMPLATES[kind] = template


def registered() -> list[str]:
    """The kinds that have words."""
    return sorted(_TEMPLATES)


def message(kind: str, data: Mapping[str, Any], *, to_child: bool) -> Message:
    """A notification as its reader sees it in the inbox, in a letter, on a lock screen."""
    body = sentence(kind, data)
    return Message(str(UNKNOWN), body, str(_("가서 보기")), str(data.get("url", "")))


def sentence(kind: str, data: Mapping[str, Any]) -> str:
    """The sentence of one notification. A kind that nobody registered any more still reads as news."""
    template = _TEMPLATES.get(kind, UNKNOWN)
    if callable(template) and not isinstance(template, Promise):
        return template(data)
    return str(template).format_map(_Gaps({name: _Word(value) for name, value in data.items()}))


class _Word(str):
    """A word that takes its particle in a template: "{child:이/가}" is 서하가."""

    def __format__(self, spec: str) -> str:
        return josa(str(self), spec) if self and spec else str(self)


class _Gaps(dict[str, Any]):
    """Old rows may lack a name that newer sentences use."""

    def __missing__(self, key: str) -> str:
        return _Word()
