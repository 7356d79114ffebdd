"""The two letters families send about consent. They go out once the transaction is certain."""

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


def _send(request: ConsentRequest, subject: str, template: str, extra: dict[str, str]) -> None:
    context = {"nickname": request.draft["nickname"], "family": request.family.name, **extra}
    text = render_to_string(template, context)
    to = [request.guardian.email or ""]
    # robust: a mail server that is down must not turn what was written into an error page
    transaction.on_commit(lambda: send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, to), robust=True)
