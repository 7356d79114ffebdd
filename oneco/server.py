"""The web server: gunicorn with one process of eight threads, the smallest that serves well."""

import os
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

THREADS = 8


class Server(BaseApplication):
    """Gunicorn with our options, run inside the process that already holds Django: a fast start, one copy."""

    def __init__(self, host: str, port: int, when_ready: Callable[[], None]) -> None:
        self._bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._when_ready = when_ready
        super().__init__()

    def load_config(self) -> None:
        """Fill gunicorn's settings; called by its constructor."""
        options: dict[str, Any] = {
            "bind": [self._bind],
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 30,
            "graceful_timeout": 10,
            "keepalive": 5,
            "forwarded_allow_ips": "",  # TRUSTED_PROXIES decides, in ForwardedMiddleware
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": lambda arbiter: self._when_ready(),
            "pre_fork": lambda arbiter, worker: connections.close_all(),
        }
        if os.path.isdir("/dev/shm"):  # noqa: S108 - a heartbeat on a slow disk would look like a hang
            options["worker_tmp_dir"] = "/dev/shm"  # noqa: S108
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application."""
        return get_wsgi_application()
