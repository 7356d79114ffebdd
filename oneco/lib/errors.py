"""The one vocabulary in which a service says no."""

from django.utils.functional import Promise


class Refused(Exception):
    """A rule says no. `message` is a sentence for the person who asked; nothing was written.

    `field` names the form field to which the sentence belongs, `code` is for tests and logs, and `status` is
    422 for what the state or the input forbids, 403 for what the role forbids, 429 for too many attempts.
    """

    def __init__(
        self, message: str | Promise, *, field: str | None = None, code: str = "refused", status: int = 422
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code
        self.status = status

    def __str__(self) -> str:
        return str(self.message)
