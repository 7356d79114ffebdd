"""What a notification says. Every app registers the words of the kinds it sends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oneco.lib.korean import josa

Text = str | Promise
Template = Text | Callable[[Mapping[str, Any]], str]
TITLE, ACTION = _("새 소식"), _("가서 보기")


@dataclass(frozen=True)
class Words:
    """How a kind reads: what it is about in a few words, the sentence, and what its link is called.

    A child may read another sentence (`to_child`), and after it the line of its family's voice (`tones`); to
    others the title says first whose news it is (`whose`).
    """

    body: Template
    title: Template = TITLE
    action: Text = ACTION
    whose: Template = ""
    to_child: Template | None = None
    tones: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """One notification in the words of its reader; `url` is the path it leads to, "" for none."""

    title: str
    body: str
    action: str
    url: str


UNKNOWN = _("새 소식이 있어요.")
_WORDS: dict[str, Words] = {}


def register(kind: str, body: Template, **more: Any) -> None:
    """Say how a kind reads: a sentence with {names} ("{child:이/가}"), or a function of the data.

    `more` are the other fields of Words.
    """
    _WORDS[kind] = Words(body, **more)


def words_of(kind: str) -> Words:
    """How a kind reads. One that nobody registered any more still reads as news."""
    return _WORDS.get(kind, Words(UNKNOWN))


def registered() -> list[str]:
    """The kinds that have words."""
    return sorted(_WORDS)


def message(kind: str, data: Mapping[str, Any], *, to_child: bool) -> Message:
    """A notification as its reader sees it in the inbox, in a letter, on a lock screen."""
    words = words_of(kind)
    whose = "" if to_child else _filled(words.whose, data)
    return Message(
        title=" · ".join(filter(None, (whose, _filled(words.title, data)))),
        body=sentence(kind, data, to_child=to_child),
        action=str(words.action),
        url=str(data.get("url", "")),
    )


def sentence(kind: str, data: Mapping[str, Any], *, to_child: bool = False) -> str:
    """What a notification says; to a child in the voice of its family (`data["voice"]`)."""
    words = words_of(kind)
    if not to_child:
        return _filled(words.body, data)
    tone = words.tones.get(data.get("voice", ""), "")
    return f"{_filled(words.to_child or words.body, data)} {tone}".strip()


def _filled(template: Template, data: Mapping[str, Any]) -> str:
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
