from django.db import models


class ClockOffset(models.Model):
    """How far demo time runs from real time, in seconds. One row (pk 1), read by every process."""

    seconds = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.seconds:+d} s"


class ScheduledRun(models.Model):
    """One run of a scheduled job. The unique (job, slot) lets only one of many schedulers do it."""

    job = models.CharField(max_length=40)
    slot = models.CharField(max_length=40)
    started_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="one_run_per_slot")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
