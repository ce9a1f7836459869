"""Packages beside the handler, from wheels on this machine."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from aws_cdk import aws_lambda as lambda_

from cdk_msk.s3_sink import sink_packages
from cdk_msk.s3_sink.sink_packages import Packages, handler_code


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where pip looks, and a cache of the test's own."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sink_packages, "_assembled", sink_packages._assembled.__wrapped__)
    return folder


def _wheel(folder: Path, platform: str) -> str:
    """A wheel with a module, its type stubs and a script; its hash."""
    path = folder / f"demo-1.0-cp314-cp314-{platform}.whl"
    files = {
        "demo/__init__.py": f"PLATFORM = {platform!r}\n",
        "demo/__init__.pyi": "PLATFORM: str\n",
        "demo-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
        "demo-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: false\n"
        + "".join(f"Tag: cp314-cp314-{tag}\n" for tag in platform.split(".")),
        "demo-1.0.dist-info/entry_points.txt": "[console_scripts]\ndemo = demo:main\n",
        "demo-1.0.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_both_processors(wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each processor gets its own wheel, the same files each time, also without pip's index."""
    hashes = [_wheel(wheels, f"manylinux_2_28_{each}") for each in ("aarch64", "x86_64")]
    pins = " ".join(f"--hash=sha256:{each}" for each in hashes)
    (tmp_path / "fast.txt").write_text(f"demo==1.0 {pins}\n")
    monkeypatch.setattr(sink_packages, "_REQUIREMENTS", tmp_path)

    arm = _files(handler_code(Packages.FAST))
    intel = handler_code(Packages.FAST, architecture=lambda_.Architecture.X86_64)
    for wheel in wheels.iterdir():
        wheel.unlink()

    assert b"aarch64" in arm["demo/__init__.py"]
    assert b"x86_64" in _files(intel)["demo/__init__.py"]
    assert arm == _files(handler_code(Packages.FAST))
    assert {"index.py", "demo-1.0.dist-info/METADATA"} < set(arm)
    assert not {"bin/demo", "demo/__init__.pyi", "demo-1.0.dist-info/RECORD"} & set(arm)


def test_wrong_hash(wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel that is not the one pinned is refused, and nothing is kept of it."""
    _wheel(wheels, "manylinux_2_28_aarch64")
    (tmp_path / "fast.txt").write_text(f"demo==1.0 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(sink_packages, "_REQUIREMENTS", tmp_path)

    with pytest.raises(ValueError, match=r"fast\.txt for aarch64 must be fetched once"):
        handler_code(Packages.FAST)
    assert list((tmp_path / "cache/cdk-msk/packages").iterdir()) == []


def test_no_network(wheels: Path) -> None:
    """Whoever cannot fetch is told what to do."""
    with pytest.raises(ValueError, match=r"S3Sink: the packages of parquet\.txt.*PIP_FIND_LINKS"):
        handler_code(Packages.PARQUET)


def test_no_packages() -> None:
    """Without packages the handler's own folder is the code."""
    assert (handler_code() / "index.py").is_file()


@pytest.mark.parametrize("packages", Packages)
def test_pins(packages: Packages) -> None:
    """Every package has a version and a hash for each processor; no index is named."""
    text = (sink_packages._REQUIREMENTS / f"{packages.value}.txt").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]

    assert sum("==" in line for line in lines) * 2 == sum("--hash=sha256:" in x for x in lines)
    assert "://" not in text
