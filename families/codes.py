"""Codes that people read to each other: made of letters that cannot be mixed up, read with patience."""

import secrets

from families.models import CODE_ALPHABET, CODE_PATTERN

FAMILY_CODE = 10
INVITATION_CODE = 8


def new_code(length: int) -> str:
    """A random code; 32 letters make 8 of them 40 bits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def normalise(text: str) -> str:
    """What was meant: capitals, without the spaces and dashes people put in."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def is_code(text: str, length: int) -> bool:
    """Whether a normalised text can be a code of this length at all."""
    return len(text) == length and CODE_PATTERN.fullmatch(text) is not None
