"""What the driver says of a card while something runs on it: ``nvidia-smi``, asked a few times a second."""

import subprocess
import threading
import time
from dataclasses import dataclass, field
from shutil import which
from types import TracebackType
from typing import Self

COMMAND = "nvidia-smi"
QUERY = "utilization.gpu,memory.used,power.draw"
EVERY_MS = 200


@dataclass(frozen=True)
class Sample:
    """Attributes:
    at: on this process's performance counter, seconds.
    busy: per cent of the time since the last sample in which a kernel ran.
    mib: of the card's memory that is taken, by whatever process.
    watts: what it draws.
    """

    at: float
    busy: float
    mib: float
    watts: float


@dataclass
class Watch:
    """Samples of the first card, taken beside whatever else runs; none where there is no NVIDIA driver."""

    samples: list[Sample] = field(default_factory=list)
    _process: "subprocess.Popen[str] | None" = None

    def __enter__(self) -> Self:
        if which(COMMAND):
            command = [COMMAND, f"--query-gpu={QUERY}", "--format=csv,noheader,nounits", "-i", "0", f"-lms={EVERY_MS}"]
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            threading.Thread(target=self._read, args=(self._process,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def between(self, start: float, end: float) -> "list[Sample]":
        """Those of a time, on the performance counter."""
        return [sample for sample in list(self.samples) if start <= sample.at <= end]

    def _read(self, process: "subprocess.Popen[str]") -> None:
        for line in process.stdout or ():
            sample = read(line, time.perf_counter())
            if sample is not None:
                self.samples.append(sample)


def read(line: str, at: float) -> Sample | None:
    """A line of the driver's tool; None where a figure is missing."""
    try:
        busy, mib, watts = (float(word) for word in line.split(","))
    except ValueError:
        return None
    return Sample(at, busy, mib, watts)
