"""Blocks of a JPEG that no mask reaches are those of the photograph, coefficient by coefficient."""

import io
import sys
from pathlib import Path

import jpeglib
import numpy as np
import pytest
from PIL import Image, ImageCms

from render.anonymize import jpeg
from render.anonymize.jpeg import jpeg_bytes
from render.anonymize.photo import ORIENTATION, read_photo

KINDS = {
    "plain": {"subsampling": 2},
    "fine": {"subsampling": 0},
    "wide": {"subsampling": 1},
    "progressive": {"progressive": True},
    "restarted": {"restart_marker_blocks": 4},
}


def smooth(width: int = 83, height: int = 61) -> Image.Image:
    y, x = np.mgrid[:height, :width]
    rng = np.random.default_rng(0)
    waves = np.stack([128 + 90 * np.sin(x / 7.0 + k) * np.cos(y / (5.0 + k)) for k in range(3)], 2)
    return Image.fromarray(np.clip(waves + rng.normal(0, 8, waves.shape), 0, 255).astype(np.uint8))


def changed(place: Path) -> tuple[bytes, str, np.ndarray]:
    photo = read_photo(place)
    mask = np.zeros(photo.size[::-1], bool)
    mask[18:30, 20:37] = True
    data, how = jpeg_bytes(photo.with_pixels(np.full((*mask.shape, 3), 40, np.uint8), mask), mask)
    return data, how, mask


@pytest.mark.parametrize("kind", [*KINDS, "grey"])
def test_blocks_that_the_mask_does_not_reach_keep_their_coefficients(kind: str, tmp_path: Path) -> None:
    image = smooth().convert("L") if kind == "grey" else smooth()
    image.save(tmp_path / "a.jpg", quality=83, **KINDS.get(kind, {}))
    data, how, mask = changed(tmp_path / "a.jpg")
    (tmp_path / "b.jpg").write_bytes(data)
    assert how == jpeg.LOSSLESS
    old, new = (jpeglib.read_dct(str(tmp_path / name)) for name in ("a.jpg", "b.jpg"))
    assert (old.qt == new.qt).all()
    for name in ("Y",) if kind == "grey" else ("Y", "Cb", "Cr"):
        mine, theirs = getattr(old, name), getattr(new, name)
        step = [8 * round(whole / own) for whole, own in zip(old.Y.shape[:2], mine.shape[:2], strict=True)]
        reached = np.zeros(mine.shape[:2], bool)
        for row, column in np.argwhere(mask):
            reached[row // step[0], column // step[1]] = True
        assert (mine[~reached] == theirs[~reached]).all()
        assert (mine[reached] != theirs[reached]).any()
    with Image.open(io.BytesIO(data)) as image:
        middle = np.array(image.convert("RGB"))[22:27, 24:34].astype(int)
    assert abs(middle - 40).mean() < 8


def test_a_picture_that_pillow_warns_of_is_within_our_own_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one of 101 megapixels is: our reader has looked at its size, and nothing more is said on the terminal."""
    smooth().save(tmp_path / "a.jpg", quality=83)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 83 * 61 - 1)
    assert changed(tmp_path / "a.jpg")[1] == jpeg.LOSSLESS  # a warning is an error in tests


def test_nothing_that_was_said_about_it_is_left_but_orientation_and_profile(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[ORIENTATION], exif[0x010F] = 6, "SECRETMAKER"
    exif.get_ifd(0x8825)[29] = "2001:02:03"
    smooth().save(tmp_path / "a.jpg", exif=exif, icc_profile=profile, comment=b"SECRETWORD")
    old = (tmp_path / "a.jpg").read_bytes()
    data, _, _ = changed(tmp_path / "a.jpg")
    for secret in (b"SECRETMAKER", b"SECRETWORD", b"2001:02:03"):
        assert secret in old
        assert secret not in data
    with Image.open(io.BytesIO(data)) as image:
        assert dict(image.getexif()) == {ORIENTATION: 6}
        assert image.info["icc_profile"] == profile


def test_without_the_extra_it_is_encoded_again_with_its_own_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    smooth().save(tmp_path / "a.jpg", quality=71, subsampling=1)
    monkeypatch.setattr(jpeg.importlib.util, "find_spec", lambda name: None)
    data, how, _ = changed(tmp_path / "a.jpg")
    assert how == jpeg.AGAIN
    with Image.open(io.BytesIO(data)) as new, Image.open(tmp_path / "a.jpg") as old:
        assert new.quantization == old.quantization
        assert new.layer == old.layer


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    smooth().convert("CMYK").save(tmp_path / "a.jpg")
    photo = read_photo(tmp_path / "a.jpg")
    data, how, _ = changed(tmp_path / "a.jpg")
    assert (photo.was, how) == ("CMYK", jpeg.CONVERTED)
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "RGB"


def test_no_file_of_it_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jpeg, "MEMORY", tmp_path / "memory")
    (tmp_path / "memory").mkdir()
    smooth().save(tmp_path / "a.jpg")
    changed(tmp_path / "a.jpg")
    assert not list((tmp_path / "memory").iterdir())
    assert "jpeglib" in sys.modules
