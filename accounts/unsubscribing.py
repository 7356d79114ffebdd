"""What the List-Unsubscribe link of a mail carries: who, and of which class of mail it wants no more."""

from dataclasses import dataclass

from django.core import signing

SALT = "accounts.unsubscribe"


@dataclass(frozen=True)
class Unwanted:
    user_id: int
    topic: str


def token_for(user_id: int, topic: str) -> str:
    """A signed token without an end: a mail may be opened years later."""
    return signing.Signer(salt=SALT).sign_object([user_id, topic], compress=True)


def read_token(token: str) -> Unwanted | None:
    """What a token says, or None for one that we did not sign."""
    try:
        user_id, topic = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return Unwanted(user_id, topic)
