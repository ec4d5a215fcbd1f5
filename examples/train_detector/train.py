"""Train a small detector from nothing on rendered pictures, and test it on others, such as real photographs.

python train.py --train DATASET --test-images PHOTOS --test-coco LABELS.json --pictures 1000 --epochs 40
python train.py --stream vehicles --steps 2500 --workers 4    # no dataset: pictures are rendered meanwhile
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from data import IGNORED, VEHICLES, Pictures, Recent, augmented, joined, load, of_frame
from detector import STRIDE, Detector, decode, loss, targets
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from torch.utils.data import DataLoader

type Source = Callable[[int], Pictures | Recent]  # from the number of a step to what it may draw from


def main() -> None:
    args = _arguments()
    torch.manual_seed(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Detector(len(args.classes), args.width).to(device).to(memory_format=torch.channels_last)
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, {device.type}")
    if args.stream:
        train(model, streamed(args), args.steps, args)
    else:
        rendered = stored(args)
        print(f"{len(rendered)} pictures")
        steps = args.steps or args.epochs * len(rendered) // args.batch
        train(model, lambda step: rendered, steps, args)
    if args.out:
        torch.save(model.state_dict(), args.out)
    if args.test_coco:
        photographs = load(args.test_images, args.test_coco, args.side, classes=args.classes, least=args.least)
        for name, part in (("even", slice(0, None, 2)), ("odd", slice(1, None, 2)), ("all", slice(None))):
            scores = evaluate(model, _part(photographs, part), args.classes)
            print(name, json.dumps({key: round(value, 3) for key, value in scores.items()}))


def stored(args: argparse.Namespace) -> Pictures:
    """The datasets that were rendered before."""
    options = {"only": dict(args.only), "classes": args.classes, "without": args.without}
    return joined(
        [
            load(folder / "images", folder / "annotations/instances.json", args.side, args.pictures, **options)
            for folder in args.train
        ]
    )


def streamed(args: argparse.Namespace) -> Source:
    """Pictures that are rendered while others are trained on: a batch of new ones for ``--reuse`` steps."""
    from prelabel import ConfigError  # datasets on the disk do not need it
    from prelabel.torch import FrameStream

    options = {"set": dict(args.set), "size": args.size, "samples": args.samples, "seed": args.seed}
    transform = partial(of_frame, side=args.side, classes=args.classes, without=args.without)
    try:
        frames = FrameStream(*args.stream, transform=transform, on_error="skip", **options)
    except ConfigError as error:
        sys.exit(f"error: {error}")
    # Each sample as it is, in arrays of NumPy: torch would stack them, or make tensors of them.
    samples = iter(DataLoader(frames, batch_size=None, num_workers=args.workers, collate_fn=tuple))
    recent = Recent(args.recent, args.side)

    def at(step: int) -> Recent:
        recent.take(samples, until=args.batch + step * args.batch // args.reuse)
        return recent

    return at


def train(model: Detector, source: Source, steps: int, args: argparse.Namespace) -> None:
    """One-cycle AdamW over ``steps`` batches of augmented pictures; the loss is always in 32 bits."""
    rng, device = np.random.default_rng(args.seed), next(model.parameters()).device
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, args.rate, total_steps=steps, pct_start=0.1)
    model.train()
    start, running, tell = time.time(), 0.0, min(100, max(steps // 10, 1))
    for step in range(steps):
        x, wanted = _batch(rng, source(step), args.batch, len(args.classes))
        with torch.autocast(device.type, torch.bfloat16, enabled=args.bf16):
            heat, sides = model(x.to(device, memory_format=torch.channels_last))
        value = loss(heat.float(), sides.float(), tuple(item.to(device) for item in wanted))
        optimizer.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        running += (float(value.detach()) - running) * (0.02 if step else 1.0)
        if (step + 1) % tell == 0:
            print(f"step {step + 1}/{steps}  loss {running:.3f}  {time.time() - start:.0f} s", flush=True)


@torch.no_grad()
def evaluate(model: Detector, pictures: Pictures, classes: Sequence[str]) -> dict[str, float]:
    """AP at IoU 0.5 of each class that the pictures have, their mean, and of all classes as one."""
    model.eval()
    found, device = [], next(model.parameters()).device
    for index in range(len(pictures)):
        x = _tensor(pictures.pixels[index : index + 1]).to(device, memory_format=torch.channels_last)
        found.append(decode(*model(x))[0].cpu().numpy())
    present = sorted({int(label) for labels in pictures.labels for label in labels if label != IGNORED})
    scores = {classes[label]: _ap50(pictures, found, label) for label in present}
    return {**scores, "mean": float(np.mean(list(scores.values()))), "any": _ap50(pictures, found, None)}


def _ap50(pictures: Pictures, found: list[np.ndarray], label: int | None) -> float:
    """pycocotools' AP at IoU 0.5 of one class, or of all classes as one."""
    images, annotations, results = [], [], []
    for index, (boxes, labels) in enumerate(zip(pictures.boxes, pictures.labels, strict=True)):
        images.append({"id": index + 1})
        for (x0, y0, x1, y1), own in zip(boxes.tolist(), labels.tolist(), strict=True):
            if own in (label, IGNORED) or label is None:
                box = [x0, y0, x1 - x0, y1 - y0]
                item = {"id": len(annotations) + 1, "image_id": index + 1, "category_id": 1, "bbox": box}
                annotations.append({**item, "area": box[2] * box[3], "iscrowd": int(own == IGNORED)})
        for x0, y0, x1, y1, score, own in found[index].tolist():
            if label is None or int(own) == label:
                box = [x0, y0, x1 - x0, y1 - y0]
                results.append({"image_id": index + 1, "category_id": 1, "bbox": box, "score": score})
    truth = COCO()
    truth.dataset = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "one"}]}
    truth.createIndex()
    judge = COCOeval(truth, truth.loadRes(results), "bbox")
    judge.params.iouThrs = np.array([0.5])
    judge.evaluate()
    judge.accumulate()
    precision = judge.eval["precision"][0, :, 0, 0, -1]
    return float(precision[precision > -1].mean())


