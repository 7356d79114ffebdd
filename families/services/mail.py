"""The two letters families send about consent."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.services.notify import write_letter
from families.models import ConsentRequest


def send_consent_request(request: ConsentRequest, *, link: str, now: datetime) -> None:
    """Mail the guardian the link that confirms a consent."""
    _send(request, "consent_request", _("자녀 프로필에 동의하는지 확인해 주세요"), now=now, link=link)


def send_consent_receipt(request: ConsentRequest, *, now: datetime) -> None:
    """Tell the address that a consent was given from it."""
    _send(request, "consent_receipt", _("자녀 프로필에 동의하셨어요"), now=now)


def _send(request: ConsentRequest, name: str, subject: str, *, now: datetime, **extra: str) -> None:
    context = {"nickname": request.draft["nickname"], "family": request.family.name, **extra}
    text = render_to_string(f"families/mail/{name}.txt", context)
    to = request.guardian.email or ""
    write_letter(f"account.{name}", to=to, subject=subject, text=text, now=now)
