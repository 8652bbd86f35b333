#!/bin/sh
# 装政通，或者换成这一版。不用网络。Install Zhengtong, or bring it to this release. No network is needed.
#
#   sudo ./install.sh               装，或者升级 install or upgrade
#   sudo ./install.sh --roll-back   退回上一版，数据回到升级以前 back to the release and the data before
#
# 程序在 /opt/zhengtong，数据在 /var/lib/zhengtong/home，备份在 /var/backups/zhengtong，设置在 /etc/zhengtong/settings。
# What runs as root reads only what root alone can write; everything else runs as the account of the node.
set -eu
umask 022

here=$(cd "$(dirname "$0")" && pwd)
prefix=/opt/zhengtong state=/var/lib/zhengtong backups=/var/backups/zhengtong settings=/etc/zhengtong/settings
account=zhengtong unit=/etc/systemd/system/zhengtong.service

say() { printf '%s\n' "$1"; }
stop() { printf '%s\n' "$1" >&2; exit 1; }
has_systemd() { [ -d /run/systemd/system ]; }
home() { found=$(setting ZHENGTONG_HOME); printf '%s' "${found:-$state/var}"; }
setting() { (. "$here/settings.sh" && eval "printf '%s' \"\${$1:-}\""); }
zt() { "$prefix/bin/zhengtong" "$@"; }

check() {
    [ "$(id -u)" = 0 ] || stop "要用 root 运行：sudo ./install.sh / run it as root"
    [ "$(uname -m)" = "$(cat "$here/ARCH")" ] || stop "这一份是给 $(cat "$here/ARCH") 的，这台机器是 $(uname -m)。/ This bundle is for another processor."
    (cd "$here" && sha256sum --check --quiet SHA256SUMS) || stop "文件不完整，重新拷一份。/ The bundle is damaged: copy it again."
}

make_account() {
    id "$account" >/dev/null 2>&1 || useradd --system --user-group --home-dir "$state" --shell /usr/sbin/nologin "$account"
    mkdir -p "$prefix/releases" "$prefix/bin" "$(dirname "$settings")" "$state" "$backups"
    chown "$account:$account" "$state" "$backups"
    chmod 700 "$state" "$backups"
    chown "root:$account" "$(dirname "$settings")"
    chmod 750 "$(dirname "$settings")"
}

make_settings() {
    if [ ! -e "$settings" ]; then
        words=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
        (umask 077 && sed "s/@PASSPHRASE@/$words/" "$here/settings.example" >"$settings")
        say "备份的口令写在 $settings。抄下来，锁到别处：没有它，备份打不开。"
        say "The passphrase of backups is in $settings. Copy it and lock it away elsewhere: without it no backup opens."
    fi
    chown "root:$account" "$settings"
    chmod 640 "$settings"
}

unpack() {
    release="$prefix/releases/$(cat "$here/VERSION")"
    if [ ! -e "$release/complete" ]; then
        rm -rf "$release"
        mkdir -p "$release"
        for part in python services demo VERSION LICENSE operations.md backup.sh drill.sh; do cp -r "$here/$part" "$release/"; done
        "$release/python/bin/python3.11" -m venv --without-pip "$release/venv"
        pip=$(echo "$here"/wheels/pip-*.whl)
        "$release/venv/bin/python" "$pip/pip" --isolated install -q --no-index --find-links "$here/wheels" --no-deps \
            --require-hashes -r "$here/base.lock"
        "$release/venv/bin/python" "$pip/pip" --isolated install -q --no-index --no-deps "$here"/wheels/zhengtong-*.whl
        touch "$release/complete"
    fi
    for part in zhengtong settings.sh; do cp "$here/$part" "$prefix/bin/$part"; done
    chmod 755 "$prefix/bin/zhengtong"
}

use() {
    ln -sfn "$1" "$prefix/current.new"
    mv -T "$prefix/current.new" "$prefix/current"
}

start() {
    if has_systemd; then
        cp "$here"/*.service "$here"/*.timer "$(dirname "$unit")/"
        systemctl daemon-reload
        systemctl enable --now zhengtong-backup.timer zhengtong-drill.timer
        systemctl enable zhengtong.service
        systemctl restart zhengtong.service
    else
        say "这台机器没有 systemd。启动：$prefix/bin/zhengtong serve"
        say "No systemd here. Start it by: $prefix/bin/zhengtong serve"
    fi
}

# Nothing is changed below a node that serves.
halt() {
    if has_systemd && [ -e "$unit" ]; then systemctl stop zhengtong.service; fi
    port=$(setting ZHENGTONG_PORT)
    "$release/venv/bin/python" - "${port:-8000}" <<'P' || stop "还有程序在答 ${port:-8000} 端口：先停下 zhengtong serve，再来。/ Port ${port:-8000} still answers: end zhengtong serve first."
import socket, sys
sys.exit(socket.socket().connect_ex(("127.0.0.1", int(sys.argv[1]))) == 0)
P
}

upgrade() {
    before=$(readlink "$prefix/current" 2>/dev/null || true)
    halt
    if [ -n "$before" ] && [ "$before" != "$release" ] && [ -d "$(home)/keys" ]; then
        kept="$backups/before-$(cat "$here/VERSION").zt"
        rm -f "$kept"
        if ! zt backup "$kept"; then
            start
            stop "备份没做成，没有升级，还是上一版。/ No backup could be made; the release before is still used."
        fi
        printf '%s\n%s\n' "$before" "$kept" >"$prefix/before"
    fi
    use "$release"
    if ! zt migrate; then
        [ -n "$before" ] && [ "$before" != "$release" ] || stop "数据库没建成，原因见上。/ The database was not made; the reason is above."
        say "数据库没升成，退回上一版。/ The database was not brought up; going back."
        roll_back
        start
        exit 1
    fi
}

# The backup is opened beside the data, and only what was restored whole takes their place.
roll_back() {
    [ -f "$prefix/before" ] || stop "没有可退的上一版。/ There is no release to go back to."
    before=$(sed -n 1p "$prefix/before") kept=$(sed -n 2p "$prefix/before") home=$(home)
    halt
    if [ -n "$(setting ZHENGTONG_DATABASE_URL)" ]; then
        use "$before"
        stop "程序退回来了，没有启动。用的是 PostgreSQL，数据要人来退，照 operations.md“退回上一版”做；备份是 $kept 。/ The program is back and not started. With PostgreSQL a person brings the data back, see operations.md; the backup is $kept."
    fi
    rm -rf "$home.restored"
    setpriv --reuid="$account" --regid="$account" --clear-groups sh -c \
        '. /opt/zhengtong/bin/settings.sh; export ZHENGTONG_HOME="$1"; exec "$2/venv/bin/zhengtong" restore "$3"' \
        sh "$home.restored" "$before" "$kept" || stop "备份恢复不出来，什么都没动，没有启动。/ The backup does not restore; nothing was changed, nothing runs."
    aside="$home.set-aside-$(date +%Y%m%d%H%M%S)"
    [ ! -e "$home" ] || mv "$home" "$aside" # a try that broke off between the two has moved it
    mv "$home.restored" "$home"
    use "$before"
    rm "$prefix/before"
    say "退回来了。升级以后的数据在 $aside，看过没用再删。/ Back. What came after the upgrade lies in $aside."
}

check
make_account
make_settings
unpack
if [ "${1:-}" = --roll-back ]; then
    roll_back
    start
    exit 0
fi
upgrade
start
say "装好了 / installed: $(cat "$here/VERSION")"
