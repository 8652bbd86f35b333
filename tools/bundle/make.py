"""Make the bundle for machines without a network: Python, every library, the platform, and what installs them.

    python tools/bundle/make.py --arch x86_64 --out build
    python tools/bundle/make.py --arch aarch64 --out build

Python and what it needs come from Debian's signed packages, libc too, so that the bundle runs on any Linux of that
processor. Libraries come by the hashes of `requirements/base.lock`, pip by those of `bundle.lock`. Needs `apt-get`,
`dpkg-deb` and `patchelf`.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PREFIX = "/opt/zhengtong/releases"
DEBIAN = {"x86_64": "amd64", "aarch64": "arm64"}
LOADER = {"x86_64": "ld-linux-x86-64.so.2", "aarch64": "ld-linux-aarch64.so.1"}
PYTHON = "python3.11"
_PACKAGES = (PYTHON, "libgcc-s1", "libstdc++6")
_OLDEST_GLIBC, _GLIBC = 5, 36  # of the manylinux tags that Debian's libc 2.36 satisfies
_NOT_NEEDED = ("EXTERNALLY-MANAGED", "test", "idlelib", "turtledemo", "lib2to3", "distutils")


def make(arch: str, out: Path, release: str) -> Path:
    """The path of the bundle of a release, a .tar.gz that holds one folder."""
    name = f"zhengtong-{release}-{arch}"
    with tempfile.TemporaryDirectory() as work:
        bundle = Path(work) / name
        bundle.mkdir()
        _python(arch, Path(work), bundle / "python", f"{PREFIX}/{release}/python")
        _libraries(arch, bundle / "wheels")
        for folder in ("services", "demo"):
            shutil.copytree(ROOT / folder, bundle / folder, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "requirements" / "base.lock", bundle)
        shutil.copy(ROOT / "LICENSE", bundle)
        shutil.copy(ROOT / "docs" / "operations.md", bundle)
        shutil.copytree(HERE / "files", bundle, dirs_exist_ok=True)
        (bundle / "VERSION").write_text(release + "\n")
        (bundle / "ARCH").write_text(arch + "\n")
        (bundle / "SHA256SUMS").write_text("".join(_sums(bundle)))
        return _packed(bundle, out)


def version() -> str:
    """The project's version and the commit it is of: `0.1.0-137fd69`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return f"{project}-{commit.stdout.strip()}"


def _python(arch: str, work: Path, to: Path, at: str) -> None:
    """Python as it will lie at the path `at`: its loader and its libraries are its own."""
    packages, unpacked = work / "packages", work / "unpacked"
    fetched = _fetched(DEBIAN[arch], packages)
    (to / "lib").mkdir(parents=True)
    (to / "packages.txt").write_text("".join(f"{package.stem}\n" for package in fetched))
    for package in fetched:
        subprocess.run(["dpkg-deb", "-x", str(package), str(unpacked)], check=True)
    (to / "bin").mkdir()
    shutil.copytree(unpacked / "usr/lib" / PYTHON, to / "lib" / PYTHON, ignore=shutil.ignore_patterns(*_NOT_NEEDED))
    for library in _shared(unpacked):
        shutil.copy(library, to / "lib" / library.name)
    program = shutil.copy(unpacked / "usr/bin" / PYTHON, to / "bin" / PYTHON)
    loader = ["--set-interpreter", f"{at}/lib/{LOADER[arch]}", "--force-rpath", "--set-rpath", f"{at}/lib"]
    subprocess.run(["patchelf", *loader, str(program)], check=True)


def _shared(unpacked: Path) -> Iterator[Path]:
    """Every shared library, under each name it is asked for by."""
    for folder in (unpacked / "lib", unpacked / "usr/lib"):
        yield from (path for path in folder.glob("*-linux-gnu/*.so*") if path.is_file())
        yield from (path for path in folder.glob("ld-linux-*") if path.is_file())


def _fetched(debian: str, to: Path) -> list[Path]:
    """The packages and all they need, checked by apt against Debian's signatures; this system keeps its own state."""
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (to / folder).mkdir(parents=True)
    (to / "status").touch()
    own = {
        "APT::Architecture": debian,
        "APT::Architectures": debian,
        "APT::Sandbox::User": "",
        "Dir::State": to / "state",
        "Dir::State::status": to / "status",
        "Dir::Cache": to / "cache",
    }
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in own.items())]
    subprocess.run([*apt, "update"], check=True)
    wanted = ["--download-only", "--no-install-recommends", "--yes", "install", *_PACKAGES]
    subprocess.run([*apt, *wanted], check=True, stdout=subprocess.DEVNULL)
    return sorted((to / "cache" / "archives").glob("*.deb"))


def _libraries(arch: str, to: Path) -> None:
    """Wheels for the machine it is for, and ours; pip itself comes along to install them."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    tags = [f"manylinux_2_{minor}_{arch}" for minor in range(_GLIBC, _OLDEST_GLIBC - 1, -1)]
    tags += [f"manylinux2014_{arch}", f"manylinux2010_{arch}", f"manylinux1_{arch}"]
    platforms = [word for tag in tags for word in ("--platform", tag)]
    kind = ["--only-binary=:all:", "--implementation=cp", "--python-version=3.11", *platforms]
    for lock in ("base.lock", "bundle.lock"):
        wanted = ["--require-hashes", "--no-deps", "-r", str(ROOT / "requirements" / lock)]
        subprocess.run([*pip, "download", *kind, "-d", str(to), *wanted], check=True)
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(to), str(ROOT)], check=True)


def _sums(bundle: Path) -> Iterator[str]:
    """A line of `sha256sum` for every file."""
    for path in sorted(bundle.rglob("*")):
        if path.is_file():
            yield f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(bundle)}\n"


def _packed(bundle: Path, out: Path) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{bundle.name}.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=6) as file:
        file.add(bundle, bundle.name, filter=_of_root)
    return path


def _of_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--arch", choices=sorted(DEBIAN), default="x86_64")
    parser.add_argument("--out", type=Path, default=ROOT / "build")
    parser.add_argument("--release", default=version(), help="the name it is installed under")
    arguments = parser.parse_args()
    missing = [name for name in ("apt-get", "dpkg-deb", "patchelf") if shutil.which(name) is None]
    if missing:
        sys.stderr.write(f"缺 / missing: {' '.join(missing)}（Debian: apt, dpkg, patchelf）\n")
        return 1
    path = make(arguments.arch, arguments.out, arguments.release)
    sys.stdout.write(f"{path} {path.stat().st_size // 1_000_000} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
