"""By which channels a person can be reached, and wants to be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings

from accounts.kinds import EMAIL, PUSH, Kind, Told, kind_of
from accounts.models import Preference, PushSubscription, TellingSettings, User
from accounts.models.reaching import QUIET_FROM, QUIET_UNTIL
from accounts.quiet import QuietHours

USUAL_QUIET = QuietHours(QUIET_FROM, QUIET_UNTIL)


@dataclass(frozen=True)
class Target:
    """A channel and, for a push, the subscription."""

    channel: str
    pk: int = 0


@dataclass
class Reach:
    """What is known about reaching one person."""

    user: User
    quiet: QuietHours = USUAL_QUIET
    switches: dict[tuple[str, str], bool] = field(default_factory=dict)
    browsers: list[int] = field(default_factory=list)

    def targets(self, kind: Kind, name: str) -> Iterator[Target]:
        """Where something of this kind goes, by what the person switched on and has."""
        told = kind.told_to(self.user.role)
        if told is Told.NEWS or not self.user.is_active:
            return
        if EMAIL in kind.channels and self.has_mail() and self.wants(name, told, EMAIL):
            yield Target(EMAIL)
        if PUSH in kind.channels and self.wants(name, told, PUSH):
            yield from (Target(PUSH, pk) for pk in self.browsers)

    def has_mail(self) -> bool:
        """Demo addresses exist nowhere: their mail is printed, never sent."""
        printed = "smtp" not in settings.EMAIL_BACKEND
        return bool(self.user.email) and (printed or not self.user.is_demo)

    def wants(self, name: str, told: Told, channel: str) -> bool:
        """The switch of the kind, else that of the class, else the default: all on, but whoever takes pushes
        gets the reminder of a day once (the letter of the week is one to read, and comes by mail too)."""
        for topic in (name, told.value):
            if (topic, channel) in self.switches:
                return self.switches[topic, channel]
        daily = told is Told.REMINDER and not kind_of(name).weekly
        return not (daily and channel == EMAIL and self.browsers)


def reach_of(users: Iterable[User]) -> dict[int, Reach]:
    """What is known about reaching these people, by primary key; three queries for any number."""
    reach = {user.pk: Reach(user) for user in users}
    for row in TellingSettings.objects.filter(user__in=reach):
        if row.quiet_from is not None and row.quiet_until is not None:
            reach[row.user_id].quiet = QuietHours(row.quiet_from, row.quiet_until)
    switches: dict[int, dict[tuple[str, str], bool]] = defaultdict(dict)
    for user, topic, channel, on in Preference.objects.filter(user__in=reach).values_list(
        "user", "topic", "channel", "on"
    ):
        switches[user][topic, channel] = on
    for user, pk in PushSubscription.objects.filter(user__in=reach).values_list("user", "pk"):
        reach[user].browsers.append(pk)
    for user, found in switches.items():
        reach[user].switches = found
    return reach
