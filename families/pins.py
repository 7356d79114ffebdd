"""Which PINs are good enough. Pure."""

import re
from itertools import pairwise

# The most used four-digit PINs that no pattern below covers.
_COMMON = frozenset(
    {"1004", "2580", "0852", "2000", "2001", "2002", "1988", "8282", "7942", "0070", "1472", "0911"}
)
_COMMON_SIX = frozenset({"147258", "159753", "123123", "112233", "121212", "520520", "696969", "101010"})


def is_common(pin: str) -> bool:
    """True for what a stranger tries first: one digit, a run, a repeated pair, a keypad line, a known one."""
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    repeated = len(pin) % 2 == 0 and pin == pin[:2] * (len(pin) // 2)
    return steps <= {0} or steps <= {1} or steps <= {-1} or repeated or pin in _COMMON | _COMMON_SIX


def is_child_pin(pin: str) -> bool:
    """4 to 6 digits."""
    return re.fullmatch(r"[0-9]{4,6}", pin) is not None


def is_device_pin(pin: str) -> bool:
    """Exactly 6 digits."""
    return re.fullmatch(r"[0-9]{6}", pin) is not None
