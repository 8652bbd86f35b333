"""Try the bundle where nothing is: a bare Debian without Python and without a network.

    sudo python tools/bundle/try.py

Makes two bundles of this processor, one to install and one to upgrade to, and a root by debootstrap; goes in with
`unshare --net` and `chroot`, and runs try.sh there. Exit 1 when anything was not so.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import make

HERE = Path(__file__).parent
_INSIDE = """
ip link set lo up
mount -t proc proc {root}/proc
mount -t sysfs sys {root}/sys
mount -t tmpfs tmp {root}/tmp
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot {root} sh /try.sh
"""


def main() -> int:
    missing = [name for name in ("debootstrap", "unshare", "ip", "patchelf") if shutil.which(name) is None]
    if os.geteuid() != 0 or missing:
        sys.stderr.write(f"要 root 和 needs root and: debootstrap unshare ip patchelf; missing: {missing}\n")
        return 1
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "root"
        subprocess.run(
            ["debootstrap", "--variant=minbase", "bookworm", str(root)], check=True, stdout=subprocess.DEVNULL
        )
        for name in ("first", "second"):
            bundle = make.make(platform.machine(), Path(place), f"{make.version()}-{name}")
            shutil.move(bundle, root / f"{name}.tar.gz")
        for name in ("try.sh", "try_page.py"):
            shutil.copy(HERE / name, root)
        words = ["unshare", "--net", "--mount", "--pid", "--fork", "sh", "-ec", _INSIDE.format(root=root)]
        return subprocess.run(words, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
