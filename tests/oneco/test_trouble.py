"""When something breaks, a person reads a sentence."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from tests.factories import make_guardian


def _away(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    raise OperationalError(2006, "Server has gone away")


def _broken(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    raise ZeroDivisionError


@pytest.mark.parametrize(("fault", "status"), [(_away, 503), (_broken, 500)])
def test_a_fault_is_a_kind_page(client: Client, db: None, fault: Any, status: int) -> None:
    client.force_login(make_guardian())
    client.raise_request_exception = False
    with connection.execute_wrapper(fault):
        answer = client.get(reverse("home"))
    assert answer.status_code == status
    assert answer.has_header("Retry-After") is (status == 503)
    assert "그 전까지의 기록은 그대로 있어요" in answer.content.decode()
    assert "gone away" not in answer.content.decode()
