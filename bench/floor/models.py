"""Books of notes, and a line for every note that was ticked off."""

from django.conf import settings
from django.db import models


class Book(models.Model):
    """A person's book of notes."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    title = models.CharField(max_length=100)
    objects: models.Manager["Book"] = models.Manager()

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """A line in a book, with the day it is due."""

    book = models.ForeignKey(Book, models.CASCADE)
    title = models.CharField(max_length=100)
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    ticked = models.BooleanField(default=False)
    objects: models.Manager["Note"] = models.Manager()

    def __str__(self) -> str:
        return self.title


class Tick(models.Model):
    """A note was ticked off."""

    note = models.ForeignKey(Note, models.CASCADE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    objects: models.Manager["Tick"] = models.Manager()

    def __str__(self) -> str:
        return str(self.at)
