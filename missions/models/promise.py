"""What is owed: the parts of a promise, the lines of the 약속 수첩, and wishes to change them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from missions.models.mission import Mission
from oneco.lib.slots import slot


class Part(models.Model):
    """The j-th share of a promise that is given in parts (나눠 받기); `amount` in won, from the agreed offer.

    It can be earned from the study date `comes_on`, the j-th 복습하는 날, once the first 4j lessons are
    finished; the last one with 해냈어요 alone.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="parts", verbose_name=_("미션")
    )
    j = models.PositiveSmallIntegerField(verbose_name=_("차례"))
    amount = models.PositiveIntegerField(verbose_name=_("금액(원)"))
    comes_on = models.DateField(verbose_name=_("받을 수 있는 날"))
    earned_on = models.DateField(null=True, blank=True, verbose_name=_("얻은 날"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "j"], name="part_numbers_differ")]
        indexes = [models.Index(fields=["earned_on", "comes_on"], name="parts_to_earn")]

    def __str__(self) -> str:
        return f"{self.mission_id} part {self.j}"


class PromiseLine(models.Model):
    """One line of the 약속 수첩. Append-only: what is owed is the sum of `effect`.

    The unit is won for 용돈 and piece for everything else. `title` names the thing where it is not the agreed
    offer's. `due_on` of an adjusted line is the new date of all that is owed. `key` makes a repeat harmless.
    `giver` owes, `child` receives.
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

    mission = models.ForeignKey(
        Mission, on_delete=models.PROTECT, related_name="lines", verbose_name=_("미션")
    )
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("줄 사람")
    )
    child = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="promise_lines",
        verbose_name=_("자녀"),
    )
    kind = models.CharField(max_length=9, choices=Kind, verbose_name=_("종류"))
    unit = models.CharField(max_length=5, choices=Unit, verbose_name=_("단위"))
    effect = models.IntegerField(verbose_name=_("더하고 뺀 값"))
    title = models.CharField(max_length=100, blank=True, verbose_name=_("약속한 것"))
    due_on = models.DateField(null=True, blank=True, verbose_name=_("약속한 날"))
    refers_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("어느 줄에")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("누가"),
    )
    at = models.DateTimeField(verbose_name=_("때"))
    key = models.CharField(max_length=80, unique=True, verbose_name=_("열쇠"))

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
    """A wish to change what is owed: another date (`due_on`), or another thing (`title`; with `amount` in won
    it is 용돈). The other side answers; one is open at a time. `accepted` stays null when it lapsed.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="promise_changes", verbose_name=_("미션")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("누가")
    )
    title = models.CharField(max_length=100, blank=True, verbose_name=_("약속한 것"))
    amount = models.PositiveIntegerField(null=True, blank=True, verbose_name=_("금액(원)"))
    due_on = models.DateField(null=True, blank=True, verbose_name=_("약속한 날"))
    made_at = models.DateTimeField(verbose_name=_("적은 때"))
    accepted = models.BooleanField(null=True, verbose_name=_("받아들임"))
    answered_at = models.DateTimeField(null=True, blank=True, verbose_name=_("답한 때"))
    open = slot(answered_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "open"], name="one_open_change_per_mission"),
        ]

    def __str__(self) -> str:
        return f"change of {self.mission_id}"
