"""Photos made ready for paper: upright, as large as the paper needs, without what a camera writes into its files.

A photo of 48 megapixels takes 144 MB once it is opened; a JPEG file is therefore read at a half, a quarter or an
eighth of its size, whichever still holds 300 dots to the inch. Place and time of the shot, the camera's number and
every other note in the file stay behind, because a brief is passed on to people whom they do not concern. A file
that cannot be read gives a sentence for its place on the page; it never stops a paper.
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from liaison.press.graphics import Kept, Photo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.Image import Image as Picture

T = TypeVar("T")

DPI = 300
QUALITY = 88
_MOST_PIXELS_SCALED = 250_000_000  # a JPEG that is read at a part of its size: the largest phones have 200 million
_MOST_PIXELS_WHOLE = 64_000_000  # everything that must be opened whole; 256 MB at the worst
_MOST_BYTES = 400_000_000
_FORMATS = ("PNG", "GIF", "BMP", "WEBP", "TIFF")  # no others: some decoders start programs of their own
_KEPT_BYTES = 48_000_000
_USUAL_ASPECT = 4 / 3


@dataclass(frozen=True, slots=True)
class Prepared:
    """A photo as it goes into PDF and Word.

    Attributes:
        data: a JPEG file without notes.
        width, height: in pixels, as it is looked at.
    """

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A photo that cannot be shown.

    Attributes:
        sentence: what stands in its place.
    """

    sentence: str


def prepare(photo: Photo, width: float, height: float) -> Prepared | Broken:
    """The photo for a box of this size in points, upright and not larger than the box needs at 300 dpi.

    The result is kept, so that preview, PDF and Word open a file once.
    """
    box = (max(1, round(width / 72 * DPI)), max(1, round(height / 72 * DPI)))
    key = _key(photo)
    if isinstance(key, Broken):
        return key
    known = _kept.get((key, box))
    if isinstance(known, (Prepared, Broken)):
        return known
    made = _guarded(photo, lambda stream: _prepared(stream, box))
    _kept.put((key, box), made, len(made.data) if isinstance(made, Prepared) else 0)
    return made


def aspect_of(photo: Photo) -> float:
    """Width over height as it is looked at, from the file's head alone; 4:3 for one that cannot be read."""
    key = _key(photo)
    if isinstance(key, Broken):
        return _USUAL_ASPECT
    known = _kept.get((key, "aspect"))
    if isinstance(known, float):
        return known
    found = _guarded(photo, _aspect)
    aspect = _USUAL_ASPECT if isinstance(found, Broken) else found
    _kept.put((key, "aspect"), aspect, 0)
    return aspect


class _TooLargeError(Exception):
    """More pixels than this program opens."""


class _Kept:
    """What was prepared lately, the oldest given up first."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.used = 0
        self.items: OrderedDict[tuple[object, object], tuple[Prepared | Broken | float, int]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: tuple[object, object]) -> Prepared | Broken | float | None:
        with self.lock:
            found = self.items.get(key)
            if found is None:
                return None
            self.items.move_to_end(key)
            return found[0]

    def put(self, key: tuple[object, object], value: Prepared | Broken | float, size: int) -> None:
        with self.lock:
            self.used += size - self.items.pop(key, (value, 0))[1]
            self.items[key] = (value, size)
            while self.used > self.room or len(self.items) > 2000:
                _key, (_value, freed) = self.items.popitem(last=False)
                self.used -= freed


_kept = _Kept(_KEPT_BYTES)


def _key(photo: Photo) -> object:
    """What tells a photo's content from another one's, or why there is none."""
    source = photo.source
    if source is None:
        return Broken("照片找不到")
    if isinstance(source, bytes):
        if not source:
            return Broken("照片打不开（空文件）")
        return hashlib.blake2b(source, digest_size=16).digest()
    try:
        if not isinstance(source, Path):
            return source.identity
        state = source.stat()
    except (OSError, ValueError):
        return Broken(f"照片打不开：{photo.called}（文件找不到）")
    if not state.st_size:
        return Broken(f"照片打不开：{photo.called}（空文件）")
    if state.st_size > _MOST_BYTES:
        return Broken(f"照片打不开：{photo.called}（文件太大）")
    return (str(source), state.st_mtime_ns, state.st_size)


@contextmanager
def _opened(source: Path | bytes | Kept | None) -> Iterator[BinaryIO]:
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    elif source is None or isinstance(source, bytes):
        yield io.BytesIO(source or b"")
    else:
        yield io.BytesIO(source.read())


def _guarded(photo: Photo, work: Callable[[BinaryIO], T]) -> T | Broken:
    """The work done on the photo's file, or why it cannot be."""
    name = f"：{photo.called}" if photo.called else ""
    heic = False
    try:
        with _opened(photo.source) as stream:
            heic = _is_heic(stream)
            if not heic:
                return work(stream)
        why = "HEIC 格式，请先另存为 JPG"
    except _TooLargeError:
        why = "照片太大"
    except MemoryError:
        why = "照片太大，内存不够"
    except PermissionError:
        why = "文件正被占用或没有权限"
    except Exception as problem:  # a damaged file makes decoders raise nearly anything
        from PIL import Image, UnidentifiedImageError

        if isinstance(problem, Image.DecompressionBombError | Image.DecompressionBombWarning):
            why = "照片太大"
        elif isinstance(problem, UnidentifiedImageError):
            why = "不是照片，或格式不认识"
        else:
            why = "文件已损坏"
    return Broken(f"照片打不开{name}（{why}）")


