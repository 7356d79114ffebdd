"""How long somebody who keeps guessing has to wait. Pure: moments in, a lock out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

TRIES = 5
FOR_EVER = timedelta.max

CHILD_PIN = (timedelta(minutes=15), timedelta(hours=1), FOR_EVER)
DEVICE_PIN = (FOR_EVER,)
PASSWORD = (timedelta(minutes=15), timedelta(hours=1))

WINDOW = timedelta(hours=1)
CODES_PER_PLACE = 10
CODES_IN_ALL = 300
CODES_WHEN_CROWDED = 1  # of each place, once CODES_IN_ALL is reached: one guesser must not shut out everybody

DAY = timedelta(days=1)
STRANGE_PINS = 30  # wrong PINs of one child a day, on all devices it never entered
NEW_DEVICES = 20  # of one family a day


@dataclass(frozen=True)
class Lock:
    """Nothing is tried before `until`; None means until a person allows it."""

    until: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether the lock still stands."""
        return self.until is None or now < self.until


def lock_after(wrongs: Sequence[datetime], ladder: Sequence[timedelta]) -> Lock | None:
    """The lock after these wrong tries in a row (oldest first): a rung for every TRIES, the last stays."""
    steps = len(wrongs) // TRIES
    if not steps:
        return None
    pause = ladder[min(steps, len(ladder)) - 1]
    return Lock(None if pause == FOR_EVER else wrongs[steps * TRIES - 1] + pause)


def locks_of(tries: Iterable[tuple[str, datetime]], ladder: Sequence[timedelta], now: datetime) -> bool:
    """Whether these tries of one key, oldest first, leave a lock that still holds."""
    wrongs: list[datetime] = []
    for outcome, at in tries:
        wrongs = [*wrongs, at] if outcome == "wrong" else []
    lock = lock_after(wrongs, ladder)
    return lock is not None and lock.holds(now)


def pin_key(child_id: int, device_id: int) -> str:
    """The key of a child's PIN on one device."""
    return f"pin:{child_id}@{device_id}"


def strange_pin_key(child_id: int) -> str:
    """The key of a child's PIN on all devices that it never entered."""
    return f"strange-pin:{child_id}"


def pin_key_of_any_device(child_id: int) -> str:
    """What the keys of a child's PIN begin with."""
    return f"pin:{child_id}@"


def device_pin_key(guardian_id: int, device_id: int) -> str:
    """The key of a guardian's PIN on one device."""
    return f"device-pin:{guardian_id}@{device_id}"


def device_pin_key_of_any_device(guardian_id: int) -> str:
    """What the keys of a guardian's device PINs begin with."""
    return f"device-pin:{guardian_id}@"


def password_key(guardian_id: int, device_id: int) -> str:
    """The key of a guardian's password where it leads back from a child's view."""
    return f"password:{guardian_id}@{device_id}"


def password_key_of_any_device(guardian_id: int) -> str:
    """What those keys begin with."""
    return f"password:{guardian_id}@"


def place_of(address: str) -> str:
    """A network address as it is counted: of IPv6 the /64 that one household holds."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:  # a server that listens on :: sees IPv4 like this
        return str(ip.ipv4_mapped)
    return ":".join(ip.exploded.split(":")[:4]) if isinstance(ip, IPv6Address) else str(ip)
