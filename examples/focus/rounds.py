"""Does `prelabel focus` help? Three rounds of focused pictures against as many of the default, for one small detector.

python rounds.py --work work --frames 300 --size 128x96 --samples 8 --seeds 0 1 2 --photographs PHOTOS

What is there already is not made again: the same command goes on where it was stopped.
"""

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "train_detector"))

from blind import RARE, SPOTS, seeing
from data import VEHICLES, Pictures, fitted, joined, load
from detector import Detector, decode
from train import evaluate, train

ROUNDS = (1, 2, 3)
ARMS = ("focused", "default")
SEEDS = {"first": 1001, "look": 1002, "held": 1003, "default-1": 1011, "default-2": 1012, "default-3": 1013}
BY = ("--by", ",".join(column for column, _ in SPOTS.values()))


def main() -> None:
    args = _arguments()
    args.work.mkdir(parents=True, exist_ok=True)
    for name, seed in SEEDS.items():
        count = {"first": args.first, "look": args.look, "held": args.held}.get(name, args.frames)
        settings = [word for text in RARE for word in ("--set", text)] if name == "first" else []
        _render(args, name, seed, "vehicles", "--count", count, "--size", args.size, *settings)
    for seed in args.seeds:
        sets = [_first(args)]
        weights = _trained(args, seed, "first", sets, None, args.steps)
        for arm in args.arms:
            _rounds(args, seed, arm, sets, weights)
    if set(args.arms) == set(ARMS):
        report(args)


def _rounds(args: argparse.Namespace, seed: int, arm: str, sets: Sequence[Pictures], weights: Path) -> None:
    """Each adds a set to those there are, and trains on from the last weights."""
    own = list(sets)
    for number in ROUNDS:
        name = f"default-{number}" if arm == "default" else f"focused-{seed}-{number}"
        if arm == "focused":
            config = _focused(args, seed, number, weights)
            _render(args, name, 2000 + 10 * seed + number, "--config", config, "--count", args.frames)
        own.append(load(*_files(args.work / name), args.side, args.frames))
        weights = _trained(args, seed, f"{arm}-{number}", own, weights, args.round_steps)


def _first(args: argparse.Namespace) -> Pictures:
    """The first set, without the pictures that show a blind spot."""
    images, labels = _files(args.work / "first")
    kept = args.work / "first-seeing.json"
    kept.write_text(json.dumps(seeing(json.loads(labels.read_text()))))
    return load(images, kept, args.side)


def _focused(args: argparse.Namespace, seed: int, number: int, weights: Path) -> Path:
    """Look at what the last weights fail at, and write the config of the next round."""
    stem = args.work / f"focused-{seed}-{number}"
    predictions, evaluation, config = (stem.with_suffix(end) for end in (".results.json", ".report.json", ".yaml"))
    if not config.exists():
        predict(args, weights, "look", predictions)
        _prelabel(args, "evaluate", args.work / "look", "--predictions", predictions, *BY, "--json", evaluation)
        # Always from the default, so that rounds do not pile up: what no longer fails goes back to its share.
        start = args.work / "default-1" / "run.yaml"
        words = ("--config", start, "--strength", args.strength, *BY, "--out", config)
        _prelabel(args, "focus", evaluation, *words, loud=True)
    return config


def _trained(
    args: argparse.Namespace, seed: int, name: str, sets: Sequence[Pictures], start: Path | None, steps: int
) -> Path:
    out = args.work / f"{name}-{seed}.pt"
    if not out.exists():
        pictures = joined(sets)
        print(f"seed {seed}, {name}: {len(pictures)} pictures, {steps} steps", flush=True)
        torch.manual_seed(seed)
        model = Detector(len(VEHICLES), args.width).to(memory_format=torch.channels_last)
        if start is not None:
            model.load_state_dict(torch.load(start, weights_only=True))
        options = {"classes": VEHICLES, "seed": seed, "rate": args.rate, "batch": args.batch, "bf16": False}
        train(model, lambda step: pictures, steps, argparse.Namespace(**options))
        torch.save(model.state_dict(), out)
    return out


def _model(args: argparse.Namespace, weights: Path) -> Detector:
    model = Detector(len(VEHICLES), args.width)
    model.load_state_dict(torch.load(weights, weights_only=True))
    return model.eval()


@torch.no_grad()
def predict(args: argparse.Namespace, weights: Path, name: str, out: Path) -> None:
    """COCO's results, in the pixels of the pictures as they were rendered."""
    import cv2

    model, (images, labels) = _model(args, weights), _files(args.work / name)
    coco = json.loads(labels.read_text())
    ids = {item["name"]: item["id"] for item in coco["categories"]}
    results = []
    for entry in coco["images"]:
        picture = cv2.imread(str(images / entry["file_name"]))
        scale = max(picture.shape[:2]) / args.side
        pixels = fitted(picture, [], args.side)[0]
        x = torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 127.5 - 1.0
        for x0, y0, x1, y1, score, label in decode(*model(x))[0].tolist():
            if score >= 0.01:
                box = [value * scale for value in (x0, y0, x1 - x0, y1 - y0)]
                kind = ids[VEHICLES[int(label)]]
                results.append({"image_id": entry["id"], "category_id": kind, "bbox": box, "score": score})
    out.write_text(json.dumps(results))


