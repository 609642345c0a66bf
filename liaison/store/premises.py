"""Where an office folder lies, as the system tells it: on a fixed disk, a stick, a network share, under a cloud.

A share damages an open file when two computers write; a cloud's program puts an older copy in its place; a
stick is pulled out. Each has its own answer, so each is told apart before the file is opened.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

FIXED, REMOVABLE, NETWORK = "fixed", "removable", "network"

_NETWORK_SYSTEMS = frozenset({
    "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ceph", "glusterfs", "lustre",
    "ncpfs", "davfs", "davfs2", "webdav", "9p", "vboxsf", "vmhgfs", "prl_fs", "fuse.sshfs", "fuse.rclone",
    "fuse.davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.s3fs", "fuse.gvfsd-fuse", "fuse.vmhgfs-fuse",
    "fuse.smbnetfs", "fuse.curlftpfs",
})  # fmt: skip
_SYNCED = (
    # A folder's own name as the cloud's program makes it, folded; a longer one may follow ("OneDrive - 县政协").
    ("onedrive", "OneDrive"), ("坚果云", "坚果云"), ("我的坚果云", "坚果云"), ("nutstore", "坚果云"),
    ("百度网盘", "百度网盘"), ("baidunetdisk", "百度网盘"), ("baidusyncdisk", "百度网盘"),
    ("百度云同步盘", "百度网盘"), ("wps云盘", "WPS云盘"), ("wps网盘", "WPS云盘"), ("wpsdrive", "WPS云盘"),
    ("wps cloud files", "WPS云盘"), ("dropbox", "Dropbox"), ("icloud", "iCloud"), ("mobile documents", "iCloud"),
    ("腾讯微云", "腾讯微云"), ("微云同步", "腾讯微云"), ("weiyun", "腾讯微云"), ("阿里云盘", "阿里云盘"),
    ("天翼云盘", "天翼云盘"), ("google drive", "Google Drive"), ("googledrive", "Google Drive"),
)  # fmt: skip
_CLOUD_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_WINDOWS_KINDS = {2: REMOVABLE, 3: FIXED, 4: NETWORK, 5: REMOVABLE, 6: FIXED}
_MOUNT_LINE = re.compile(r"\S+ \S+ (\d+:\d+) \S+ (\S+) .*? - (\S+) (\S+)")


@dataclass(frozen=True, slots=True)
class Premises:
    """What is known of the place.

    Attributes:
        kind: FIXED, REMOVABLE or NETWORK; FIXED also when the system says nothing.
        cloud: the cloud service whose folder it lies in, by its name on the market; "" for none.
    """

    kind: str = FIXED
    cloud: str = ""


class Machine:
    """What the system says about its disks and its clock; tests put another one in its place."""

    platform = sys.platform
    environment: Mapping[str, str] = os.environ

    def resolve(self, folder: Path) -> str:
        """The folder's real path, through links; a network drive's letter stays."""
        with suppress(OSError, RuntimeError):
            return str(folder.absolute() if self.platform == "win32" else folder.resolve())
        return str(folder)

    def mounts(self) -> str:
        """Linux: the mounts of this process; "" elsewhere."""
        with suppress(OSError):
            return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        return ""

    def is_pluggable(self, device: str) -> bool:
        """Linux: whether a device ("8:17") says that it can be taken out, or hangs on USB."""
        with suppress(OSError):
            lies = Path(f"/sys/dev/block/{device}").resolve(strict=True)
            if "/usb" in lies.as_posix():
                return True
            for place in (lies, lies.parent):
                with suppress(OSError):
                    return (place / "removable").read_text().strip() == "1"
        return False

    def drive_type(self, root: str) -> int:
        """Windows: GetDriveTypeW of a drive's root ("E:\\")."""
        import ctypes

        library = getattr(ctypes, "windll", None)
        return int(library.kernel32.GetDriveTypeW(root)) if library is not None else 0

    def mac_mounts(self) -> str:
        """macOS: what /sbin/mount lists."""
        import subprocess

        with suppress(OSError, subprocess.SubprocessError):
            return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=2, check=False).stdout
        return ""

    def free_bytes(self, folder: Path) -> int | None:
        """Room that is left on the disk; None when the system does not say."""
        with suppress(OSError):
            return shutil.disk_usage(folder).free
        return None

    def now(self) -> datetime:
        """The moment by the computer's clock."""
        return datetime.now().astimezone()


MACHINE = Machine()


def look(folder: Path, machine: Machine | None = None) -> Premises:
    """Where a folder lies. It need not be there yet."""
    machine = machine or MACHINE
    path = machine.resolve(folder)
    named = str(folder)
    return Premises(NETWORK if named.startswith("\\\\") else _kind(path, machine), _cloud(path, machine))


def _kind(path: str, machine: Machine) -> str:
    if path.startswith("\\\\?\\UNC\\") or (path.startswith(("\\\\", "//")) and not path.startswith("\\\\?\\")):
        return NETWORK
    if machine.platform == "win32":
        drive = path.removeprefix("\\\\?\\")[:2]
        return _WINDOWS_KINDS.get(machine.drive_type(drive + "\\"), FIXED) if drive[1:] == ":" else FIXED
    if machine.platform == "darwin":
        return _kind_on_mac(path, machine)
    return _kind_on_linux(path, machine)


def _kind_on_linux(path: str, machine: Machine) -> str:
    best, device, system = "", "", ""
    for line in machine.mounts().splitlines():
        found = _MOUNT_LINE.match(line)
        if found is None:
            continue
        place = _unescaped(found[2])
        # The longest mount point holds the folder; of two at one point the later one covers the other.
        if _lies_in(path, place) and len(place) >= len(best):
            best, device, system = place, found[1], found[3]
    if system in _NETWORK_SYSTEMS:
        return NETWORK
    return REMOVABLE if device and machine.is_pluggable(device) else FIXED


def _kind_on_mac(path: str, machine: Machine) -> str:
    best, words = "", ""
    for line in machine.mac_mounts().splitlines():
        found = re.match(r".+? on (.+) \((.+)\)$", line)
        if found is not None and _lies_in(path, found[1]) and len(found[1]) >= len(best):
            best, words = found[1], found[2]
    if words.split(",")[0] in _NETWORK_SYSTEMS:
        return NETWORK
    return REMOVABLE if best.startswith("/Volumes/") else FIXED


def _cloud(path: str, machine: Machine) -> str:
    folded = path.casefold()
    for name in _CLOUD_VARIABLES:
        root = machine.environment.get(name, "").casefold().rstrip("\\/")
        if root and (folded == root or folded.startswith((root + "\\", root + "/"))):
            return "OneDrive"
    for part in re.split(r"[\\/]", folded):
        for word, name in _SYNCED:
            if part.startswith(word):
                return name
    return ""


def _lies_in(path: str, place: str) -> bool:
    return PurePath(path).is_relative_to(place)


def _unescaped(place: str) -> str:
    """A mount point as the kernel writes it: space, tab, newline and backslash in octal."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)
