#!/bin/sh
# Inside a bare system without a network: from nothing to a served page, a restored backup, an upgrade and back.
# Called by try.py. Every step says what it saw and ends the run when it was not so.
set -eu
command=/opt/zhengtong/bin/zhengtong

step() { printf '\n== %s\n' "$1"; }
serve() { "$command" serve >/tmp/serve.log 2>&1 & pid=$!; /opt/zhengtong/current/venv/bin/python /try_page.py; }
halt() { kill "$pid"; wait "$pid" || true; }
root_of_log() { "$command" audit verify | tail -n 1; }

step "没有网络 no network"
[ "$(ls /sys/class/net 2>/dev/null | grep -vc '^lo$')" = 0 ] || { echo "there is a network"; exit 1; }
[ ! -e /usr/bin/python3 ] || { echo "there is a Python already"; exit 1; }

step "安装 install"
cd /root && tar xzf /first.tar.gz && cd zhengtong-*first* && ./install.sh
"$command" load /opt/zhengtong/current/demo

step "开网页 serve a page"
serve
halt

step "备份，清空，恢复 back up, wipe, restore"
sh /opt/zhengtong/current/backup.sh
drilled=$(sh /opt/zhengtong/current/drill.sh)
echo "$drilled"
rm -rf /var/lib/zhengtong/home
"$command" restore "$(ls -1 /var/backups/zhengtong/zhengtong-*.zt | tail -n 1)"
echo "$drilled" | grep -qF "$(root_of_log)" || { echo "the log is another one"; exit 1; }
serve
halt

step "升级 upgrade"
cd /root && tar xzf /second.tar.gz && cd zhengtong-*second* && ./install.sh
readlink /opt/zhengtong/current | grep second
serve
halt

step "退回 roll back"
./install.sh --roll-back
readlink /opt/zhengtong/current | grep first
serve
halt
"$command" audit verify

step "拷坏了的不装 a damaged bundle is refused"
echo x >>wheels/$(ls wheels | head -n 1)
if ./install.sh; then echo "it was installed"; exit 1; fi
printf '\n全都好 all good\n'
