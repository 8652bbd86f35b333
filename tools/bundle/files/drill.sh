#!/bin/sh
# 试恢复：最近一份备份恢复到临时文件夹，日志从头查一遍，再删掉。
# The drill: the last backup is restored into a folder that is thrown away, and its log checked from end to end.
set -eu
umask 077
last=$(ls -1 /var/backups/zhengtong/zhengtong-*.zt | sort | tail -n 1)
[ -n "$last" ] || { echo "还没有备份 / there is no backup yet" >&2; exit 1; }
set -a
. /etc/zhengtong/settings
set +a
if [ -n "$ZHENGTONG_DATABASE_URL" ]; then
    [ -n "${DRILL_DATABASE_URL:-}" ] || { echo "PostgreSQL：DRILL_DATABASE_URL 要写一个空库 / name an empty database" >&2; exit 1; }
    ZHENGTONG_DATABASE_URL=$DRILL_DATABASE_URL
fi
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
ZHENGTONG_HOME="$place/home"
/opt/zhengtong/current/venv/bin/zhengtong restore "$last"
/opt/zhengtong/current/venv/bin/zhengtong audit verify
echo "$last：恢复得了，日志完好 / restores, and its log is whole"
