"""A constraint that a database cannot hold does not exist there: none of ours may be of that kind."""

import pytest
from django.apps import apps
from django.core import checks
from django.db import models

OURS = {"lib", "accounts", "families", "lessons", "missions"}


@pytest.mark.mysql
def test_no_constraint_of_ours_is_dropped(db: None) -> None:
    dropped = [
        problem
        for problem in checks.run_checks(databases=["default"])
        if problem.id in {"models.W036", "models.W044"}
        and isinstance(problem.obj, type)
        and issubclass(problem.obj, models.Model)
        and problem.obj._meta.app_label in OURS
    ]
    assert dropped == []


def test_no_constraint_of_ours_is_conditional_or_an_expression() -> None:
    for model in (model for label in OURS for model in apps.get_app_config(label).get_models()):
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                assert not constraint.condition, (model, constraint.name)
                assert not constraint.expressions, (model, constraint.name)
