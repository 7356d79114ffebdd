"""How somebody wants to be told."""

from datetime import time
from hashlib import sha256

from django.db import models

from accounts.models.people import User

REMIND_HOURS = range(8, 21)  # a reminder at an hour outside would fall into the quiet hours
REMIND_HOUR = 17
QUIET_FROM, QUIET_UNTIL = time(21), time(7, 30)


class TellingSettings(models.Model):
    """When a person is told. No row means the defaults.

    `remind_hour` is the hour in Seoul of a child's reminder; None is none. `remind_guardian` takes it on its
    phone instead. `quiet_from` and `quiet_until` are for those of 14 or over; None is 21:00 and 07:30.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="telling")
    remind_hour = models.PositiveSmallIntegerField(null=True, blank=True, default=REMIND_HOUR)
    remind_guardian = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="reminded_for"
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(remind_hour__isnull=True) | models.Q(remind_hour__range=(8, 20)),
                name="remind_hour_by_day",
            ),
        ]
        indexes = [models.Index(fields=["remind_hour"], name="by_remind_hour")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.remind_hour}"


class Preference(models.Model):
    """One switch: `topic` is a kind ("mission_proposed") or a class ("decision"); the kind's switch wins."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="preferences")
    topic = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic", "channel"], name="one_switch_per_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} by {self.channel}: {'on' if self.on else 'off'}"


class PushSubscription(models.Model):
    """A browser that takes pushes for one person. The same browser belongs to whoever subscribed last."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=1000)
    endpoint_hash = models.CharField(max_length=64, unique=True)  # MySQL cannot index the whole address
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=60)
    device = models.CharField(max_length=60, blank=True)  # as its person knows it: "휴대폰 Chrome"
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.device}"

    @staticmethod
    def hash_of(endpoint: str) -> str:
        """By what an endpoint is found."""
        return sha256(endpoint.encode()).hexdigest()
