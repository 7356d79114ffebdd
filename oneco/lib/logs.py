"""What the log must not keep: secrets that travel in the path of a link."""

import logging
import re

# Invitation codes, consent links, confirmations of an address, password resets.
_SECRET = re.compile(r"(/join/|/consent/|/confirm-email/|/reset/key/)[^/\s]+")


class HideSecrets(logging.Filter):
    """Put … where a line would show the code or token of a link. Whoever reads the log could use it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line; it is always kept."""
        line = record.getMessage()
        hidden = _SECRET.sub(r"\1…", line)
        if hidden != line:
            record.msg, record.args = hidden, ()
        record.__dict__.pop("request", None)  # it would print the path once more
        return True