def _batch(
    rng: np.random.Generator, pictures: Pictures | Recent, size: int, classes: int
) -> tuple[torch.Tensor, tuple[torch.Tensor, ...]]:
    pixels, wanted = [], []
    for index in rng.integers(0, len(pictures), size):
        own = augmented(rng, pictures.pixels[index], pictures.boxes[index], pictures.labels[index])
        pixels.append(own[0])
        boxes, labels = torch.from_numpy(own[1]), torch.from_numpy(own[2])
        wanted.append(targets(boxes, labels, classes, own[0].shape[0] // STRIDE))
    return _tensor(np.stack(pixels)), tuple(torch.stack(items) for items in zip(*wanted, strict=True))


def _tensor(pixels: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(pixels)).permute(0, 3, 1, 2).float() / 127.5 - 1.0


def _part(pictures: Pictures, part: slice) -> Pictures:
    return Pictures(pictures.pixels[part], pictures.boxes[part], pictures.labels[part])


def _choice(text: str) -> tuple[str, list[str]]:
    key, _, values = text.partition("=")
    return key, values.split(",")


def _setting(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    return key, value


def _size(text: str) -> tuple[int, int]:
    width, height = text.split("x")
    return int(width), int(height)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, nargs="+", default=[], help="folders that prelabel rendered")
    parser.add_argument("--pictures", type=int, help="use the first so many of each folder")
    parser.add_argument("--only", type=_choice, nargs="+", default=[], help="such as weather=clear,cloudy place=street")
    parser.add_argument("--classes", nargs="+", default=VEHICLES, help="categories to be found; others are ignored")
    parser.add_argument("--without", nargs="+", default=[], help="categories that are left out of what is rendered")
    parser.add_argument("--least", type=float, default=0.0, help="test boxes below this share of the side are ignored")
    parser.add_argument("--test-images", type=Path)
    parser.add_argument("--test-coco", type=Path)
    parser.add_argument("--side", type=int, default=256, help="of the square pictures, pixels")
    parser.add_argument("--width", type=int, default=16, help="channels of the first layer")
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--steps", type=int, help="in place of epochs: the same for any number of pictures")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bf16", action="store_true", help="16-bit arithmetic, where the processor has it: faster")
    parser.add_argument("--out", type=Path, help="where to save the weights")
    stream = parser.add_argument_group("in place of --train")
    stream.add_argument("--stream", nargs="+", default=[], metavar="SCENE", help="render these meanwhile")
    stream.add_argument(
        "--set", type=_setting, action="append", default=[], metavar="KEY=VALUE", help="their parameters"
    )
    stream.add_argument("--size", type=_size, default=(256, 256), metavar="WxH", help="of the rendered pictures")
    stream.add_argument("--samples", type=int, default=8, help="paths a pixel")
    stream.add_argument("--workers", type=int, default=1, help="processes that render; 0: this one, between steps")
    stream.add_argument("--recent", type=int, default=512, help="pictures that are kept: the newest")
    stream.add_argument("--reuse", type=int, default=16, help="how often each is drawn, in the mean")
    args = parser.parse_args()
    if bool(args.train) == bool(args.stream):
        parser.error("expected either --train or --stream")
    if args.stream and not args.steps:
        parser.error("--stream has no end: expected --steps")
    if min(args.reuse, args.recent) < 1:
        parser.error("expected --reuse and --recent from 1")
    return args


if __name__ == "__main__":
    main()
