"""What the lines of the 약속 수첩 say."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
