"""Namespaces: a process sees a tree of files of its own, made of a few folders, and no network.

Run as a program, it says by its exit status whether this user may have them.
"""

import ctypes
import os
import sys
import tempfile
from pathlib import Path

NEW_FILES, NEW_USER, NEW_NETWORK = 0x20000, 0x10000000, 0x40000000  # linux/sched.h
READ_ONLY, NO_SUID, NO_DEVICES, REMOUNT, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18  # linux/mount.h
KEPT = {2: 2, 4: 4, 8: 8, 1024: 1024, 2048: 2048, 4096: 1 << 21}  # flags as statvfs has them: as mount takes them
DETACH, NO_NEW_PRIVS = 2, 38
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
CAPABILITIES_VERSION = 0x20080522


def enter(folders: tuple[list[Path], Path] | None, network: bool) -> None:
    """Take namespaces of its own, and give up the rights that came with them.

    Args:
        folders: what can be read, and the folder that can be written; None leaves files as they are.
        network: whether the network is left behind.

    Raises:
        OSError: the kernel refuses.
    """
    kinds = (NEW_FILES if folders else 0) | (NEW_NETWORK if network else 0)
    if _libc().unshare(kinds):
        _as_a_user_of_its_own(kinds)
    if folders:
        _leave(*folders)
    _drop_rights()


def _as_a_user_of_its_own(kinds: int) -> None:
    user, group = os.geteuid(), os.getegid()
    _checked(_libc().unshare(NEW_USER | kinds), "namespace")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _leave(readable: list[Path], writable: Path) -> None:
    """Change into a tree that holds these at their own places, and nothing else."""
    _mount(None, Path("/"), None, RECURSIVE | PRIVATE)
    root = Path(tempfile.mkdtemp(dir=writable.parent, prefix="root-"))
    _mount("tmpfs", root, "tmpfs", NO_SUID | NO_DEVICES)
    for path in readable:
        for place in (path, Path(os.path.realpath(path))):
            _show(place, root, READ_ONLY)
    _show(writable, root, 0)
    os.chdir(root)
    _checked(_libc().syscall(PIVOT_ROOT[os.uname().machine], b".", b"."), "pivot_root")
    _checked(_libc().umount2(b".", DETACH), "umount")
    os.chdir("/")


def _show(path: Path, root: Path, flags: int) -> None:
    target = root / path.relative_to("/")
    if not path.exists() or target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        target.symlink_to(path.readlink())
        return
    if path.is_dir():
        target.mkdir()
    else:
        target.touch()
    _mount(str(path), target, None, BIND | RECURSIVE)
    told = os.statvfs(path).f_flag
    kept = sum(taken for has, taken in KEPT.items() if told & has)  # a user's own namespace may not drop them
    _mount(None, target, None, BIND | REMOUNT | flags | kept)


def _drop_rights() -> None:
    """What it may do in its own namespaces could undo them."""
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    _checked(_libc().prctl(NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
    _checked(_libc().capset(header, (ctypes.c_uint32 * 6)()), "capset")


def _mount(source: str | None, target: Path, kind: str | None, flags: int) -> None:
    named = None if source is None else os.fsencode(source)
    result = _libc().mount(named, os.fsencode(target), kind and kind.encode(), ctypes.c_ulong(flags), None)
    _checked(result, f"mount {target}")


def _checked(result: int, what: str) -> None:
    if result:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Try it."""
    folder = Path(tempfile.mkdtemp())
    (folder / "in").mkdir()
    (folder / "out").mkdir()
    try:
        os.chdir(folder)
        child = os.fork()
        if not child:
            enter(([folder / "in"], folder / "out"), network=True)
            os._exit(int(Path("/proc").exists()))
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0)
    finally:
        for item in [*folder.iterdir(), folder]:
            item.rmdir()


if __name__ == "__main__":
    main()
