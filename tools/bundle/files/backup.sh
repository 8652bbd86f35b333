#!/bin/sh
# 每夜的备份：做一份，抄一份到别的机器，旧的删掉。The nightly backup: one file, a copy elsewhere, old ones go.
set -eu
. /etc/zhengtong/settings
folder=/var/backups/zhengtong
file="$folder/zhengtong-$(date +%Y%m%d-%H%M%S).zt"
/opt/zhengtong/bin/zhengtong backup "$file"
if [ -n "${BACKUP_SECOND:-}" ]; then
    cp "$file" "$BACKUP_SECOND/.$(basename "$file").part"
    mv "$BACKUP_SECOND/.$(basename "$file").part" "$BACKUP_SECOND/$(basename "$file")"
    cmp "$file" "$BACKUP_SECOND/$(basename "$file")"
fi
for place in "$folder" ${BACKUP_SECOND:+"$BACKUP_SECOND"}; do
    ls -1 "$place"/zhengtong-*.zt | sort -r | tail -n "+$((${BACKUP_KEEP:-14} + 1))" | while read -r old; do rm -- "$old"; done
done
