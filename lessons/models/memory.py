"""How well it sticks."""

from django.conf import settings
from django.db import models

from lessons.models.catalog import Lesson


class Card(models.Model):
    """A child's memory of one word. Days are study dates; `stability` is in days.

    `rated_on` guards it: a day's second answer changes nothing.
    """

    child = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cards")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="cards")
    stability = models.FloatField()
    difficulty = models.FloatField()
    learned_on = models.DateField()
    rated_on = models.DateField()
    due_on = models.DateField()
    lapses = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "lesson"], name="one_card_per_word")]
        indexes = [models.Index(fields=["child", "due_on"], name="cards_due")]

    def __str__(self) -> str:
        return f"{self.child_id}: {self.lesson_id} due {self.due_on}"
