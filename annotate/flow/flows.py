"""Where what a frame shows is in another one of its clip."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotate.flat import fans, mesh_pose
from annotate.flow import deforming, rigid
from annotate.flow.depths import nearest, pixel_centres
from annotate.flow.points import Seen
from annotate.flow.validity import visible
from assets import SceneError
from scenes import Placed, SceneSpec
from scenes.pose import Float64


@dataclass(frozen=True, eq=False)
class Flow:
    """From one picture to another.

    Attributes:
        pixels: (H, W, 2) float32, from a pixel's centre to where the other picture shows what is there, x right and y
            down; NaN where nothing is, nothing is known, or the other camera has no place for it.
        scene: (H, W, 3) float32, metres: the place in the other camera's frame less that in this one's; NaN where
            nothing is or nothing is known.
        visible: (H, W) whether the other picture shows it: in the picture, nothing in front.
    """

    pixels: NDArray[np.float32]
    scene: NDArray[np.float32]
    visible: NDArray[np.bool_]

    @classmethod
    def unknown(cls, height: int, width: int) -> "Flow":
        """To a picture that is not there."""
        pixels, scene = (np.full((height, width, axes), np.nan, np.float32) for axes in (2, 3))
        return cls(pixels, scene, np.zeros((height, width), np.bool_))


def flow(seen: Seen, then: SceneSpec) -> Flow:
    """Of what a frame shows, to the picture of its scene at another moment.

    A pure function of the frame and of two descriptions: the other picture need not be rendered.

    Raises:
        SceneError: it is another scene.
    """
    if len(then.placed) != len(seen.spec.placed):
        expected, got = len(seen.spec.placed), len(then.placed)
        raise SceneError(f"flow: expected two moments of one scene, got {expected} things and {got}")
    shape = seen.thing.shape
    moved = seen.points.copy()
    for place in np.unique(seen.thing[seen.thing >= 0]).tolist():
        now, after = seen.spec.placed[place], then.placed[place]
        if now is not after:
            mine = seen.thing == place
            moved[mine] = _moved(now, after, seen.points[mine], seen.mesh[mine], seen.triangle[mine])
    before, local = (spec.camera.to_camera(points) for spec, points in ((seen.spec, seen.points), (then, moved)))
    known = np.isfinite(local).all(axis=-1)
    there = known & then.camera.sees(np.nan_to_num(local))
    pixels = np.full((*shape, 2), np.nan)
    pixels[there] = then.camera.to_pixels(local[there])
    front = nearest(then, then.camera.rays(pixel_centres(then.camera)), seen.solid)
    shown = np.zeros(shape, np.bool_)
    distance = then.camera.distance(local[there])
    shown[there] = visible(pixels[there], distance, seen.thing[there], then.camera, front)
    return Flow(
        (pixels - pixel_centres(seen.spec.camera)).astype(np.float32), (local - before).astype(np.float32), shown
    )


def _moved(now: Placed, then: Placed, points: Float64, mesh: NDArray[np.int32], triangle: NDArray[np.int32]) -> Float64:
    """World points (N, 3) of a thing, at another moment; NaN for those of a mesh that has become another one."""
    out = rigid.carried(points, now.pose, then.pose)
    others = {item.name: item for item in then.asset.meshes}
    for number in np.unique(mesh[mesh >= 0]).tolist():
        mine = mesh == number
        before = now.asset.meshes[number]
        after = others.get(before.name)
        if after is None:
            out[mine] = np.nan
            continue
        start, end = mesh_pose(now, before), mesh_pose(then, after)
        if rigid.same_shape(before, after):
            out[mine] = rigid.carried(points[mine], start, end)
        elif deforming.same_faces(before, after):
            corners = fans(before)[0][triangle[mine]]
            triangles = start.apply(before.vertices[corners]), end.apply(after.vertices[corners])
            out[mine] = deforming.carried(points[mine], *triangles)
        else:
            out[mine] = np.nan
    return out
