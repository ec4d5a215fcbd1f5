"""A filter of system calls: no sockets, no programs, no other processes, no rights or times of files changed.

Landlock knows nothing of the last, of UDP and of Unix sockets. A filtered call fails as one without permission does.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

NO_NEW_PRIVS, SET_SECCOMP, FILTER_MODE = 38, 22, 2  # linux/prctl.h, linux/seccomp.h
ALLOW, FAIL = 0x7FFF0000, 0x00050000  # the latter plus an error number
LOAD, EQUALS, AT_LEAST, HAS_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/bpf_common.h
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # places in struct seccomp_data
OTHER_NUMBERS = 0x40000000  # of the x32 calls
THREAD = 0x10000  # CLONE_THREAD
X86, ARM = "x86_64", "aarch64"
ARCHITECTURES = {X86: 0xC000003E, ARM: 0xC00000B7}

# Numbers from asm/unistd_64.h and asm-generic/unistd.h; None where a processor has no such call.
REFUSED: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "io_uring_setup": (425, 425),  # its rings would make sockets unseen
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "tkill": (200, 130),
    "pidfd_send_signal": (424, 424),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "msgget": (68, 186),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "open_by_handle_at": (304, 265),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "truncate": (76, 45),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
}
CLONE, CLONE3, TGKILL = (56, 220), (435, 435), (234, 131)


def available() -> bool:
    """Whether this kernel filters, and the processor's numbers of calls are known."""
    if sys.platform != "linux" or platform.machine() not in ARCHITECTURES:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(SET_SECCOMP, FILTER_MODE, None, 0, 0)  # of no filter at all: it says what it would do
    return ctypes.get_errno() == errno.EFAULT


def restrict() -> None:
    """Refuse these calls from now on. Threads can be made, processes cannot.

    Raises:
        OSError: the kernel does not filter.
    """
    code = b"".join(program(platform.machine(), os.getpid()))
    held = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: a length, and where the instructions are.
    whole = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(SET_SECCOMP, FILTER_MODE, whole, 0, 0):
        raise OSError(ctypes.get_errno(), f"filter: {os.strerror(ctypes.get_errno())}")


def program(machine: str, process: int) -> list[bytes]:
    """The filter's instructions.

    Args:
        machine: of ``ARCHITECTURES``.
        process: the one that may signal itself, as it does where it gives up.
    """
    column = (X86, ARM).index(machine)
    refuse, no_such = [_step(RETURN, FAIL | errno.EPERM)], [_step(RETURN, FAIL | errno.ENOSYS)]
    out = [_step(LOAD, ARCHITECTURE), _step(EQUALS, ARCHITECTURES[machine], 1, 0), *refuse, _step(LOAD, NUMBER)]
    if machine == X86:
        out += [_step(AT_LEAST, OTHER_NUMBERS, 0, 1), *refuse]
    for numbers in REFUSED.values():
        number = numbers[column]
        out += [] if number is None else [_step(EQUALS, number, 0, 1), *refuse]
    # glibc then takes clone, whose flags are in sight
    out += [_step(EQUALS, CLONE3[column], 0, 1), *no_such]
    for number, code, value in ((CLONE[column], HAS_BITS, THREAD), (TGKILL[column], EQUALS, process)):
        out += [_step(EQUALS, number, 0, 4), _step(LOAD, FIRST_ARGUMENT), _step(code, value, 1, 0), *refuse]
        out += [_step(RETURN, ALLOW)]
    return [*out, _step(RETURN, ALLOW)]


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    """struct sock_filter; jumps are over so many of the next instructions."""
    return struct.pack("=HBBI", code, then, otherwise, value)
