"""What a measured process says of itself at its end: a line that ``parse`` reads."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path


def most_memory() -> float:
    """The most memory this process ever held, in MB: VmHWM of proc(5), which a parent's size has no part in."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


def say(work: Callable[[], int]) -> None:
    """Do the work and print what it counted, the CPU seconds it took, and the most memory in MB."""
    began = time.process_time()
    count = work()
    sys.stdout.write(f"{count} {time.process_time() - began:.6f} {most_memory():.3f}\n")


def parse(said: bytes) -> tuple[int, float, float]:
    """Count, CPU seconds and MB."""
    count, cpu, peak = said.split()
    return int(count), float(cpu), float(peak)