def report(args: argparse.Namespace) -> None:
    """AP50 on the held-out set and the photographs, and recall in the blind spots; one line a model."""
    tested = {"held": load(*_files(args.work / "held"), args.side)}
    if args.photographs:
        tested["photographs"] = load(args.photographs / "images", args.photographs / "coco.json", args.side)
    kinds = ["first", *(f"{arm}-{number}" for number in ROUNDS for arm in ARMS)]
    lines = [_line(args, kind, seed, tested) for seed in args.seeds for kind in kinds]
    (args.work / "results.json").write_text(json.dumps(lines, indent=1))
    for kind in kinds:
        own = [line for line in lines if line["model"] == kind]
        cells = [
            *(np.mean([line[name][key] for line in own]) for name in tested for key in ("any", "mean")),
            *(np.mean([line["recall"][key] for line in own]) for key in own[0]["recall"]),
        ]
        print(f"{kind:12}", *(f"{cell:.3f}" for cell in cells))


def _line(args: argparse.Namespace, kind: str, seed: int, tested: Mapping[str, Pictures]) -> dict[str, Any]:
    """What is known of one model; kept beside its weights."""
    weights = args.work / f"{kind}-{seed}.pt"
    out = weights.with_suffix(".json")
    if not out.exists():
        model = _model(args, weights)
        scores = {name: evaluate(model, pictures, VEHICLES) for name, pictures in tested.items()}
        out.write_text(json.dumps({"seed": seed, "model": kind, **scores, "recall": _recalls(args, weights)}))
    return dict(json.loads(out.read_text()))


def _recalls(args: argparse.Namespace, weights: Path) -> Mapping[str, float]:
    """On the held-out set: of all, and of each blind spot, at the confidence where F1 is best."""
    predictions, evaluation = (weights.with_suffix(end) for end in (".held.json", ".report.json"))
    if not evaluation.exists():
        predict(args, weights, "held", predictions)
        _prelabel(args, "evaluate", args.work / "held", "--predictions", predictions, *BY, "--json", evaluation)
    found = json.loads(evaluation.read_text())
    rows = {item["key"]: item["rows"] for item in found["properties"]}
    figures = next(item["figures"] for item in found["properties"] if item["key"] == "overall")

    def of(column: str, values: Sequence[str]) -> float:
        own = [row for row in rows[f"by {column}"] if row[column] in values]
        return sum(row["recall"] * row["n"] for row in own) / max(sum(row["n"] for row in own), 1)

    return {"all": figures["recall"], **{name: of(*spot) for name, spot in SPOTS.items()}}


def _render(args: argparse.Namespace, name: str, seed: int, *words: object) -> None:
    out = args.work / name
    if not (out / "annotations" / "instances.json").exists():
        quality = ("--samples", args.samples) if args.samples else ("--preset", "draft")
        _prelabel(args, "render", *words, "--seed", seed, *quality, "--workers", args.workers, "--quiet", "--out", out)


def _prelabel(args: argparse.Namespace, *words: object, loud: bool = False) -> None:
    command = [*shlex.split(args.prelabel), *(str(word) for word in words)]
    print("$", shlex.join(command), flush=True)
    subprocess.run(command, check=True, stdout=None if loud else subprocess.DEVNULL)


def _files(folder: Path) -> tuple[Path, Path]:
    return folder / "images", folder / "annotations" / "instances.json"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for all that is made")
    parser.add_argument("--photographs", type=Path, help="a folder with images/ and coco.json, to test on as well")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--arms", nargs="+", choices=ARMS, default=ARMS, help="both are reported together")
    parser.add_argument("--frames", type=int, default=300, help="of each of the three rounds")
    parser.add_argument("--first", type=int, default=900, help="of the first set, before blind spots are left out")
    parser.add_argument("--look", type=int, default=500, help="that rounds are focused by")
    parser.add_argument("--held", type=int, default=500, help="that is tested on")
    parser.add_argument("--size", default="128x96")
    parser.add_argument("--samples", type=int, help="paths a pixel; draft's by default")
    parser.add_argument("--strength", type=float, default=1.0, help="of focus")
    parser.add_argument("--steps", type=int, default=1500, help="of the first training")
    parser.add_argument("--round-steps", type=int, default=750, help="of each round's")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--width", type=int, default=16, help="channels of the first layer")
    parser.add_argument("--side", type=int, default=128, help="of the square pictures that are trained on, pixels")
    parser.add_argument("--workers", type=int, default=1, help="processes that render")
    parser.add_argument("--prelabel", default="prelabel", help="how the command is called here")
    return parser.parse_args()


if __name__ == "__main__":
    main()
