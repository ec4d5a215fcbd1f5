"""A check of a suite: frames of one base scene say the same but for what their factors may change."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from annotate.entries import Entries, Entry
from assets import ConfigError
from scenes.vary.design import Plan, Suite
from scenes.vary.effects import FOLLOWS, Effect, effect_of

SLACK_PX = 2.0  # of boxes: an outline is that of the geometry united with what a noisy edge shows
POSE = ("model", "K", "rotation", "translation", "distortion")  # of a camera: where it stands, and its lens

type Things = Mapping[tuple[int, str], Entry]


def is_suite(entries: Entries) -> bool:
    return any("suite" in image for image in entries.images)


def base_scenes(entries: Entries) -> dict[int, int]:
    """The base scene of each image of a suite, and the clip of each of a moving picture."""
    suites = {image["id"]: image["suite"]["repeat"] for image in entries.images if "suite" in image}
    return suites | {image["id"]: image["video_id"] for image in entries.images if "video_id" in image}


def suite_failures(
    entries: Entries, categories: Mapping[int, Entry], settings: Mapping[str, Any]
) -> tuple[int, list[str]]:
    """How many pairs of frames were compared, and a sentence for each that is off.

    Every frame is compared with the first one of its base scene.
    """
    things: dict[int, dict[tuple[int, str], Entry]] = {image["id"]: {} for image in entries.images}
    for item in entries.annotations:
        name = categories.get(item["category_id"], {}).get("name", "")
        things.setdefault(item["image_id"], {})[item["instance_id"], name] = item
    failures, first, pairs = [*_design_failures(entries, settings)], dict[int, Entry](), 0
    for image in sorted(entries.images, key=lambda entry: int(entry["id"])):
        if "suite" not in image or "factors" not in image:
            failures.append(f"image {image['id']}: expected 'suite' and 'factors', as the others have")
            continue
        base = first.setdefault(image["suite"]["repeat"], image)
        if base is image:
            continue
        pairs += 1
        mine, theirs = base["factors"], image["factors"]
        varied = [key for key in {**mine, **theirs} if mine.get(key) != theirs.get(key)]
        effect = effect_of(varied)
        if effect is None:  # nothing is promised of one of these
            continue
        of = image["suite"]["of"]
        where = f"image {image['id']} against {base['id']} ({', '.join(varied)})"
        failures += (f"{where}: {fault}" for fault in _image_faults(base, image, effect))
        failures += (f"{where}: {fault}" for fault in _faults(things[base["id"]], things[image["id"]], effect, of))
    return pairs, failures


def _design_failures(entries: Entries, settings: Mapping[str, Any]) -> Iterator[str]:
    """Frames whose factors are not those that ``run.yaml`` gives them."""
    if not isinstance(settings.get("suite"), dict):
        return
    try:
        plan = Plan(Suite(**settings["suite"]), int(settings.get("seed", 0)))
        count = len(plan)
    except (ConfigError, ValidationError, ValueError, TypeError, LookupError):
        yield "run.yaml: its suite cannot be read"
        return
    for image in entries.images:
        number = image["id"]
        if not 0 <= number < count:
            yield f"image {number}: the suite has {count} frames"
        elif image.get("suite") != plan.entry(number) or image.get("factors") != dict(plan.factors(number)):
            yield f"image {number}: expected the factors {dict(plan.factors(number))}, got {image.get('factors')}"


def _image_faults(base: Entry, other: Entry, effect: Effect) -> Iterator[str]:
    if base["placed"] != other["placed"]:
        yield f"{base['placed']} things were placed, and {other['placed']}"
    if effect.moves != "all":
        one, two = ({key: image["camera"].get(key) for key in POSE} for image in (base, other))
        if one != two:
            yield "the camera differs"


def _faults(base: Things, other: Things, effect: Effect, of: str) -> Iterator[str]:
    """What differs and may not, of the things that both frames show.

    Args:
        of: ``first`` or ``all``: of which things factors are that are of things.
    """
    first = min((number for number, _ in (*base, *other)), default=0)
    for key in base.keys() & other.keys():
        one, two = base[key], other[key]
        where = f"{key[1]} {key[0]}"
        mine, theirs = one["attributes"], two["attributes"]
        names = [name for name in {**mine, **theirs} if mine.get(name) != theirs.get(name)]
        meant = of == "all" or key[0] == first
        free = effect.attributes if meant or not effect.own else ()
        yield from (f"{where}: '{name}' differs" for name in names if name not in (*free, *FOLLOWS))
        if effect.moves == "all" or (effect.moves == "itself" and meant):
            continue
        if one["bbox3d"] != two["bbox3d"]:
            yield f"{where}: its 3D box differs"
        if not _near(one["amodal_bbox"], two["amodal_bbox"]):
            yield f"{where}: its amodal box differs by more than {SLACK_PX:g} px"
        if any(one_point != two_point for one_point, two_point in _points(one, two)):
            yield f"{where}: its keypoints differ"
        if not effect.seen and not _near(one["bbox"], two["bbox"]):
            yield f"{where}: its box differs by more than {SLACK_PX:g} px"
    if not effect.seen and base.keys() != other.keys():
        lost = sorted(base.keys() ^ other.keys())
        yield f"{lost[0][1]} {lost[0][0]} is labelled in one of them alone"


def _near(one: list[float], two: list[float]) -> bool:
    (x, y, w, h), (left, top, width, height) = one, two
    ends = zip((x, y, x + w, y + h), (left, top, left + width, top + height), strict=True)
    return all(abs(a - b) <= SLACK_PX for a, b in ends)


def _points(one: Entry, two: Entry) -> Iterator[tuple[list[float], list[float]]]:
    """Places of keypoints that both have."""
    mine, theirs = one.get("keypoints", []), two.get("keypoints", [])
    for at in range(0, min(len(mine), len(theirs)) - 2, 3):
        if mine[at + 2] and theirs[at + 2]:
            yield mine[at : at + 2], theirs[at : at + 2]
