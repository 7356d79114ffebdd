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
    """Set Django up on a fresh database: on DATABASE_URL's server, else SQLite. Nothing of it stays."""
    var = Path(tempfile.mkdtemp(prefix="oneco-bench-"))
    os.environ |= {"BENCH_VAR": str(var), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    try:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            call_command("load_content", stdout=StringIO())
            call_command("collectstatic", verbosity=0, interactive=False)
            yield var
        finally:
            connection.creation.destroy_test_db(":none:", verbosity=0)
    finally:
        shutil.rmtree(var)
