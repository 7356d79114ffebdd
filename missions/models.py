"""Promises: the contract, its offers, its history, and the ledger of what is owed."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from families.models import Family
from lessons.models import Course, Enrolment
from oneco.lib.slots import slot

FIRST_WEEK = "first-week"  # the course of the suggested first mission


class Mission(models.Model):
    """A learning contract between a child and a guardian.

    `guardian` is the promiser, null until one is named. `starts_on`, `ends_on` and `makeup_until` are study
    dates; the state table is in `missions.states`, and only `missions.services.mover` moves a state.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("제안")
        DECLINED = "declined", _("이번에는 안 함")
        WITHDRAWN = "withdrawn", _("거둬들임")
        EXPIRED = "expired", _("기한 지남")
        SCHEDULED = "scheduled", _("시작을 기다림")
        RUNNING = "running", _("진행 중")
        MAKEUP = "makeup", _("보충 기간")
        ENDED = "ended", _("그만둠")
        CLOSED = "closed", _("기간 끝")
        ACHIEVED = "achieved", _("해냈어요")
        DELIVERED = "delivered", _("줬어요")
        SETTLED = "settled", _("약속 지킴")

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="missions")
    child = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="missions")
    guardian = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promised_missions",
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="missions")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    agreed_offer = models.OneToOneField(
        "missions.Offer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="mission"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    makeup_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    stop_asked_on = models.DateField(null=True, blank=True)
    open = slot(state__in=["proposed", "scheduled", "running", "makeup"])
    active = slot(state__in=["running", "makeup"])

    class Meta:
        verbose_name = _("미션")
        verbose_name_plural = _("미션")
        constraints = [
            models.UniqueConstraint(fields=["child", "course", "open"], name="one_open_mission_per_course"),
            models.UniqueConstraint(fields=["family", "child", "active"], name="one_active_mission"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="mission_ends_after_start"),
            models.CheckConstraint(
                condition=Q(makeup_until__isnull=True) | Q(makeup_until__gte=F("ends_on")),
                name="makeup_after_the_last_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "proposed",
                        "declined",
                        "withdrawn",
                        "expired",
                        "scheduled",
                        "running",
                        "makeup",
                        "ended",
                        "closed",
                        "achieved",
                        "delivered",
                        "settled",
                    ]
                ),
                name="mission_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_on"], name="missions_to_start"),
            models.Index(fields=["state", "ends_on"], name="missions_to_judge"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"


class Offer(models.Model):
    """One round of terms. Immutable; the first is the proposal, at most two counter-offers follow.

    `weekdays` as in Enrolment. `amount` is in won (0 unless the kind is 용돈); `parts` lists the amounts of
    나눠 받기 (empty: all at the end). `last_day` is what was computed and shown when it was made.
    """

    class Kind(models.TextChoices):
        TOGETHER = "together", _("함께하기")
        THING = "thing", _("물건")
        MONEY = "money", _("용돈")
        CHOICE = "choice", _("고르기")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="offers")
    n = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(3)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    weekdays = models.CharField(max_length=7)
    on_holidays = models.BooleanField(default=False)
    title = models.CharField(_("약속한 것"), max_length=100)
    kind = models.CharField(_("종류"), max_length=8, choices=Kind)
    amount = models.PositiveIntegerField(_("금액(원)"), default=0)
    message = models.CharField(_("한마디"), max_length=255, blank=True)
    parts = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=255, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "n"], name="offer_numbers_differ"),
            models.CheckConstraint(condition=Q(n__gte=1, n__lte=3), name="three_offers_at_most"),
            models.CheckConstraint(
                condition=Q(kind="money", amount__gt=0) | ~Q(kind="money") & Q(amount=0),
                name="only_money_has_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission_id}/{self.n}"


class MissionEvent(models.Model):
    """One change of a mission's state or dates, with who made it (null: time did)."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20)
    from_state = models.CharField(max_length=9, blank=True)
    to_state = models.CharField(max_length=9, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.mission_id}: {self.kind}"


class Part(models.Model):
    """The j-th share of a promise that is given in parts; `amount` in won, from the agreed offer."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="parts")
    j = models.PositiveSmallIntegerField()
    amount = models.PositiveIntegerField()
    earned_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "j"], name="part_numbers_differ")]

    def __str__(self) -> str:
        return f"{self.mission_id} part {self.j}"


class PromiseLine(models.Model):
    """One line of the 약속 수첩. Append-only: what is owed is the sum of `effect`.

    The unit is won for 용돈 and piece for everything else. `key` makes a repeat harmless. `giver` owes,
    `child` receives.
    """

    class Kind(models.TextChoices):
        EARNED = "earned", _("해냈어요")
        ADJUSTED = "adjusted", _("바꿨어요")
        DELIVERED = "delivered", _("줬어요")
        CORRECTED = "corrected", _("아직이에요")
        FORGIVEN = "forgiven", _("없던 일로")
        MOVED = "moved", _("넘겨받음")
        CONFIRMED = "confirmed", _("받았어요")

    class Unit(models.TextChoices):
        WON = "won", _("원")
        PIECE = "piece", _("개")

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="lines")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="promise_lines"
    )
    kind = models.CharField(max_length=9, choices=Kind)
    unit = models.CharField(max_length=5, choices=Unit)
    effect = models.IntegerField()
    due_on = models.DateField(null=True, blank=True)
    refers_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    key = models.CharField(max_length=80, unique=True)

    class Meta:
        verbose_name = _("약속 수첩 줄")
        verbose_name_plural = _("약속 수첩 줄")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="earned", effect__gt=0)
                | Q(kind__in=["delivered", "forgiven"], effect__lt=0)
                | Q(kind="corrected", effect__gt=0)
                | Q(kind="confirmed", effect=0)
                | Q(kind__in=["adjusted", "moved"]),
                name="line_effect_fits_its_kind",
            ),
        ]
        indexes = [models.Index(fields=["child", "at"], name="lines_of_a_child")]

    def __str__(self) -> str:
        return f"{self.mission_id}: {self.kind} {self.effect:+d}"


class PromiseChange(models.Model):
    """A wish to change what is owed: another thing, amount or date.

    The other side answers; one is open at a time.
    """

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="promise_changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100, blank=True)
    amount = models.PositiveIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    open = slot(answered_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "open"], name="one_open_change_per_mission"),
        ]

    def __str__(self) -> str:
        return f"change of {self.mission_id}"
