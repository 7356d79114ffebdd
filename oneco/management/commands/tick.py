"""Run what is due, once or again and again."""

import logging
import os
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from oneco import work
from oneco.lib import clock

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run the waiting work; --forever looks again every few seconds until SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help="look again and again")
        parser.add_argument("--every", type=float, default=3.0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Return after one look, or after SIGTERM, SIGINT or the end of the process that started this one."""
        stop = work.STOP
        stop.clear()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        parent = os.getppid()
        done: dict[str, str] = {}
        while not stop.is_set():
            try:
                work.run_due(clock.now(), done)
                work.carry(clock.now())
            except DatabaseError:
                log.exception("the database did not answer; looking again")
            close_old_connections()
            if not options["forever"] or stop.wait(options["every"]) or os.getppid() != parent:
                break
