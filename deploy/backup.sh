#!/usr/bin/env bash
# Write a consistent, compressed dump of the running stack's database: deploy/backup.sh [directory] [days to keep].
# Redis is not saved: what it holds may be lost.
set -euo pipefail
cd "$(dirname "$0")/.."
directory=${1:-/var/backups/oneco}
days=${2:-14}

umask 077
mkdir -p "$directory"
file=$directory/oneco-$(date -u +%Y%m%dT%H%M%SZ).sql.gz
trap 'rm -f "$file.part"' EXIT
# The password stays inside the container, where only its own processes can read it.
docker compose exec -T db sh -c 'MYSQL_PWD=$MYSQL_PASSWORD exec mysqldump -h127.0.0.1 -uoneco \
    --single-transaction --quick --no-tablespaces --default-character-set=utf8mb4 oneco' | gzip >"$file.part"
gzip -t "$file.part"
zcat "$file.part" | tail -1 | grep -q '^-- Dump completed' || { echo "The dump is not complete." >&2; exit 1; }
mv "$file.part" "$file"
find "$directory" -name 'oneco-*.sql.gz' -mtime "+$days" -delete
echo "$file"
