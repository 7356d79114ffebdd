"""Tags and filters of every page: Korean particles, sums, dates, drawings, the tabs."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from oneco.lib import clock, korean, network

register = template.Library()

_SHORT_PAIRS = {"은는": "은/는", "이가": "이/가", "을를": "을/를", "과와": "과/와", "으로로": "으로/로"}


@register.filter
def josa(word: object, pair: str) -> str:
    """Append the fitting particle: {{ "서하"|josa:"은는" }} is 서하는. Any pair "이랑/랑" works too."""
    return korean.josa(str(word), _SHORT_PAIRS.get(pair, pair))


@register.filter
def friendly(name: object) -> str:
    """A child's name as a sentence says it: 도윤이, 서하."""
    return korean.friendly(str(name))


@register.filter
def digits(number: int | None) -> str:
    """12000 as 12,000; nothing for None."""
    return "" if number is None else f"{number:,}"


@register.filter
def won(amount: int | None) -> str:
    """A sum in won: 5000 as 5,000원; nothing for None."""
    return "" if amount is None else korean.won_text(amount)


@register.filter
def kdate(day: date | str | None, form: str = "") -> str:
    """A date as 3월 25일(수); `form` "long" 3월 25일 수요일, "short" 3.25, "day" 25일(수), "year" 2026년 ….

    A datetime is taken in Korean time, by the calendar and not by the study day; notices keep ISO text.
    """
    if not day:
        return ""
    if isinstance(day, str):
        day = date.fromisoformat(day)
    if isinstance(day, datetime):
        day = day.astimezone(clock.KST).date()
    weekday = korean.WEEKDAYS[day.weekday()]
    forms = {
        "long": f"{day.month}월\u00a0{day.day}일 {weekday}요일",
        "short": f"{day.month}.{day.day:02d}",
        "day": f"{day.day}일({weekday})",
        "year": f"{day.year}년 {korean.day_text(day)}",
    }
    return forms.get(form) or korean.day_text(day)


@register.filter
def ktime(moment: datetime | None) -> str:
    """A moment in Korean time: 3월 25일(수) 오후 8:05; nothing for None."""
    if not moment:
        return ""
    local = moment.astimezone(clock.KST)
    half = "오전" if local.hour < 12 else "오후"
    return f"{kdate(local.date())} {half}\u00a0{local.hour % 12 or 12}:{local.minute:02d}"


@register.filter
def device(agent: str) -> str:
    """A User-Agent header as 휴대폰, 태블릿 or 컴퓨터."""
    return network.device_name(agent or "")


# Drawings of sprite.svg that are not 24 × 24.
_VIEW_BOXES = {"wordmark": "0 0 108 68", "otter-peek": "6 8 84 68", "otters-hands": "0 0 360 132"}
_BIG = ("shell-", "otter-", "animal-")


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """Draw a symbol of static/img/sprite.svg. Without `label` it is decoration that nobody reads aloud."""
    box = _VIEW_BOXES.get(name) or ("0 0 96 96" if name.startswith(_BIG) else "0 0 24 24")
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg viewBox="{}" class="{}" {}><use href="{}#{}"/></svg>',
        box, css, spoken, static("img/sprite.svg"), name,
    )  # fmt: skip


SHELL_WORDS: dict[str, str | Promise] = {
    "done": _("조개 찍음"),
    "today": _("오늘, 아직"),
    "coming": _("앞으로"),
    "rest": _("쉬는 날"),
    "missed": _("못 한 날"),
}


@register.simple_tag
def shell(state: str, css: str = "") -> SafeString:
    """The seal of one study day (done, today, coming, rest, missed) without words; see `shell_word`."""
    pressed = f"{css} d".strip() if state == "done" else css
    return icon(f"shell-{state}", pressed)


@register.filter
def shell_word(state: str) -> str:
    """How the seal of a state is read aloud."""
    return str(SHELL_WORDS[state])


class Ruler(NamedTuple):
    """A ruler of `total` marks; positions and length in per cent."""

    marks: list[str]
    length: str


@register.inclusion_tag("components/_ruler.html")
def ruler(done: int, total: int) -> dict[str, Ruler]:
    """Draw how far `done` of `total` is. Say the same in words beside it: the drawing is decoration."""
    total = max(total, 1)
    return {
        "ruler": Ruler(
            marks=[f"{mark * 100 / total:.2f}%" for mark in range(total + 1)],
            length=f"{min(max(done, 0), total) * 100 / total:.2f}%",
        )
    }


class Tab(NamedTuple):
    """One entry of the main menu: key (also the value of `tab` in a context), URL name, drawing, words."""

    key: str
    url_name: str
    icon: str
    label: str | Promise


TABS = {
    "child": (
        Tab("today", "today", "icon-today", _("오늘")),
        Tab("missions", "missions:list", "icon-mission", _("미션")),
        Tab("record", "lessons:record", "icon-record", _("기록")),
        Tab("promises", "missions:promises", "icon-promise", _("약속")),
        Tab("me", "accounts:me", "icon-me", _("나")),
    ),
    "guardian": (
        Tab("home", "home", "icon-home", _("홈")),
        Tab("missions", "missions:list", "icon-mission", _("미션")),
        Tab("record", "lessons:learned", "icon-record", _("배운 것")),
        Tab("promises", "missions:promises", "icon-promise", _("약속")),
        Tab("family", "families:family", "icon-family", _("가족")),
    ),
}
# Which tab a page belongs to when its view names none, by prefix of the URL name, first match wins.
_SECTIONS = (
    ("home", "home"),
    ("today", "today"),
    ("missions:promise", "promises"),
    ("missions:", "missions"),
    ("lessons:", "record"),
    ("families:me", "me"),
    ("families:", "family"),
    ("accounts:me", "me"),
)


@register.inclusion_tag("components/_tabs.html", takes_context=True)
def tabs(context: Mapping[str, Any], role: str) -> dict[str, Any]:
    """The main menu of a role ("child", "guardian"). The context may name the current tab as `tab`."""
    request = context.get("request")
    path = request.path if request else ""
    current = context.get("tab") or _section_of(request)
    links = []
    for tab in TABS[role]:
        url = reverse(tab.url_name)
        here = "page" if url == path else "true" if tab.key == current else ""
        links.append({"url": url, "icon": tab.icon, "label": tab.label, "here": here})
    return {"links": links}


def _section_of(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    name = match.view_name if match else ""
    return next((key for prefix, key in _SECTIONS if name.startswith(prefix)), "")
