"""The contract: a mission, the offers it was agreed by, and everything that happened to it."""

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
    dates, `makeup_days` is how many study days lie in the makeup period (null before there is one). `review`
    marks a 복습 코스: the course was finished before, and only its recalls are asked. The state table is in
    `missions.states`, and only `missions.services.mover` moves a state.
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

    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, related_name="missions", verbose_name=_("가족")
    )
    child = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="missions", verbose_name=_("자녀")
    )
    guardian = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promised_missions",
        verbose_name=_("약속한 보호자"),
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="missions", verbose_name=_("코스")
    )
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED, verbose_name=_("상태"))
    agreed_offer = models.OneToOneField(
        "missions.Offer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("정해진 제안"),
    )
    enrolment = models.OneToOneField(
        Enrolment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mission",
        verbose_name=_("배움의 길"),
    )
    starts_on = models.DateField(verbose_name=_("첫날"))
    ends_on = models.DateField(verbose_name=_("마지막 날"))
    makeup_until = models.DateField(null=True, blank=True, verbose_name=_("보충 기간의 끝"))
    makeup_days = models.PositiveSmallIntegerField(
        null=True, blank=True, verbose_name=_("보충 기간(배우는 날)")
    )
    review = models.BooleanField(default=False, verbose_name=_("복습 코스"))
    created_at = models.DateTimeField(verbose_name=_("만든 때"))
    moved_at = models.DateTimeField(verbose_name=_("상태가 바뀐 때"))
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

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.MAKEUP)


class Offer(models.Model):
    """One round of terms. Immutable; the first is the proposal, at most two counter-offers follow.

    `weekdays` as in Enrolment. `amount` is in won (0 unless the kind is 용돈); `parts` lists the amounts of
    나눠 받기, their sum is `amount` (empty: all at the end). `last_day` is what was computed and shown when
    it was made.
    """

    class Kind(models.TextChoices):
        TOGETHER = "together", _("함께하기")
        THING = "thing", _("물건")
        MONEY = "money", _("용돈")
        CHOICE = "choice", _("고르기")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="offers", verbose_name=_("미션")
    )
    n = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(3)], verbose_name=_("차례")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("누가")
    )
    first_day = models.DateField(verbose_name=_("첫날"))
    last_day = models.DateField(verbose_name=_("마지막 날"))
    weekdays = models.CharField(max_length=7, verbose_name=_("배우는 요일"))
    on_holidays = models.BooleanField(default=False, verbose_name=_("공휴일에도"))
    title = models.CharField(_("약속한 것"), max_length=100)
    kind = models.CharField(_("종류"), max_length=8, choices=Kind)
    amount = models.PositiveIntegerField(_("금액(원)"), default=0)
    message = models.CharField(_("한마디"), max_length=255, blank=True)
    parts = models.JSONField(default=list, blank=True, verbose_name=_("나눠 받기"))
    reason = models.CharField(max_length=255, blank=True, verbose_name=_("까닭"))
    made_at = models.DateTimeField(verbose_name=_("적은 때"))

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

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="events", verbose_name=_("미션")
    )
    kind = models.CharField(max_length=20, verbose_name=_("종류"))
    from_state = models.CharField(max_length=9, blank=True, verbose_name=_("앞의 상태"))
    to_state = models.CharField(max_length=9, blank=True, verbose_name=_("뒤의 상태"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("누가"),
    )
    at = models.DateTimeField(verbose_name=_("때"))
    data = models.JSONField(default=dict, verbose_name=_("자세히"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.mission_id}: {self.kind}"


class EndWish(models.Model):
    """A wish to end a mission early; one is open at a time.

    By the child (그만하고 싶어요): the guardian ends it or asks for a little more (`more_asked_on`), which
    the child may refuse. By the guardian once three quarters are learned: the child agrees or goes on.
    `made_on` and `more_asked_on` are study dates. `amount` (won) and `title` are what the guardian gives for
    지금까지 한 만큼, beyond what was earned already.
    """

    class Outcome(models.TextChoices):
        ENDED = "ended", _("그만두기로 함")
        WENT_ON = "went_on", _("계속하기로 함")

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="end_wishes", verbose_name=_("미션")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("누가")
    )
    reason = models.CharField(_("까닭"), max_length=255, blank=True)
    amount = models.PositiveIntegerField(_("금액(원)"), default=0)
    title = models.CharField(_("지금까지 한 만큼"), max_length=100, blank=True)
    made_on = models.DateField(verbose_name=_("말한 날"))
    more_asked_on = models.DateField(null=True, blank=True, verbose_name=_("조금 더 물은 날"))
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True, verbose_name=_("결과"))
    answered_at = models.DateTimeField(null=True, blank=True, verbose_name=_("답한 때"))
    open = slot(answered_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "open"], name="one_open_end_wish_per_mission"),
        ]

    def __str__(self) -> str:
        return f"end of {self.mission_id}"
