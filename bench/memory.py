"""How much memory reading and checking a long rule file takes, each measured in a process of its own.

The peak of a process is what the system says; Windows says it to no plain Python program, so there only the peak of
Python's own objects is measured, which `tracemalloc` counts anywhere.
"""

from __future__ import annotations

import ast
import json
import statistics
import subprocess
import sys
import tracemalloc
from pathlib import Path

from figures import Figure, Section
from longfile import ROOT, long_text
from pythonfile import python_text
from startup import environment

_STAGES = {
    "bare": "bare Python",
    "python": "Python's own `ast.parse`, {} of Python",
    "import": "evallang imported",
    "parse": "parse, {}",
    "check": "all of `check`, {}",
}
_BASES = {"process": "bare", "traced": "python"}
_WORDS = {"process": "the process", "traced": "objects of Python"}


def measure(folder: Path, lines: int, repeats: int) -> Section:
    """Peaks for a file of so many lines."""
    file = folder / "long.eval"
    text = long_text(lines)
    file.write_text(text, encoding="utf-8", newline="")
    figures: list[Figure] = []
    for how, base in _BASES.items():
        # the first of each does not count: it fills the caches of bytecode and grammar
        peaks = {stage: [_peak(stage, how, file) for _ in range(repeats + 1)][1:] for stage in _STAGES}
        least = statistics.median(peaks[base])
        for stage, name in _STAGES.items():
            what = f"{_WORDS[how]}: {name.format(f'{_lines(text):,} lines')}"
            if all(peaks[stage]):  # an empty program has no objects, and Windows tells no peak of a process
                figures.append(_figure(what, peaks[stage], least))
    baseline = "an empty program of the same Python; for objects, what `ast.parse` takes"
    return Section("Peak memory", baseline, figures)


def _lines(text: str) -> int:
    return text.count("\n")


def _figure(what: str, peaks: list[int], base: float) -> Figure:
    low, median, high = (f"{value / 2**20:.1f}" for value in (min(peaks), statistics.median(peaks), max(peaks)))
    return Figure(what, f"{median} MiB", f"{low} to {high} MiB", f"{statistics.median(peaks) / base:.2f}")


def _peak(stage: str, how: str, file: Path) -> int:
    """The peak in bytes of a process that goes as far as `stage`."""
    command = [sys.executable, __file__, stage, how, str(file)]
    caches = environment(file.parent, file.parent / "warm")
    done = subprocess.run(command, cwd=ROOT, env=caches, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return int(json.loads(done.stdout))


def _child(stage: str, how: str, file: Path) -> int:
    """What the measured process does."""
    if how == "traced":
        tracemalloc.start()
    if stage == "python":
        ast.parse(python_text(_lines(file.read_text(encoding="utf-8"))))
    elif stage != "bare":
        _work(stage, file)
    return tracemalloc.get_traced_memory()[1] if how == "traced" else process_peak()


def _work(stage: str, file: Path) -> object:
    """The passes up to a stage, what they need imported first."""
    from evallang.checking import check_file  # noqa: PLC0415  # the stages differ in what they load
    from evallang.source import read  # noqa: PLC0415
    from evallang.syntax import parse  # noqa: PLC0415

    if stage == "import":
        return None
    return parse(read(file)) if stage == "parse" else check_file(file)


def process_peak() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux; its getrusage counts what the parent held before the program began
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    try:
        from resource import RUSAGE_SELF, getrusage  # noqa: PLC0415  # not on Windows
    except ImportError:
        return 0
    return getrusage(RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # the checkout is measured, whatever else is installed
    print(json.dumps(_child(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
