"""Where a folder lies, from what Linux, Windows and macOS say about their disks."""

from __future__ import annotations

from pathlib import Path

import pytest

from liaison.store import premises
from liaison.store.premises import FIXED, NETWORK, REMOVABLE, Machine

MOUNTS = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 27 8:17 / /media/sun/KINGSTON rw,nosuid shared:9 - vfat /dev/sdb1 rw,uid=1000
31 27 0:50 / /media/sun/县\040委\040共享 rw - cifs //server/share rw
32 27 0:51 / /home/sun/远程 rw master:3 propagate_from:2 - fuse.sshfs sun@host:/ rw
33 27 0:52 / /mnt/nfs rw - nfs4 10.0.0.1:/data rw
34 27 254:3 / /mnt/nfs/inside rw - ext4 /dev/vdb rw
35 27 0:53 / /host rw - 9p host rw
36 27 254:4 / /covered rw - ext4 /dev/vdc rw
37 27 0:54 / /covered rw - nfs 10.0.0.1:/x rw
not a line of mounts
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//sun@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by sun)
/dev/disk4s1 on /Volumes/UNTITLED (msdos, local, nodev, nosuid, noowners)
"""


class Stand(Machine):
    """A computer of the test's own."""

    def __init__(self, platform: str = "linux", drives: dict[str, int] | None = None, **environment: str) -> None:
        self.platform, self.drives, self.environment = platform, drives or {}, environment

    def resolve(self, folder: Path) -> str:
        return str(folder)

    def mounts(self) -> str:
        return MOUNTS

    def is_pluggable(self, device: str) -> bool:
        return device == "8:17"

    def drive_type(self, root: str) -> int:
        return self.drives.get(root, 0)

    def mac_mounts(self) -> str:
        return MAC


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/sun/联络簿", FIXED), ("/media/sun/KINGSTON", REMOVABLE), ("/media/sun/KINGSTON/联络簿", REMOVABLE),
        ("/media/sun/KINGSTON2", FIXED), ("/media/sun/县 委 共享/联络簿", NETWORK), ("/home/sun/远程/a", NETWORK),
        ("/mnt/nfs/x", NETWORK), ("/mnt/nfs/inside/x", FIXED), ("/host/x", NETWORK), ("/covered/x", NETWORK),
        ("//server/share/x", NETWORK),
    ],
)  # fmt: skip
def test_linux_by_the_longest_mount(path: str, kind: str) -> None:
    assert premises.look(Path(path), Stand()).kind == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("C:\\Users\\sun\\Documents\\联络簿", FIXED), ("E:\\联络簿", REMOVABLE), ("Z:\\联络簿", NETWORK),
        ("\\\\server\\share\\联络簿", NETWORK), ("\\\\?\\UNC\\server\\share", NETWORK), ("\\\\?\\E:\\a", REMOVABLE),
        ("Q:\\unknown", FIXED), ("relative", FIXED),
    ],
)  # fmt: skip
def test_windows_by_the_drive_or_the_server(path: str, kind: str) -> None:
    machine = Stand("win32", {"C:\\": 3, "E:\\": 2, "Z:\\": 4})
    assert premises._kind(path, machine) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/Users/sun/联络簿", FIXED), ("/Volumes/share/x", NETWORK), ("/Volumes/UNTITLED/联络簿", REMOVABLE)],
)
def test_macos_by_what_mount_lists(path: str, kind: str) -> None:
    assert premises.look(Path(path), Stand("darwin")).kind == kind


@pytest.mark.parametrize(
    ("path", "cloud"),
    [
        ("C:\\Users\\sun\\OneDrive - 县政协\\联络簿", "OneDrive"), ("/home/sun/我的坚果云/联络簿", "坚果云"),
        ("D:\\BaiduSyncdisk\\联络簿", "百度网盘"), ("D:\\WPS云盘\\联络簿", "WPS云盘"),
        ("/home/sun/Dropbox/x", "Dropbox"),
        ("/Users/sun/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud"), ("D:\\腾讯微云\\x", "腾讯微云"),
        ("D:\\资料\\联络簿", ""), ("/home/sun/资料/dropped", ""),
    ],
)  # fmt: skip
def test_a_clouds_folder_by_its_name(path: str, cloud: str) -> None:
    assert premises._cloud(path, Stand()) == cloud


def test_a_documents_folder_that_onedrive_has_taken_over() -> None:
    machine = Stand("win32", OneDrive="D:\\云\\")
    assert premises._cloud("D:\\云\\Documents\\联络簿", machine) == "OneDrive"
    assert premises._cloud("D:\\云海\\联络簿", machine) == ""


def test_this_computer_answers(tmp_path: Path) -> None:
    machine = Machine()
    assert premises.look(tmp_path / "not there yet", machine).kind in (FIXED, REMOVABLE, NETWORK)
    assert (machine.free_bytes(tmp_path) or 0) > 0
    assert machine.free_bytes(tmp_path / "not there") is None
    assert machine.now().tzinfo is not None
    assert machine.is_pluggable("999:999") is False
