"""A small detector of centres: for each cell of a grid, is a vehicle's middle here, and how large is it?

After "Objects as Points" (Zhou et al. 2019): a heat map for each class, and the box by its four sides.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 8


def conv(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.SiLU(inplace=True)
    )


class Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(conv(width, width // 2), conv(width // 2, width))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


class Detector(nn.Module):
    """Pictures (N, 3, S, S) in -1..1 to a heat map (N, C, S/8, S/8) and sides (N, 4, S/8, S/8) in pixels."""

    def __init__(self, classes: int, width: int = 24) -> None:
        super().__init__()
        w = width
        self.stem = nn.Sequential(conv(3, w, 2), conv(w, 2 * w, 2), Block(2 * w))
        self.down8 = nn.Sequential(conv(2 * w, 4 * w, 2), Block(4 * w), Block(4 * w))
        self.down16 = nn.Sequential(conv(4 * w, 6 * w, 2), Block(6 * w), Block(6 * w))
        self.down32 = nn.Sequential(conv(6 * w, 8 * w, 2), Block(8 * w), Block(8 * w))
        self.up16, self.up8 = conv(14 * w, 6 * w), conv(10 * w, 4 * w)
        self.heat = nn.Sequential(conv(4 * w, 4 * w), nn.Conv2d(4 * w, classes, 1))
        self.sides = nn.Sequential(conv(4 * w, 4 * w), nn.Conv2d(4 * w, 4, 1))
        nn.init.constant_(self.heat[-1].bias, -3.5)
        nn.init.constant_(self.sides[-1].bias, 3.0)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        a = self.down8(self.stem(x))
        b = self.down16(a)
        c = self.down32(b)
        b = self.up16(torch.cat([b, functional.interpolate(c, scale_factor=2.0)], 1))
        a = self.up8(torch.cat([a, functional.interpolate(b, scale_factor=2.0)], 1))
        return self.heat(a), self.sides(a).clamp(max=8.0).exp()


def targets(boxes: Tensor, labels: Tensor, classes: int, cells: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Of one picture: heat (C, G, G), sides (4, G, G), their weight (G, G), and where heat counts (G, G).

    A box's heat is a Gaussian around its middle; its sides are learnt in the middle part of the box. Ignored boxes
    (label -1) teach nothing where they are.
    """
    heat, sides = torch.zeros(classes, cells, cells), torch.zeros(4, cells, cells)
    weight, counts = torch.zeros(cells, cells), torch.ones(cells, cells)
    grid = (torch.arange(cells) + 0.5) * STRIDE
    y, x = torch.meshgrid(grid, grid, indexing="ij")
    order = torch.argsort((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), descending=True)
    for x0, y0, x1, y1, label in torch.cat([boxes, labels[:, None].float()], 1)[order].tolist():
        cx, cy, w, h = (x0 + x1) / 2, (y0 + y1) / 2, max(x1 - x0, 1.0), max(y1 - y0, 1.0)
        if label < 0:
            counts[(x > x0) & (x < x1) & (y > y0) & (y < y1)] = 0.0
            continue
        sx, sy = max(0.12 * w, 0.6 * STRIDE), max(0.12 * h, 0.6 * STRIDE)
        bump = torch.exp(-((x - cx) ** 2) / (2 * sx * sx) - (y - cy) ** 2 / (2 * sy * sy))
        bump[int(min(max(cy / STRIDE, 0), cells - 1)), int(min(max(cx / STRIDE, 0), cells - 1))] = 1.0
        heat[int(label)] = torch.maximum(heat[int(label)], bump)
        inside = bump > 0.5
        sides[:, inside] = torch.stack([x - x0, y - y0, x1 - x, y1 - y])[:, inside].clamp(min=0.5)
        weight[inside] = 1.0 / inside.sum()
        counts[inside] = 1.0
    return heat, sides, weight, counts


def loss(heat: Tensor, sides: Tensor, wanted: tuple[Tensor, Tensor, Tensor, Tensor]) -> Tensor:
    """Focal loss on the heat map, generalised IoU on the sides."""
    heat_w, sides_w, weight, counts = wanted
    p = heat.sigmoid().clamp(1e-4, 1 - 1e-4)
    middle = (heat_w >= 0.999).float()
    gain = -middle * (1 - p) ** 2 * p.log() - (1 - middle) * (1 - heat_w) ** 4 * p**2 * (1 - p).log()
    number = middle.sum().clamp(min=1.0)
    left, top, right, bottom = sides.unbind(1)
    l2, t2, r2, b2 = sides_w.unbind(1)
    common = (torch.minimum(left, l2) + torch.minimum(right, r2)) * (torch.minimum(top, t2) + torch.minimum(bottom, b2))
    hull = (torch.maximum(left, l2) + torch.maximum(right, r2)) * (torch.maximum(top, t2) + torch.maximum(bottom, b2))
    union = (left + right) * (top + bottom) + (l2 + r2) * (t2 + b2) - common
    giou = common / union.clamp(min=1e-6) - (hull - union) / hull.clamp(min=1e-6)
    return (gain * counts[:, None]).sum() / number + 2.0 * ((1 - giou) * weight).sum() / weight.sum().clamp(min=1.0)


@torch.no_grad()
def decode(heat: Tensor, sides: Tensor, most: int = 60) -> list[Tensor]:
    """For each picture (K, 6): x0, y0, x1, y1, score, class. Peaks of the heat map; no other box is suppressed."""
    p = heat.sigmoid()
    best = p.amax(1, keepdim=True)
    peak = (functional.max_pool2d(best, 3, 1, 1) == best) & (p == best)
    out = []
    cells = heat.shape[-1]
    for picture, sizes in zip(p * peak, sides, strict=True):
        score, place = picture.flatten().topk(most)
        label, cell = place // (cells * cells), place % (cells * cells)
        x, y = (cell % cells + 0.5) * STRIDE, (cell // cells + 0.5) * STRIDE
        left, top, right, bottom = sizes.flatten(1)[:, cell]
        out.append(torch.stack([x - left, y - top, x + right, y + bottom, score, label.float()], 1))
    return out
