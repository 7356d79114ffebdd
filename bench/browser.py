"""Requests straight into the WSGI application: no network, no instrumented test client."""

from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from accounts.models import User

CSRF = "b" * 32


@cache
def _application() -> Any:
    return get_wsgi_application()


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def session_cookie(person: User) -> str:
    """The cookie header of somebody who has signed in."""
    session: SessionBase = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"


class Browser:
    """One person's browser, signed in (None: nobody)."""

    def __init__(self, person: User | None = None) -> None:
        self._cookie = session_cookie(person) if person else ""

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(self, path: str, data: dict[str, Any]) -> Answer:
        """A form sent by htmx."""
        form = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_HX_REQUEST": "true"}
        return self._ask("POST", path, urlencode(data, doseq=True).encode(), form)

    def _ask(self, method: str, path: str, body: bytes, more: dict[str, str]) -> Answer:
        where, _, query = path.partition("?")
        answer = Answer(0, b"")

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            answer.status, answer.headers = int(status.split()[0]), dict(headers)

        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": where,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": self._cookie,
            "HTTP_X_CSRFTOKEN": CSRF,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.url_scheme": "http",
            **more,
        }
        response = _application()(environ, start_response)
        answer.body = b"".join(response)
        response.close()
        return answer
