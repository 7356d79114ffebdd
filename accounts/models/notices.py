"""What people are told, and how it gets to them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


def new_token() -> str:
    """32 hexadecimal digits: a key of our own before the database gives one."""
    return uuid.uuid4().hex


class Notification(models.Model):
    """Something a person should know, written in the transaction that made it true.

    `key` says what it is about ("mission:12:accepted"): the unique (recipient, key) makes a repeat harmless.
    `data` carries all that the wording needs (names, voice, dates as ISO text), and `url` where it leads.
    `budget` is what a reminder uses up ("day:2026-03-03:12"): unique, so that there is no second one.
    `token` tells the writer whether the row is its own or was there before.
    """

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    data = models.JSONField(default=dict)
    budget = models.CharField(max_length=60, unique=True, null=True, blank=True)
    token = models.CharField(max_length=32, default=new_token, editable=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="one_notification_per_key"),
        ]
        indexes = [
            models.Index(fields=["recipient", "read_at", "created_at"], name="inbox"),
            models.Index(fields=["created_at"], name="notices_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id}"


class Delivery(models.Model):
    """One notification on its way to one target: an e-mail address, or one browser that takes pushes.

    `key` is the same at every try: the Message-ID of the mail and the topic of the push, by which a second
    copy after a crash is known. A letter (`notification` empty: what an account needs) carries its own text
    in `letter`, which may hold a secret link and is wiped as soon as it is sent or of no more use.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("기다림")
        LEASED = "leased", _("보내는 중")
        SENT = "sent", _("보냄")
        PARKED = "parked", _("멈춤")
        DROPPED = "dropped", _("보내지 않음")

    class Channel(models.TextChoices):
        EMAIL = "email", _("이메일")
        PUSH = "push", _("푸시")

    class Urgency(models.IntegerChoices):
        """Who goes first when many wait: a sign-in link does not stand behind ten thousand reminders."""

        LETTER = 0
        DECISION = 1
        REMINDER = 2

    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="deliveries", null=True, blank=True
    )
    kind = models.CharField(_("소식"), max_length=40)
    channel = models.CharField(_("길"), max_length=10, choices=Channel)
    target = models.BigIntegerField(
        default=0
    )  # the push subscription; 0 for the e-mail address of the person
    key = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    letter = models.JSONField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.DECISION)
    state = models.CharField(_("상태"), max_length=8, choices=State, default=State.WAITING)
    leased_by = models.CharField(max_length=32, blank=True, db_index=True)
    leased_until = models.DateTimeField(_("맡은 기한"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("보내 본 횟수"), default=0)
    next_try_at = models.DateTimeField(_("다음 시도"), null=True, blank=True)
    stale_after = models.DateTimeField(_("쓸모 있는 기한"), null=True, blank=True)
    created_at = models.DateTimeField(_("쓴 때"), null=True)  # null: written before this was kept
    done_at = models.DateTimeField(_("끝난 때"), null=True, blank=True)
    error = models.CharField(_("까닭"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("배달")
        verbose_name_plural = _("배달")
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "channel", "target"], name="one_delivery_per_target"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "leased", "sent", "parked", "dropped"]),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(notification__isnull=False) | models.Q(channel="email"),
                name="only_mail_stands_alone",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "urgency", "next_try_at"], name="deliveries_in_turn"),
            models.Index(fields=["state", "leased_until"], name="deliveries_leased"),
            models.Index(fields=["state", "done_at"], name="deliveries_done"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.state}"
