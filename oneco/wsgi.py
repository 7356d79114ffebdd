"""The door of the web server."""

import os

from django.core import checks
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneco.settings")

application = get_wsgi_application()

# A server never runs system checks by itself, so that a wrong configuration would first show at night.
_wrong = [problem for problem in checks.run_checks(tags=["oneco"]) if problem.level >= checks.ERROR]
if _wrong:
    raise SystemExit("\n".join(f"{problem.id}: {problem.msg}" for problem in _wrong))
