"""E-mail by Django's backend: one connection for a batch, one letter at a time."""

from contextlib import suppress
from dataclasses import dataclass, field
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from accounts.channels import Later, Never

_SERVICE_CLOSING = 421


@dataclass(frozen=True)
class Letter:
    """What goes into an envelope. `key` becomes the Message-ID, so that a second copy is known as one."""

    key: str
    to: str
    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class EmailChannel:
    """The mail server of this installation; the console where there is none."""

    def __init__(self) -> None:
        self._line: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.close()

    def place(self, parcel: Letter) -> str:
        return "mail server"

    def send(self, parcel: Letter) -> None:
        """Hand one letter to the mail server. Raises Later or Never."""
        line = self._open()
        try:
            taken = line.send_messages([_message(parcel)])
        except (SMTPRecipientsRefused, SMTPResponseException) as refused:
            raise self._refusal(refused) from refused
        except OSError as broken:
            self._hang_up()
            raise Later(_said(broken), away=not _only_broke(broken)) from broken
        except ValueError as unfit:  # an address or a header that no mail can carry
            raise Never(_said(unfit)) from unfit
        if not taken:  # Django counts what has no address as nothing to do
            raise Never("no address")

    def _open(self) -> Any:
        if self._line is None:
            line = get_connection()
            try:
                line.open()
            except OSError as away:  # a wrong password, too: it is our setting, not this letter
                raise Later(_said(away), away=True) from away
            self._line = line
        return self._line

    def _hang_up(self) -> None:
        """Forget a connection of which nobody knows in which state it is; QUIT might hang as well."""
        connection = getattr(self._line, "connection", None)
        self._line = None
        if connection is not None:
            connection.close()

    def _refusal(self, refused: SMTPRecipientsRefused | SMTPResponseException) -> Later | Never:
        if isinstance(refused, SMTPRecipientsRefused):
            code, answer = next(iter(refused.recipients.values()))
            said: bytes | str = answer
        else:
            code, said = refused.smtp_code, refused.smtp_error
        text = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
        if code == _SERVICE_CLOSING:
            self._hang_up()
            return Later(text, away=True)
        return Never(text) if code >= 500 else Later(text)


def _message(letter: Letter) -> EmailMultiAlternatives:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {
        "Message-ID": f"<{letter.key}@{domain}>",
        "Auto-Submitted": "auto-generated",
        **letter.headers,
    }
    message = EmailMultiAlternatives(letter.subject, letter.text, None, [letter.to], headers=headers)
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _only_broke(error: OSError) -> bool:
    """Whether the line broke while the server lives on; smtplib says the same when no answer came."""
    return isinstance(error, SMTPServerDisconnected) and not isinstance(error.__context__, TimeoutError)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
