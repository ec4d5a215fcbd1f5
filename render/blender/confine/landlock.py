"""Landlock: a process gives up all files but those under a few folders. Linux 5.13 and later; needs no rights.

Constants are those of linux/landlock.h. Numbers of its system calls are the same on all processors.
"""

import ctypes
import os
import stat
import struct
import sys
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG, PATH_BENEATH = 1, 1
NO_NEW_PRIVS = 38  # linux/prctl.h
WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
REFER, TRUNCATE, IOCTL = 1 << 13, 1 << 14, 1 << 15
ALL_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}  # by version
BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS = 3, 3
NETWORK, SCOPES = 4, 6  # versions that have them

READ = READ_FILE | READ_DIR
CHANGE = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
OF_FILES = WRITE_FILE | READ_FILE | TRUNCATE  # what can be allowed of a file that is no folder


def version() -> int:
    """Of the kernel's Landlock; 0 where it has none, or may not use it."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION_FLAG)))


def restrict(readable: list[Path], writable: Path) -> None:
    """Give up all other files, TCP, and signals to other processes, as far as this kernel's Landlock knows of them.

    Raises:
        OSError: it refuses.
    """
    has = version()
    handled = ALL_FILES[min(has, max(ALL_FILES))]
    fields = [handled, *([BIND_AND_CONNECT] if has >= NETWORK else [])]
    fields += [ABSTRACT_SOCKETS_AND_SIGNALS] if has >= SCOPES else []
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = _called(CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    try:
        for path in readable:
            _allow(ruleset, path, READ)
        _allow(ruleset, writable, (READ | CHANGE) & handled)
        if _libc().prctl(NO_NEW_PRIVS, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
        _called(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not there, or not for this user's eyes: then nothing needs to be allowed
    try:
        kind = stat.S_IFMT(os.fstat(descriptor).st_mode)
        if kind == stat.S_IFCHR:
            rights = READ_FILE | WRITE_FILE  # /dev/null and the like
        elif kind != stat.S_IFDIR:
            rights &= OF_FILES
        _called(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)
    finally:
        os.close(descriptor)


def _called(number: int, *arguments: object) -> int:
    result = int(_libc().syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"Landlock: {os.strerror(ctypes.get_errno())}")
    return result


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
