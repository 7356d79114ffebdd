"""What the 약속 수첩 says: its lines, the things that are owed, and what waits."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from missions.wording.contract import promise_text

_LINES: Mapping[str, str | Promise] = {
    "earned": _("해냈어요"),
    "delivered": _("줬어요"),
    "corrected": _("아직이에요"),
    "forgiven": _("없던 일로 했어요"),
    "confirmed": _("받았어요"),
}
_IN_AND_OUT: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "adjusted": (_("대신 이것으로 정했어요"), _("다른 것으로 바꿨어요")),
    "moved": (_("넘겨받았어요"), _("넘겨줬어요")),
}


def line_text(kind: str, *, effect: int, silent: bool = False, undone: bool = False) -> str:
    """What a line of the 약속 수첩 says happened; `silent` when nobody pressed, `undone` when it takes back
    없던 일로."""
    if kind in _IN_AND_OUT:
        return str(_IN_AND_OUT[kind][effect < 0])
    if kind == "confirmed" and silent:
        return str(_("확인 없이 마쳤어요"))
    return str(_("없던 일로 한 것을 되돌렸어요") if undone else _LINES[kind])


def things_text(kind: str, title: str, things: Iterable[tuple[str, str, int]]) -> str:
    """Things of one mission in a few words: "용돈 10,000원, 영화 보기".

    `kind` and `title` are the agreed offer's; each thing is its unit, its own title ("" for the offer's) and
    how much. Sums of one name are added up.
    """
    sums: dict[tuple[str, str], int] = {}
    for unit, own, amount in things:
        name = own or (title if unit == "piece" or kind == "money" else str(_("용돈")))
        sums[unit, name] = sums.get((unit, name), 0) + amount
    return ", ".join(
        promise_text("money" if unit == "won" else "thing", name, amount)
        for (unit, name), amount in sums.items()
    )
