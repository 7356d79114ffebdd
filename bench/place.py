"""A temporary installation: its database, its content, its static files."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path


@contextmanager
def temporary_oneco() -> Iterator[Path]:
    """An installation with its content and static files. Nothing of it stays."""
    with temporary_database() as var:
        from django.core.management import call_command

        call_command("load_content", stdout=StringIO())
        call_command("collectstatic", verbosity=0, interactive=False)
        yield var


@contextmanager
def temporary_database() -> Iterator[Path]:
    """Set Django up on a fresh, empty database: on DATABASE_URL's server, else SQLite."""
    var = Path(tempfile.mkdtemp(prefix="oneco-bench-"))
    os.environ |= {"BENCH_VAR": str(var), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    try:
        import django

        django.setup()
        from django.db import connection

        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield var
        finally:
            connection.creation.destroy_test_db(":none:", verbosity=0)
    finally:
        shutil.rmtree(var)
