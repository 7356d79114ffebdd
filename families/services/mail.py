"""The letters about consent and about what staff does."""

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


def send_sign_in_link(to: str, *, link: str, now: datetime) -> None:
    """Mail somebody the link by which it comes in once."""
    _write("sign_in_link", _("원코에 들어오는 링크예요"), to=to, now=now, link=link)


def send_email_changed(*addresses: str, now: datetime) -> None:
    """Tell the old and the new address of an account that staff changed it."""
    for address in addresses:
        _write("email_changed", _("원코 계정의 이메일이 바뀌었어요"), to=address, now=now)


def _send(request: ConsentRequest, name: str, subject: str, *, now: datetime, **extra: str) -> None:
    about = {"nickname": request.draft["nickname"], "family": request.family.name, **extra}
    _write(name, subject, to=request.guardian.email or "", now=now, **about)


def _write(name: str, subject: str, *, to: str, now: datetime, **context: str) -> None:
    text = render_to_string(f"families/mail/{name}.txt", context)
    write_letter(f"account.{name}", to=to, subject=subject, text=text, now=now)
