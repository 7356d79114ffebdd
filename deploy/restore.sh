#!/usr/bin/env bash
# Put a dump of backup.sh back in place of everything in the database: deploy/restore.sh FILE.
set -euo pipefail
cd "$(dirname "$0")/.."
file=$(realpath "${1:?Which dump? deploy/restore.sh /var/backups/oneco/oneco-….sql.gz}")
gzip -t "$file"
zcat "$file" | tail -1 | grep -q '^-- Dump completed' || { echo "The dump is not complete." >&2; exit 1; }

if [ "${ONECO_RESTORE:-}" != yes ]; then
    read -r -p "Everything in the database is replaced by $file. Type yes to go on: " answer
    [ "$answer" = yes ] || exit 1
fi
docker compose stop web worker
# The generated columns of the dump are computed again; rows come as they were.
docker compose exec -T db sh -c 'MYSQL_PWD=$MYSQL_PASSWORD exec mysql -h127.0.0.1 -uoneco -e "
    DROP DATABASE oneco; CREATE DATABASE oneco CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"'
zcat "$file" | docker compose exec -T db sh -c 'MYSQL_PWD=$MYSQL_PASSWORD exec mysql -h127.0.0.1 -uoneco \
    --default-character-set=utf8mb4 oneco'
docker compose run --rm migrate
docker compose exec -T cache redis-cli flushall
docker compose up -d --wait web worker
