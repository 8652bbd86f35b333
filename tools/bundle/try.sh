#!/bin/sh
# Inside a bare system without a network: from nothing to a served page, a restored backup, an upgrade and back.
# Called by try.py. Every step says what it saw and ends the run when it was not so.
set -eu
command=/opt/zhengtong/bin/zhengtong home=/var/lib/zhengtong/home
MAIL='smtp://office:a$b@127.0.0.1:25/?sender=office@example.cn&starttls=1'

step() { printf '\n== %s\n' "$1"; }
fail() { printf 'no: %s\n' "$1"; exit 1; }
serve() { "$command" serve >/tmp/serve.log 2>&1 & pid=$!; /opt/zhengtong/current/venv/bin/python /try_page.py; }
halt() { kill "$pid"; wait "$pid" || true; }
root_of_log() { "$command" audit verify | grep '树根'; }
is_at() { readlink /opt/zhengtong/current | grep "$1" || fail "another release is used"; }

step "没有网络 no network"
[ "$(ls /sys/class/net 2>/dev/null | grep -vc '^lo$')" = 0 ] || fail "there is a network"
[ ! -e /usr/bin/python3 ] || fail "there is a Python already"

step "安装 install"
umask 077 # as on hardened machines
cd /root && tar xzf /first.tar.gz && cd zhengtong-*first* && ./install.sh
"$command" load /opt/zhengtong/current/demo
[ "$(stat -c '%U %a' /etc/zhengtong/settings)" = "root 640" ] || fail "settings belong to root alone"

step "设置照写照用 settings are taken word for word"
printf 'ZHENGTONG_SMTP_URL=%s\n' "$MAIL" >>/etc/zhengtong/settings
[ "$(. /opt/zhengtong/bin/settings.sh && printf %s "$ZHENGTONG_SMTP_URL")" = "$MAIL" ] || fail "it was read otherwise"

step "开网页 serve a page"
serve
halt

step "备份，清空，恢复 back up, wipe, restore"
sh /opt/zhengtong/current/backup.sh
drilled=$(sh /opt/zhengtong/current/drill.sh)
echo "$drilled"
rm -rf "$home"
"$command" restore "$(ls -1 /var/backups/zhengtong/zhengtong-[0-9]*.zt | tail -n 1)"
root=$(root_of_log)
echo "$drilled" | grep -qF "$root" || fail "the log is another one"
serve

step "开着的时候不升级 no upgrade below a node that serves"
cd /root && tar xzf /second.tar.gz && cd zhengtong-*second*
if ./install.sh; then fail "it was upgraded"; fi
halt
is_at first

step "升级 upgrade"
./install.sh
is_at second
serve
halt

step "退回 roll back"
./install.sh --roll-back
is_at first
[ "$(root_of_log)" = "$root" ] || fail "the log is another one"
serve
halt

step "数据库升不上去，自己退回 a migration that fails goes back by itself"
broken=$(echo /opt/zhengtong/releases/*second*)/venv/bin/zhengtong
mv "$broken" "$broken.kept"
printf '#!/bin/sh\n[ "$1" != migrate ] || exit 1\nexec "$0.kept" "$@"\n' >"$broken"
chmod 755 "$broken"
if ./install.sh; then fail "it was taken for good"; fi
is_at first
[ "$(root_of_log)" = "$root" ] || fail "the log is another one"
serve
halt

step "拷坏了的不装 a damaged bundle is refused"
echo x >>"wheels/$(ls wheels | head -n 1)"
if ./install.sh; then fail "it was installed"; fi
printf '\n全都好 all good\n'
