"""Slots: how "only one live row" is said so that SQLite, MySQL and MariaDB all hold it."""

from typing import Any

from django.db import models


def slot(**live: Any) -> models.GeneratedField:
    """A stored column that is 1 while the row matches `live` and NULL otherwise.

    In a plain unique constraint the NULLs never collide, so that only live rows do. (Conditional unique
    constraints are silently dropped on MySQL and expression ones on MariaDB.)
    """
    return models.GeneratedField(
        expression=models.Case(
            models.When(**live, then=models.Value(1)),
            default=None,
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(null=True),
        db_persist=True,
        null=True,
        editable=False,
    )