def _is_heic(stream: BinaryIO) -> bool:
    head = stream.read(12)
    stream.seek(0)
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def _open(stream: BinaryIO) -> Picture:
    """The file's picture, its pixels not read yet.

    Raises:
        _TooLargeError: it has more pixels than may be opened.
    """
    from PIL import Image
    from PIL.JpegImagePlugin import JpegImageFile

    head = stream.read(3)
    stream.seek(0)
    # The general door refuses what is large whole; a JPEG is not opened whole.
    image = JpegImageFile(stream) if head == b"\xff\xd8\xff" else Image.open(stream, formats=_FORMATS)
    # a progressive file's coefficients are all held while it is read, whatever its scale
    scaled = image.format == "JPEG" and not image.info.get("progressive")
    if image.width * image.height > (_MOST_PIXELS_SCALED if scaled else _MOST_PIXELS_WHOLE):
        raise _TooLargeError
    return image


def _orientation(image: Picture) -> int:
    """How the camera was held, 1 to 8; 1 where the file does not say it in an orderly way."""
    if image.format == "PNG" and "exif" not in image.info:
        return 1  # asking would open the whole photo
    try:
        held = image.getexif().get(0x0112, 1)
    except Exception:  # the note is damaged, the photo may be whole
        return 1
    return held if isinstance(held, int) and 1 <= held <= 8 else 1


def _aspect(stream: BinaryIO) -> float:
    image = _open(stream)
    width, height = image.size
    return height / width if _orientation(image) >= 5 else width / height


def _prepared(stream: BinaryIO, box: tuple[int, int]) -> Prepared:
    from PIL import Image

    image = _open(stream)
    held = _orientation(image)
    profile = image.info.get("icc_profile")
    across, down = box if held < 5 else (box[1], box[0])
    part = min(1.0, across / image.width, down / image.height)
    size = (max(1, round(image.width * part)), max(1, round(image.height * part)))
    image.draft("", (size[0] * 2, size[1] * 2))  # a JPEG is read at a part of its size; others take no notice
    image = _plain_mode(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = _in_screen_colours(_on_white(image), profile)
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(held)
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}  # a comment would be written again
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY)
    return Prepared(written.getvalue(), image.width, image.height)


def _plain_mode(image: Picture) -> Picture:
    """The picture in a mode that can be made smaller with care: L, RGB, CMYK or with a way to be seen through."""
    if image.mode in ("L", "RGB", "CMYK", "RGBA", "LA") and "transparency" not in image.info:
        return image
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("P", "PA", "RGBa", "La") or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in ("1", "F") else "RGB")


def _on_white(image: Picture) -> Picture:
    """The picture with white paper behind what can be seen through."""
    from PIL import Image

    if image.mode not in ("RGBA", "LA"):
        return image
    seen = image.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _in_screen_colours(image: Picture, profile: object) -> Picture:
    """The picture in the colours that every reader of PDF and Word takes for granted (sRGB)."""
    from PIL import ImageCms

    if isinstance(profile, bytes) and image.mode in ("RGB", "CMYK"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            made = None  # a profile that does not fit its picture is no profile
        if made is not None:
            return made
    return image if image.mode == "L" else image.convert("RGB")
