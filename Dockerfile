# syntax=docker/dockerfile:1
ARG PYTHON=python:3.11-slim-bookworm

# The compiler stays here: mysqlclient has no wheels.
FROM ${PYTHON} AS build
# Debian's release is pinned by the tag; within it security updates are wanted.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev libmariadb-dev pkg-config \
 && rm -rf /var/lib/apt/lists/*
COPY requirements-production.txt /tmp/
RUN python3 -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/requirements-production.txt \
 && /opt/venv/bin/pip uninstall --yes --quiet pip setuptools

FROM ${PYTHON}
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libmariadb3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin oneco
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY . .
# Nothing under /app is written at run time; the key is for this step alone and stays in no layer.
RUN mkdir -p var \
 && SECRET_KEY=only-for-collecting-static-files-of-this-image python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q accounts families lessons missions oneco
# By number, so that a host can see that it is not root.
USER 10001:10001
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--only-web"]
