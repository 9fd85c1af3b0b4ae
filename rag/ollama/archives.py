"""Which archive of Ollama fits which system, and what its published checksum is. Asks no server and no disk."""

import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from rag.program_errors import DownloadUnverified, SystemUnsupported

CHECKSUMS = "sha256sum.txt"
_CHECKSUM_LINE = re.compile(r"(?P<sum>[0-9a-fA-F]{64})\s+\*?(?:\./)?(?P<name>\S+)")


@dataclass(frozen=True, slots=True)
class ProgramArchive:
    """An archive as it is published, and where the program lies in it."""

    name: str
    program: str


_APPLICATION = ProgramArchive("Ollama-darwin.zip", "Ollama.app/Contents/Resources/ollama")
ARCHIVES: Mapping[tuple[str, str], ProgramArchive] = {
    ("Linux", "x86_64"): ProgramArchive("ollama-linux-amd64.tar.zst", "bin/ollama"),
    ("Linux", "aarch64"): ProgramArchive("ollama-linux-arm64.tar.zst", "bin/ollama"),
    ("Darwin", "x86_64"): _APPLICATION,
    ("Darwin", "arm64"): _APPLICATION,
    ("Windows", "AMD64"): ProgramArchive("ollama-windows-amd64.zip", "ollama.exe"),
}
"""By the system and the machine as Python names them."""


def archive_for_this_system() -> ProgramArchive:
    """The archive that runs here. Raises SystemUnsupported."""
    system, machine = platform.system(), platform.machine()
    try:
        return ARCHIVES[system, machine]
    except KeyError as error:
        name = f"{system} {machine}"
        raise SystemUnsupported(f"There is no archive of Ollama for {name}.", system=name) from error


def address_of(source: str, name: str) -> str:
    """Where a source keeps a file."""
    return f"{source.rstrip('/')}/{name}"


def addresses_of_release(trail: Sequence[str], name: str) -> tuple[str, ...]:
    """Those addresses on the way to a file that end with its name, the last one first.

    A source that always gives the newest release leads to an address of that very release and from there to one with
    no name; what is fetched from the address of the release cannot be replaced by a newer one in between.
    """
    return tuple(address for address in reversed(trail) if urlsplit(address).path.endswith(f"/{name}"))


def checksum_addresses(trail: Sequence[str], name: str) -> tuple[str, ...]:
    """Where the checksum of a file may be published: beside the file, in its own release first."""
    return tuple(urljoin(address, CHECKSUMS) for address in addresses_of_release(trail, name))


def find_checksum(listing: str, name: str, host: str) -> str:
    """The SHA-256 of a file as `sha256sum` lists it, in small letters. Raises DownloadUnverified."""
    for line in listing.splitlines():
        match = _CHECKSUM_LINE.fullmatch(line.strip())
        if match and match["name"] == name:
            return match["sum"].lower()
    raise DownloadUnverified(f"{host} publishes no checksum of {name}.", host=host)
