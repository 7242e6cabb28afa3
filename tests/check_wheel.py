"""Build the wheel and check what is in it: one top-level package, every bundled file, nothing else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def find_faults(names: set[str]) -> list[str]:
    """Return what is wrong with the files of a wheel."""
    expected = {f"showgraph/_bundled/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("queries/*.rq")}
    expected |= {f"showgraph/_bundled/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("data/**/*.toml")}
    package = [path for path in ROOT.glob("graph/showgraph/**/*") if path.is_file() and "__pycache__" not in path.parts]
    expected |= {path.relative_to(ROOT / "graph").as_posix() for path in package}
    found = {name for name in names if ".dist-info/" not in name}
    faults = [f"missing from the wheel: {name}" for name in sorted(expected - found)]
    faults += [f"should not be in the wheel: {name}" for name in sorted(found - expected)]
    tops = {name.split("/")[0] for name in found}
    return faults + ([] if tops == {"showgraph"} else [f"top-level packages are {sorted(tops)}"])


def main() -> None:
    """Build, check, and exit with 1 when something is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(ROOT)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            faults = find_faults(set(archive.namelist()))
    if faults:
        sys.exit("\n".join(faults))
    print(f"{wheel.name} holds what it should")


if __name__ == "__main__":
    main()
