"""How a parcel leaves the house: one small protocol, a module for each channel.

A channel is opened for a batch, sends one parcel at a time with a timeout on every call, and says in our
words what became of it: nothing (it is taken), `Later`, `Never` or `Gone`.
"""

from types import TracebackType
from typing import Any, Protocol, Self


class Trouble(Exception):
    """A parcel was not taken; the text is for staff."""


class Later(Trouble):
    """Worth another try. `seconds` is the wait that was asked for; `away`: nobody is answered there now."""

    def __init__(self, reason: str, *, seconds: float | None = None, away: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.away = away


class Never(Trouble):
    """The same parcel would be refused again."""


class Gone(Never):
    """Nobody lives at this address any more."""


class Channel(Protocol):
    """One way out. Entered once for a batch."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def place(self, parcel: Any) -> str:
        """Whom this parcel would be handed to; while one is away, others may answer."""
        ...

    def send(self, parcel: Any) -> None:
        """Hand the parcel over. Raises Later, Never or Gone."""
        ...
