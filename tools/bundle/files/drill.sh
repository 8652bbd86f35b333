#!/bin/sh
# 试恢复：最近一份备份恢复到临时的地方，日志从头查一遍，再清掉。
# The drill: the last backup is restored into a place that is thrown away, and its log checked from end to end.
set -eu
[ "$(id -u)" != 0 ] || exec setpriv --reuid=zhengtong --regid=zhengtong --clear-groups sh "$0" "$@"
umask 077
program=/opt/zhengtong/current/venv/bin
. /opt/zhengtong/bin/settings.sh
folder=/var/backups/zhengtong
last="$folder/$(cat "$folder/last" 2>/dev/null || true)"
[ -f "$last" ] || { echo "还没有备份 / there is no backup yet" >&2; exit 1; }

empty() {
    "$program/python" - <<'P'
import os

import psycopg

with psycopg.connect(os.environ["DRILL_DATABASE_URL"], autocommit=True) as connection:
    connection.execute("DROP SCHEMA public CASCADE")
    connection.execute("CREATE SCHEMA public")
P
}

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
if [ -n "${ZHENGTONG_DATABASE_URL:-}" ]; then
    case ${DRILL_DATABASE_URL:-} in
        *_drill) ;;
        *) echo "用的是 PostgreSQL：DRILL_DATABASE_URL 要写一个名字以 _drill 结尾的库，每次清空 / name a database that ends in _drill" >&2; exit 1 ;;
    esac
    empty
    trap 'rm -rf "$place"; empty' EXIT
    export ZHENGTONG_DATABASE_URL="$DRILL_DATABASE_URL"
fi
export ZHENGTONG_HOME="$place/home"
"$program/zhengtong" restore "$last"
"$program/zhengtong" audit verify
echo "$last：恢复得了，日志完好 / restores, and its log is whole"
