"""EfficientNet-Lite0 (Tan and Le, 2019; its Lite variant of 2020) up to its last pooling: 1280 features a picture."""

from collections.abc import Iterable, Iterator
from itertools import batched

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.judge.onnx import model, node
from measure.judge.weights import Floats, read_weights

SIDE = 224  # px
FEATURES = 1280
BATCH = 8
STRIDES = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1)  # of each block
EPSILON = 1e-3  # of its normalisation
MOST = 6.0  # where its activation ends

type Pixels = NDArray[np.uint8]


class Network:
    """Pictures to features, on the CPU.

    Raises:
        ConfigError: the extra ``judge`` is not installed.
    """

    def __init__(self) -> None:
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(network(read_weights()), np.uint8))

    def features(self, pictures: Iterable[Pixels]) -> Iterator[NDArray[np.float32]]:
        """(FEATURES,) of each picture (H, W, 3) sRGB, in order."""
        for batch in batched((prepared(picture) for picture in pictures), BATCH, strict=False):
            self._net.setInput(np.stack(batch))
            yield from np.asarray(self._net.forward(), np.float32).reshape(len(batch), FEATURES)


def prepared(rgb: Pixels) -> Floats:
    """(3, SIDE, SIDE) of the middle square, as the network was trained: (value - 127) / 128."""
    side = min(rgb.shape[:2])
    top, left = ((whole - side) // 2 for whole in rgb.shape[:2])
    square = rgb[top : top + side, left : left + side]
    way = cv2.INTER_AREA if side > SIDE else cv2.INTER_LINEAR
    scaled = cv2.resize(square, (SIDE, SIDE), interpolation=way)
    return np.ascontiguousarray((scaled.astype(np.float32).transpose(2, 0, 1) - 127.0) / 128.0)


def network(weights: dict[str, Floats]) -> bytes:
    """The network as ONNX, its normalisations folded into the convolutions before them."""
    out = _Builder(weights)
    last = out.convolution("_conv_stem", "_bn0", "input", stride=2)
    for number, stride in enumerate(STRIDES):
        last = out.block(f"_blocks.{number}", last, stride)
    last = out.convolution("_conv_head", "_bn1", last)
    out.nodes += [node("GlobalAveragePool", [last], "pooled"), node("Flatten", ["pooled"], "features")]
    return model(out.nodes, out.arrays, ("input", (1, 3, SIDE, SIDE)), ("features", (1, FEATURES)))


class _Builder:
    def __init__(self, weights: dict[str, Floats]) -> None:
        self.weights, self.nodes, self.arrays = weights, list[bytes](), dict[str, Floats]()

    def block(self, name: str, start: str, stride: int) -> str:
        """Wider, across the picture, narrower again; added to what came in where that has the same shape."""
        last = start
        if f"{name}._expand_conv.weight" in self.weights:
            last = self.convolution(f"{name}._expand_conv", f"{name}._bn0", last)
        last = self.convolution(f"{name}._depthwise_conv", f"{name}._bn1", last, stride)
        last = self.convolution(f"{name}._project_conv", f"{name}._bn2", last, active=False)
        wide = self.weights.get(f"{name}._expand_conv.weight", self.weights[f"{name}._depthwise_conv.weight"]).shape[1]
        if stride == 1 and wide == len(self.weights[f"{name}._project_conv.weight"]):
            self.nodes.append(node("Add", [start, last], f"{name}.sum"))
            last = f"{name}.sum"
        return last

    def convolution(self, name: str, norm: str, start: str, stride: int = 1, active: bool = True) -> str:
        kernel = self.weights[f"{name}.weight"]
        scale = self.weights[f"{norm}.weight"] / np.sqrt(self.weights[f"{norm}.running_var"] + EPSILON)
        self.arrays[f"{name}.w"] = np.asarray(kernel * scale[:, None, None, None], np.float32)
        self.arrays[f"{name}.b"] = np.asarray(
            self.weights[f"{norm}.bias"] - self.weights[f"{norm}.running_mean"] * scale, np.float32
        )
        side = kernel.shape[2]
        before = (side - stride) // 2  # TensorFlow's padding, of pictures whose sides are even
        after = side - stride - before
        groups = len(kernel) if kernel.shape[1] == 1 else 1
        shape = {"kernel_shape": (side, side), "strides": (stride, stride), "pads": (before, before, after, after)}
        self.nodes.append(node("Conv", [start, f"{name}.w", f"{name}.b"], name, group=groups, **shape))
        if not active:
            return name
        self.nodes.append(node("Clip", [name], f"{name}.clip", min=0.0, max=MOST))
        return f"{name}.clip"
