"""What is seen through panes: masks that hold it, and the parts that such pixels count for.

A pane's pixel belongs to the pane's thing, whatever shows through it. Where a frame tells what is behind
(``Frame.behind``), the thing behind has it too.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate.frame import Frame

type Mask = NDArray[np.bool_]


def visible(frame: Frame, instance_id: int, parts: Collection[str] | None = None) -> Mask:
    """(H, W) pixels that are the instance's, or those parts', in front of all panes or behind one."""
    own = frame.coverage.mask(instance_id, parts)
    return own if frame.behind is None else own | frame.behind.coverage.mask(instance_id, parts)


def told(frame: Frame, mask: Mask, instance_id: int, parts: Collection[str] | None) -> dict[str, Any]:
    """``parts`` of an annotation with that mask and, where panes are looked through, ``through_glass``.

    A pixel counts for the part that it belongs to; where that is none of the annotation's, for the one behind the pane.
    """
    if frame.behind is None:
        return {"parts": frame.coverage.parts_of(mask)}
    coverage = frame.coverage
    own = mask & (coverage.owner == instance_id)
    if parts is not None:
        own &= np.array([*(part in parts for _, part in coverage.leaves), False])[coverage.leaf]
    through = mask & ~own
    counts = Counter(coverage.parts_of(own)) + Counter(frame.behind.coverage.parts_of(through))
    return {"parts": dict(sorted(counts.items())), "through_glass": int(np.count_nonzero(through))}
