"""The wheel, the sdist and the editable install: each holds what it needs and runs the demo."""

import os
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from house.checkout import ROOT, TOP_LEVEL, checked, files_of, run, run_python, script

import evallang

HERE = sysconfig.get_path("purelib")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sdist, the wheel made from it, and the wheel made from the checkout."""
    out, direct = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("direct")
    checked(run_python("-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)))
    checked(run_python("-m", "build", "--no-isolation", "--wheel", "--outdir", str(direct), str(ROOT)))
    return {
        "sdist": next(out.glob("*.tar.gz")),
        "wheel": next(out.glob("*.whl")),
        "direct wheel": next(direct.glob("*.whl")),
    }


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_wheel_carries_grammar_and_rules(built: dict[str, Path]) -> None:
    wanted = {
        f"evallang/_data/{file.relative_to(ROOT).as_posix()}"
        for top in ("grammar", "rules")
        for file in files_of(ROOT / top)
    }
    assert any(name.endswith(".lark") for name in wanted)
    assert any(name.endswith(".eval") for name in wanted)
    assert wanted <= names_in(built["wheel"])


def test_wheel_carries_the_package_and_nothing_else(built: dict[str, Path]) -> None:
    names = names_in(built["wheel"])
    package = {file.relative_to(ROOT).as_posix() for file in files_of(ROOT / "evallang")}
    assert "evallang/py.typed" in package
    assert {name for name in names if name.startswith("evallang/") and "/_data/" not in name} == package
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"evallang", f"evallang-{evallang.__version__}.dist-info"}


def test_sdist_lacks_nothing_that_the_wheel_needs(built: dict[str, Path]) -> None:
    assert names_in(built["wheel"]) == names_in(built["direct wheel"])


def test_sdist_holds_only_the_top_level_of_the_project(built: dict[str, Path]) -> None:
    with tarfile.open(built["sdist"]) as archive:
        paths = [Path(name).parts[1:] for name in archive.getnames()]
    tops = {parts[0] for parts in paths if parts}
    assert {"LICENSE", "README.md", "evallang", "grammar", "pyproject.toml", "rules", "tests"} <= tops
    assert tops <= TOP_LEVEL | {"PKG-INFO"}


def test_metadata_says_what_pyproject_says(built: dict[str, Path]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with zipfile.ZipFile(built["wheel"]) as archive:
        info = f"evallang-{evallang.__version__}.dist-info"
        metadata = Parser().parsestr(archive.read(f"{info}/METADATA").decode("utf-8"))
        assert archive.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert metadata["Name"] == "evallang"
    assert metadata["Version"] == evallang.__version__
    assert metadata["License-Expression"] == "Apache-2.0"
    core = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert {"".join(c for c in line if c.isalpha() or c == "-").split("-")[0] for line in core} == {
        "attrs",
        "click",
        "lark",
        "sympy",
    }
    assert project["requires-python"] == metadata["Requires-Python"]


@pytest.fixture(scope="module")
def demo_here() -> str:
    """What the demo prints in the environment of the tests."""
    return checked(run([script("evallang"), "demo"]))


@pytest.mark.parametrize("kind", ["wheel", "sdist", "editable"])
def test_each_install_runs_the_demo(kind: str, built: dict[str, Path], demo_here: str, tmp_path: Path) -> None:
    programs = installed(["--editable", str(ROOT)] if kind == "editable" else [str(built[kind])], tmp_path / "venv")
    where = checked(run([programs["python"], "-c", "import evallang; print(evallang.__file__)"], cwd=tmp_path))
    home = ROOT if kind == "editable" else tmp_path / "venv"
    assert Path(where.strip()).is_relative_to(home.resolve())
    assert checked(run([programs["evallang"], "demo"], cwd=tmp_path)) == demo_here


def installed(what: list[str], venv: Path) -> dict[str, Path]:
    """A new environment with evallang in it; libraries are those of the tests, so nothing is fetched."""
    checked(run_python("-m", "venv", "--without-pip", str(venv)))
    folder = venv / ("Scripts" if os.name == "nt" else "bin")
    suffix = ".exe" if os.name == "nt" else ""
    python = folder / f"python{suffix}"
    pip = ["-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    # The build back end is found on the path; an evallang of the tests on it must not count as installed.
    flags = ["--no-build-isolation", "--ignore-installed"]
    checked(run_python(*pip, *flags, *what, PYTHONPATH=HERE))
    # After the install, and behind its folder: what evallang itself imports.
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(checked(run([python, "-c", code])).strip())
    (site / "libraries_of_the_tests.pth").write_text(f"{HERE}\n", encoding="utf-8")
    assert Path(sys.prefix) != venv
    return {"python": python, "evallang": folder / f"evallang{suffix}"}
