"""Which archive fits which system, and what its published checksum is."""

import platform

import pytest

from rag.ollama.archives import (
    ARCHIVES,
    address_of,
    addresses_of_release,
    archive_for_this_system,
    checksum_addresses,
    find_checksum,
)
from rag.program_errors import DownloadUnverified, SystemUnsupported

NAME = "ollama-linux-amd64.tar.zst"
SUM = "ab" * 32
GENERAL = f"https://ollama.example/download/{NAME}"
RELEASE = f"https://releases.example/v0.15.0/{NAME}"
STORE = "https://store.example/4711?name=ollama-linux-amd64.tar.zst"


@pytest.mark.parametrize(
    ("system", "machine", "name", "program"),
    [
        ("Linux", "x86_64", "ollama-linux-amd64.tar.zst", "bin/ollama"),
        ("Linux", "aarch64", "ollama-linux-arm64.tar.zst", "bin/ollama"),
        ("Darwin", "arm64", "Ollama-darwin.zip", "Ollama.app/Contents/Resources/ollama"),
        ("Darwin", "x86_64", "Ollama-darwin.zip", "Ollama.app/Contents/Resources/ollama"),
        ("Windows", "AMD64", "ollama-windows-amd64.zip", "ollama.exe"),
    ],
)
def test_every_system_has_its_archive(
    system: str, machine: str, name: str, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    archive = archive_for_this_system()
    assert (archive.name, archive.program) == (name, program)
    assert len(ARCHIVES) == 5


def test_other_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(SystemUnsupported) as caught:
        archive_for_this_system()
    assert caught.value.values == {"system": "Linux riscv64"}


@pytest.mark.parametrize("source", ["https://ollama.example/download", "https://ollama.example/download/"])
def test_address_is_the_name_under_the_source(source: str) -> None:
    assert address_of(source, NAME) == GENERAL


def test_address_of_the_release_comes_before_the_general_one() -> None:
    assert addresses_of_release((GENERAL, RELEASE, STORE), NAME) == (RELEASE, GENERAL)
    assert addresses_of_release((GENERAL,), NAME) == (GENERAL,)


def test_checksum_is_looked_for_beside_the_file_of_that_release() -> None:
    assert checksum_addresses((GENERAL, RELEASE, STORE), NAME) == (
        "https://releases.example/v0.15.0/sha256sum.txt",
        "https://ollama.example/download/sha256sum.txt",
    )


@pytest.mark.parametrize(
    "line",
    [f"{SUM}  ./{NAME}", f"{SUM}  {NAME}", f"{SUM} *{NAME}", f"{SUM.upper()}  ./{NAME}", f"  {SUM}\t{NAME}\r"],
)
def test_checksum_is_found_however_it_is_written(line: str) -> None:
    other = "cd" * 32
    others = ("ollama-linux-amd64-rocm.tar.zst", f"x-{NAME}", f"{NAME}.sig")
    listing = ["# comment", *(f"{other}  ./{name}" for name in others), line, f"{other}  ./Ollama-darwin.zip"]
    assert find_checksum("\n".join(listing), NAME, "host") == SUM


@pytest.mark.parametrize(
    "listing",
    [
        "",
        "<html>sign in</html>",
        f"{SUM}  ./ollama-linux-arm64.tar.zst",
        f"{SUM[:-1]}  {NAME}",
        f"{SUM}  x/{NAME}",
        NAME,
    ],
)
def test_listing_without_the_file_is_told(listing: str) -> None:
    with pytest.raises(DownloadUnverified) as caught:
        find_checksum(listing, NAME, "mirror.example")
    assert caught.value.values == {"host": "mirror.example"}
