#!/bin/sh
# 每夜的备份：做一份，旧的删掉，抄一份到别的机器，比对过才算数。
# The nightly backup: one file, old ones go, a copy elsewhere that counts once it was compared.
set -eu
[ "$(id -u)" != 0 ] || exec setpriv --reuid=zhengtong --regid=zhengtong --clear-groups sh "$0" "$@"
. /opt/zhengtong/bin/settings.sh
folder=/var/backups/zhengtong keep=${BACKUP_KEEP:-14}
[ "$keep" -ge 1 ] || { echo "BACKUP_KEEP 至少 1 / must be 1 at least" >&2; exit 1; }
name="zhengtong-$(date +%Y%m%d-%H%M%S).zt"

# The one just made stays whatever its name says: the machine's clock may be behind, or have been ahead one night.
prune() {
    find "$1" -maxdepth 1 -name 'zhengtong-[0-9]*-[0-9]*.zt' ! -name "$name" | sort -r | tail -n "+$keep" |
        while read -r old; do rm -- "$old"; done
}

/opt/zhengtong/bin/zhengtong backup "$folder/$name"
echo "$name" >"$folder/last"
prune "$folder"
[ -n "${BACKUP_SECOND:-}" ] || exit 0
second="$BACKUP_SECOND/$(uname -n)"
mkdir -p "$second"
cp "$folder/$name" "$second/.$name.part"
cmp "$folder/$name" "$second/.$name.part"
mv "$second/.$name.part" "$second/$name"
prune "$second"
