"""Any photograph is written as it was, but for what is new in it; what is said about it besides is gone."""

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from assets import DatasetError
from render.anonymize.photo import ORIENTATION, png_bytes, read_photo, turned, turned_back


def noise(width: int = 64, height: int = 48, channels: int = 3) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (height, width, channels), np.uint8)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_seen_as_pillow_shows_it_and_is_stored_as_it_was(orientation: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    Image.fromarray(noise()).save(tmp_path / "a.png", exif=exif)
    photo = read_photo(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as image:
        assert (photo.rgb == np.array(ImageOps.exif_transpose(image))).all()
    assert (turned_back(photo.rgb, orientation) == noise()).all()
    assert (turned(turned_back(photo.rgb, orientation), orientation) == photo.rgb).all()
    mask = np.zeros(photo.size[::-1], bool)
    mask[3:9, 5:21] = True
    new = np.where(mask[..., None], np.uint8(7), photo.rgb)
    with Image.open(io.BytesIO(png_bytes(photo.with_pixels(new, mask)))) as image:
        assert image.getexif().get(ORIENTATION, 1) == orientation
        assert (np.array(ImageOps.exif_transpose(image)) == new).all()


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P", "1"])
def test_every_mode_keeps_its_pixels_outside_the_mask(mode: str, tmp_path: Path) -> None:
    Image.fromarray(noise(channels=4), "RGBA").convert(mode).save(tmp_path / "a.png")
    photo = read_photo(tmp_path / "a.png")
    mask = np.zeros((48, 64), bool)
    mask[10:20, 10:30] = True
    out = png_bytes(photo.with_pixels(np.full((48, 64, 3), 9, np.uint8), mask))
    with Image.open(io.BytesIO(out)) as image, Image.open(tmp_path / "a.png") as before:
        old, new = np.array(before.convert("RGBA")), np.array(image.convert("RGBA"))
    assert (new[~mask] == old[~mask]).all()
    assert (new[mask][:, :3] == 9).all()


def test_sixteen_bits_stay_sixteen(tmp_path: Path) -> None:
    deep = np.random.default_rng(0).integers(0, 65536, (20, 30, 3), np.uint16)
    cv2.imwrite(str(tmp_path / "a.png"), deep)
    photo = read_photo(tmp_path / "a.png")
    mask = np.zeros((20, 30), bool)
    mask[:4, :4] = True
    (tmp_path / "b.png").write_bytes(png_bytes(photo.with_pixels(np.full((20, 30, 3), 200, np.uint8), mask)))
    new = cv2.imread(str(tmp_path / "b.png"), cv2.IMREAD_UNCHANGED)
    assert new.dtype == np.uint16
    assert (new[~mask] == deep[~mask]).all()
    assert (new[mask] == 200 * 257).all()


def test_the_colour_profile_stays_and_all_else_goes(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x010F] = "SECRETMAKER"
    Image.fromarray(noise()).save(tmp_path / "a.png", icc_profile=profile, exif=exif)
    out = png_bytes(read_photo(tmp_path / "a.png"))
    assert b"SECRETMAKER" in (tmp_path / "a.png").read_bytes()
    assert b"SECRETMAKER" not in out
    with Image.open(io.BytesIO(out)) as image:
        assert image.info["icc_profile"] == profile
        assert not dict(image.getexif())


def test_what_is_no_single_picture_is_a_sentence(tmp_path: Path) -> None:
    frames = [Image.fromarray(noise()), Image.fromarray(noise()[::-1])]
    frames[0].save(tmp_path / "a.png", save_all=True, append_images=frames[1:])
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    Image.fromarray(np.ones((4, 4), np.float32)).save(tmp_path / "c.tif")
    for name, words in (("a.png", "it is animated"), ("b.jpg", "cannot be read"), ("c.tif", "8 or 16 bits")):
        with pytest.raises(DatasetError, match=words) as raised:
            read_photo(tmp_path / name)
        assert str(raised.value).startswith(f"{name}: ")
