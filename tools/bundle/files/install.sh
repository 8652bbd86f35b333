#!/bin/sh
# 装政通，或者换成这一版。不用网络。Install Zhengtong, or bring it to this release. No network is needed.
#
#   sudo ./install.sh               装，或者升级 install or upgrade
#   sudo ./install.sh --roll-back   退回上一版，数据回到升级以前 back to the release and the data before
#
# 程序在 /opt/zhengtong，数据在 /var/lib/zhengtong/home，备份在 /var/backups/zhengtong，设置在 /etc/zhengtong/settings。
set -eu

here=$(cd "$(dirname "$0")" && pwd)
prefix=/opt/zhengtong state=/var/lib/zhengtong backups=/var/backups/zhengtong settings=/etc/zhengtong/settings
account=zhengtong

say() { printf '%s\n' "$1"; }
stop() { printf '%s\n' "$1" >&2; exit 1; }
has_systemd() { [ -d /run/systemd/system ]; }
as_account() { "$prefix/bin/zhengtong" "$@"; }

check() {
    [ "$(id -u)" = 0 ] || stop "要用 root 运行：sudo ./install.sh / run it as root"
    [ "$(uname -m)" = "$(cat "$here/ARCH")" ] || stop "这一份是给 $(cat "$here/ARCH") 的，这台机器是 $(uname -m)。/ This bundle is for another processor."
    (cd "$here" && sha256sum --check --quiet SHA256SUMS) || stop "文件不完整，重新拷一份。/ The bundle is damaged: copy it again."
}

make_account() {
    id "$account" >/dev/null 2>&1 || useradd --system --home-dir "$state" --shell /usr/sbin/nologin "$account"
    mkdir -p "$prefix/releases" "$prefix/bin" "$(dirname "$settings")" "$state" "$backups"
    chown "$account:" "$state" "$backups"
    chmod 700 "$state" "$backups" "$(dirname "$settings")"
    chown "$account:" "$(dirname "$settings")"
}

make_settings() {
    [ -f "$settings" ] && return
    umask 077
    words=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    sed "s/@PASSPHRASE@/$words/" "$here/settings.example" >"$settings"
    chown "$account:" "$settings"
    umask 022
    say "备份的口令写在 $settings。抄下来，锁到别处：没有它，备份打不开。"
    say "The passphrase of backups is in $settings. Copy it and lock it away elsewhere: without it no backup opens."
}

unpack() {
    release="$prefix/releases/$(cat "$here/VERSION")"
    [ -e "$release/complete" ] && return
    rm -rf "$release"
    mkdir -p "$release"
    for part in python services demo VERSION LICENSE operations.md backup.sh drill.sh; do cp -r "$here/$part" "$release/"; done
    "$release/python/bin/python3.11" -m venv --without-pip "$release/venv"
    pip=$(echo "$here"/wheels/pip-*.whl)
    "$release/venv/bin/python" "$pip/pip" --isolated install -q --no-index --find-links "$here/wheels" --no-deps \
        --require-hashes -r "$here/base.lock"
    "$release/venv/bin/python" "$pip/pip" --isolated install -q --no-index --no-deps "$here"/wheels/zhengtong-*.whl
    touch "$release/complete"
}

use() {
    ln -sfn "$1" "$prefix/current.new"
    mv -T "$prefix/current.new" "$prefix/current"
}

start() {
    if has_systemd; then
        cp "$here"/*.service "$here"/*.timer /etc/systemd/system/
        systemctl daemon-reload
        systemctl enable --now zhengtong.service zhengtong-backup.timer zhengtong-drill.timer
        systemctl restart zhengtong.service
    else
        say "这台机器没有 systemd。启动：$prefix/bin/zhengtong serve"
        say "No systemd here. Start it by: $prefix/bin/zhengtong serve"
    fi
}

halt() { if has_systemd; then systemctl stop zhengtong.service; fi; }

upgrade() {
    before=$(readlink "$prefix/current" 2>/dev/null || true)
    halt
    if [ -n "$before" ] && [ "$before" != "$release" ]; then
        kept="$backups/before-$(cat "$here/VERSION").zt"
        rm -f "$kept"
        as_account backup "$kept" || stop "备份没做成，没有升级。/ No backup could be made; nothing was changed."
        printf '%s\n%s\n' "$before" "$kept" >"$prefix/before"
    fi
    use "$release"
    if ! as_account migrate; then
        [ -z "$before" ] && stop "数据库没建成，原因见上。/ The database was not made; the reason is above."
        say "数据库没升成，退回上一版。/ The database was not brought up; going back."
        roll_back
        exit 1
    fi
}

roll_back() {
    [ -f "$prefix/before" ] || stop "没有可退的上一版。/ There is no release to go back to."
    before=$(sed -n 1p "$prefix/before") kept=$(sed -n 2p "$prefix/before")
    halt
    if grep -qs '^ZHENGTONG_DATABASE_URL=.' "$settings"; then
        stop "用的是 PostgreSQL：先备一个空库，再照 operations.md 从 $kept 恢复。/ With PostgreSQL make an empty database and restore $kept into it."
    fi
    aside="$state/set-aside-$(date +%Y%m%d%H%M%S)"
    mv "$state/home" "$aside"
    use "$before"
    as_account restore "$kept"
    rm "$prefix/before"
    say "退回来了。升级以后的数据在 $aside，看过没用再删。/ Back. What came after the upgrade lies in $aside."
}

check
if [ "${1:-}" = --roll-back ]; then
    roll_back
    start
    exit 0
fi
make_account
make_settings
unpack
cp "$here/zhengtong" "$prefix/bin/zhengtong"
chmod 755 "$prefix/bin/zhengtong"
upgrade
start
say "装好了 / installed: $(cat "$here/VERSION")"
