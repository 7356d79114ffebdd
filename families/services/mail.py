"""The letters about consent and about what staff does. They go out once the transaction is certain."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from families.models import ConsentRequest


def send_consent_request(request: ConsentRequest, *, link: str) -> None:
    """Mail the guardian the link that confirms a consent."""
    subject = _("자녀 프로필에 동의하는지 확인해 주세요")
    _send(request, str(subject), "families/mail/consent_request.txt", {"link": link})


def send_consent_receipt(request: ConsentRequest) -> None:
    """Tell the address that a consent was given from it."""
    subject = _("자녀 프로필에 동의하셨어요")
    _send(request, str(subject), "families/mail/consent_receipt.txt", {})


def send_sign_in_link(to: str, *, link: str) -> None:
    """Mail somebody the link by which it comes in once."""
    _mail(to, str(_("원코에 들어오는 링크예요")), "families/mail/sign_in_link.txt", {"link": link})


def send_email_changed(*addresses: str) -> None:
    """Tell the old and the new address of an account that staff changed it."""
    for address in addresses:
        _mail(address, str(_("원코 계정의 이메일이 바뀌었어요")), "families/mail/email_changed.txt", {})


def _send(request: ConsentRequest, subject: str, template: str, extra: dict[str, str]) -> None:
    context = {"nickname": request.draft["nickname"], "family": request.family.name, **extra}
    _mail(request.guardian.email or "", subject, template, context)


def _mail(address: str, subject: str, template: str, context: dict[str, str]) -> None:
    text = render_to_string(template, context)
    to = [address]
    # robust: a mail server that is down must not turn what was written into an error page
    transaction.on_commit(lambda: send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, to), robust=True)
