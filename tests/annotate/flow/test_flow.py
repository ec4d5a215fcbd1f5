"""Flow against closed forms: cubes on lines, turning and moving cameras, lenses, changing shapes, what hides what."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from annotate.flow import Flow, Seen, flow
from annotate.flow.depths import Solid, nearest, pixel_centres
from annotate.frame import Coverage, Frame
from assets import Asset, Label, Material, Mesh, SceneError, primitives
from scenes import Distortion, Fisheye, PinholeCamera, Placed, Pose, SceneSpec, World, look_at
from scenes.motion import Clip, Motion, Steady, at
from scenes.motion.steady import about
from scenes.spec import Joint

WIDTH, HEIGHT, FPS = 160, 120, 10.0
PAINT = Material("paint")
AHEAD = look_at((0.0, 0.0, 1.5), (10.0, 0.0, 1.5))  # the camera looks along x
WITHIN_PX = 0.05
LENSES = [
    pytest.param(None, id="pinhole"),
    pytest.param(Distortion(k1=-0.2, k2=0.05, p1=0.002, p2=-0.001), id="distorted"),
    pytest.param(Fisheye(k1=0.05, edge_rad=1.4), id="fisheye"),
]

type Floats = NDArray[np.float64]


def camera(pose: Pose = AHEAD, lens: Distortion | Fisheye | None = None) -> PinholeCamera:
    return PinholeCamera.from_fov((WIDTH, HEIGHT), 1.1, pose, distortion=lens)


def cube(size: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> Asset:
    return primitives.box(size, PAINT, category="box")


def scene(things: list[tuple[Asset, Steady]], view: Steady | None = None, lens: Distortion | Fisheye | None = None,
          scenery: tuple[Placed, ...] = ()) -> SceneSpec:  # fmt: skip
    """Things that move, numbered from 1, and a camera."""
    placed = [Placed(asset, mover.start, instance_id=number) for number, (asset, mover) in enumerate(things, 1)]
    movers = {place: mover for place, (_, mover) in enumerate(things)}
    start = camera(AHEAD if view is None else view.start, lens)
    return SceneSpec((*placed, *scenery), start, World("courtyard"), motion=Motion(Clip(10, FPS), movers, view))


def shown(spec: SceneSpec) -> Frame:
    """The frame that a renderer of exact depth makes of a scene: one sample at each pixel's centre."""
    rays = spec.camera.rays(pixel_centres(spec.camera))
    front = nearest(spec, rays, Solid())
    ids = np.array([*(placed.instance_id for placed in spec.placed), 0])[front.thing]
    leaves = tuple((placed.instance_id, "box") for placed in spec.labelled())
    index = np.full((1, *ids.shape), -1, np.int16)
    for place, (number, _) in enumerate(leaves):
        index[0, ids == number] = place
    rgb, normals = np.zeros((*ids.shape, 3), np.uint8), np.zeros((*ids.shape, 3), np.float32)
    depth = front.depth.astype(np.float32)
    return Frame(rgb, depth, normals, Coverage(leaves, index, (index >= 0).astype(np.float32)), {})


def between(spec: SceneSpec, first: int = 0, second: int = 1) -> tuple[SceneSpec, SceneSpec, Frame, Flow]:
    now, then = at(spec, first / FPS), at(spec, second / FPS)
    frame = shown(now)
    return now, then, frame, flow(Seen.of(frame, now), then)


def going(x: float, y: float, z: float, velocity: tuple[float, float, float], turning: tuple[float, float, float]
          = (0.0, 0.0, 0.0)) -> Steady:  # fmt: skip
    return Steady(Pose.at(x, y, z), np.array(velocity), np.array(turning))


def plane_points(now: SceneSpec, x: float) -> Floats:
    """(H, W, 3) where the pixels' rays meet the plane at x, in the world: what a closed form starts from."""
    camera = now.camera
    rays = camera.rays(pixel_centres(camera)) @ camera.pose.rotation.T
    reach = (x - camera.pose.translation[0]) / rays[..., 0]
    return np.asarray(camera.pose.translation + rays * reach[..., None])


@pytest.mark.parametrize("lens", LENSES)
def test_a_cube_on_a_line_moves_as_its_front_does(lens: Distortion | Fisheye | None) -> None:
    now, then, frame, got = between(scene([(cube(), going(8.0, 0.3, 1.2, (0.5, 2.0, 0.4)))], lens=lens))
    on_front = np.abs(frame.depth * now.camera.rays(pixel_centres(now.camera))[..., 2] - 7.5) < 1e-3
    assert on_front.sum() > 100
    expected = then.camera.project(plane_points(now, 7.5) + np.array([0.05, 0.2, 0.04])) - pixel_centres(now.camera)
    assert np.abs(got.pixels - expected)[on_front].max() <= WITHIN_PX
    assert got.visible[on_front].all()
    local = np.array([[0.0, -0.2, 0.0], [0.0, 0.0, -0.04], [0.05, 0.0, 0.0]]).sum(axis=1)  # x right, y down, z away
    assert np.abs(got.scene[on_front] - local).max() < 1e-4
    assert np.isnan(got.pixels[~np.isfinite(frame.depth)]).all() and not got.visible[~np.isfinite(frame.depth)].any()


def test_the_boxs_track_goes_as_far_as_its_flow() -> None:
    """Boxes of two stills, and the flow of the first: the second box is where the first one's pixels go."""
    spec = scene([(cube(), going(9.0, 1.0, 1.2, (0.0, -3.0, 0.0)))])
    _, then, frame, got = between(spec)
    boxes = []
    for other in (frame, shown(then)):
        rows, columns = np.nonzero(other.coverage.owner == 1)
        boxes.append([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])
    mine = frame.coverage.owner == 1
    gone = (pixel_centres(then.camera) + got.pixels)[mine]
    assert np.abs(gone.min(axis=0) - 0.5 - boxes[1][:2]).max() <= 1.0
    assert np.abs(gone.max(axis=0) + 0.5 - boxes[1][2:]).max() <= 1.0


@pytest.mark.parametrize("lens", LENSES)
def test_a_turning_camera_sees_all_turn_whatever_its_depth(lens: Distortion | Fisheye | None) -> None:
    things = [
        (cube(), going(6.0, -0.8, 1.2, (0.0, 0.0, 0.0))),
        (cube((2.0, 3.0, 2.0)), going(20.0, 3.0, 1.5, (0, 0, 0))),
    ]
    turning = Steady(AHEAD, turning_radps=np.array([0.05, 0.1, 0.3]))
    now, then, frame, got = between(scene(things, turning, lens))
    rays = now.camera.rays(pixel_centres(now.camera))
    turned = rays @ (now.camera.pose.rotation.T @ then.camera.pose.rotation)  # of no depth
    expected = then.camera.to_pixels(turned) - pixel_centres(now.camera)
    there = np.isfinite(frame.depth)
    assert there.sum() > 500
    assert np.abs(got.pixels - expected)[there].max() <= WITHIN_PX
    assert np.abs(expected[there]).max() > 3.0


@pytest.mark.parametrize("lens", LENSES)
def test_a_camera_that_drives_past_a_wall(lens: Distortion | Fisheye | None) -> None:
    """Scenery: the wall has no label, and its depth is the frame's."""
    wall = Placed(primitives.box((1.0, 40.0, 20.0), PAINT), Pose.at(12.5, 0.0, -8.5))
    assert not wall.instance_id
    now, then, frame, got = between(scene([], Steady(AHEAD, np.array([5.0, 1.0, 0.0])), lens, (wall,)))
    expected = then.camera.project(plane_points(now, 12.0)) - pixel_centres(now.camera)
    there = np.abs(frame.depth * now.camera.rays(pixel_centres(now.camera))[..., 2] - 12.0) < 1e-3
    assert there.mean() > 0.99
    assert np.abs(got.pixels - expected)[there].max() <= WITHIN_PX
    inside = then.camera.shows(pixel_centres(now.camera) + expected)
    assert np.array_equal(got.visible[there], inside[there])
    assert 0.02 < (~inside[there]).mean() < 0.5, "what leaves the picture is not seen"


def test_back_and_forth_is_nowhere() -> None:
    things = [(cube(), going(7.0, 0.5, 1.2, (0.3, -2.0, 0.2), (0.0, 0.5, 1.5)))]
    floor = Placed(primitives.floor(60.0, PAINT), Pose.at())
    spec = scene(things, Steady(AHEAD, np.array([2.0, 0.5, 0.0]), np.array([0.0, 0.0, 0.1])), scenery=(floor,))
    now, then, _, forth = between(spec, 3, 4)
    back = flow(Seen.of(shown(then), then), now)
    where = pixel_centres(now.camera) + forth.pixels
    smooth = forth.visible.copy()
    smooth[smooth] = ((where[smooth] > 1.0) & (where[smooth] < [WIDTH - 1, HEIGHT - 1])).all(axis=-1)
    returned = forth.pixels[smooth] + _between_pixels(back.pixels.astype(np.float64), where[smooth])
    known = np.isfinite(returned).all(axis=-1)
    assert known.mean() > 0.95 and known.sum() > 5000
    off = np.linalg.norm(returned[known], axis=-1)
    assert np.quantile(off, 0.97) < 0.1, "but at edges, where pixels around are of two things"


def _between_pixels(values: Floats, where: Floats) -> Floats:
    corner = np.floor(where - 0.5).astype(int)
    share = where - 0.5 - corner
    (x, y), (right, down) = corner.T, share.T[..., None]
    top = values[y, x] * (1 - right) + values[y, x + 1] * right
    return top * (1 - down) + (values[y + 1, x] * (1 - right) + values[y + 1, x + 1] * right) * down


def test_what_goes_behind_something_is_not_seen() -> None:
    """A cube goes behind a wider one, which stands still: its pixels are known, and no longer visible."""
    things = [(cube(), going(10.0, 1.6, 1.2, (0.0, -16.0, 0.0))), (cube(), going(5.0, 0.0, 1.5, (0.0, 0.0, 0.0)))]
    _, then, frame, got = between(scene(things))
    gone, stays = frame.coverage.owner == 1, frame.coverage.owner == 2
    assert gone.sum() > 50 and np.isfinite(got.pixels[gone]).all()
    where = np.floor(pixel_centres(then.camera)[gone] + got.pixels[gone]).astype(int)
    hidden = shown(then).coverage.owner[where[:, 1], where[:, 0]] == 2
    assert hidden.any()
    assert not got.visible[gone][hidden].any()
    assert got.visible[stays].all()


def test_scenery_that_something_drives_in_front_of_is_not_seen() -> None:
    wall = Placed(primitives.box((1.0, 40.0, 20.0), PAINT), Pose.at(12.5, 0.0, -8.5))
    spec = scene([(cube((1.0, 1.0, 1.0)), going(8.0, 2.0, 1.2, (0.0, -5.0, 0.0)))], scenery=(wall,))
    _, then, frame, got = between(spec)
    covered = (frame.coverage.owner == 0) & (shown(then).coverage.owner == 1)
    assert covered.sum() > 50
    assert not got.visible[covered].any()
    assert (got.pixels[covered] == 0.0).all()
    assert got.visible[(frame.coverage.owner == 0) & ~covered].mean() > 0.999


class Breathing(Steady):
    """A cube that grows by its top."""

    def at(self, placed: Placed, seconds: float) -> Placed:
        first = placed.asset.meshes[0]
        tall = cube((1.0, 1.0, 1.0)).meshes[0].vertices * np.array([1.0, 1.0, 1.0 + seconds], np.float32)
        asset = replace(placed.asset, meshes=(replace(first, vertices=tall.astype(np.float32)),))
        return replace(placed, asset=asset, pose=self.pose(seconds))


def test_what_changes_its_shape_moves_with_its_vertices() -> None:
    spec = scene([(cube(), Breathing(Pose.at(8.0, 0.0, 1.5), np.array([0.0, 1.0, 0.0])))])
    now, then, frame, got = between(spec, 2, 3)
    mine = np.abs(frame.depth - 7.5) < 1e-3
    assert mine.sum() > 200
    local = plane_points(now, 7.5) - now.placed[0].pose.translation
    expected = then.camera.project(local * [1.0, 1.0, 1.3 / 1.2] + then.placed[0].pose.translation)
    assert np.abs(pixel_centres(now.camera) + got.pixels - expected)[mine].max() <= WITHIN_PX
    assert np.abs(got.pixels[mine][:, 1]).max() > 0.3


class Becoming(Steady):
    """A cube whose mesh has other faces afterwards."""

    def at(self, placed: Placed, seconds: float) -> Placed:
        mesh = placed.asset.meshes[0]
        if seconds == 0.0:
            return placed
        square, one = np.arange(4, dtype=np.int32), np.zeros(1, np.int32)
        few = Mesh(mesh.name, mesh.vertices[:4], square, one + 4, mesh.materials, mesh.parts, one, one)
        return replace(placed, asset=replace(placed.asset, meshes=(few,)))


def test_what_becomes_another_shape_has_no_flow() -> None:
    _, _, frame, got = between(scene([(cube(), Becoming(Pose.at(8.0, 0.0, 1.5)))]))
    mine = frame.coverage.owner == 1
    assert mine.any() and np.isnan(got.pixels[mine]).all() and not got.visible[mine].any()


def test_a_pixel_whose_depth_is_of_another_thing_takes_its_things() -> None:
    """A render's depth is of a sample somewhere in the pixel; the owner of the pixel may not be there."""
    spec = scene([(cube(), going(8.0, 0.0, 1.5, (0.0, 2.0, 0.0)))], scenery=(
        Placed(primitives.box((1.0, 40.0, 20.0), PAINT), Pose.at(30.0, 0.0, -8.5)),))  # fmt: skip
    now, then = at(spec, 0.0), at(spec, 0.1)
    frame = shown(now)
    exact = flow(Seen.of(frame, now), then)
    rng = np.random.default_rng(3)
    shifted = np.where(rng.random(frame.depth.shape) < 0.5, np.roll(frame.depth, 1, axis=1), frame.depth)
    other = flow(Seen.of(replace(frame, depth=shifted), now), then)
    mine = frame.coverage.owner == 1
    assert (shifted != frame.depth)[mine].any()
    assert np.array_equal(other.pixels[mine], exact.pixels[mine])


def test_rims_and_hair_beyond_the_mesh_move_with_their_thing() -> None:
    """The pixel is the thing's, whose mesh meets no centre there: depth of the frame, motion of the thing."""
    spec = scene([(cube(), going(8.0, 0.0, 1.5, (0.0, 2.0, 0.0)))])
    now, then = at(spec, 0.0), at(spec, 0.1)
    frame = shown(now)
    rows, columns = np.nonzero(frame.coverage.owner == 1)
    index = frame.coverage.index.copy()
    beyond = slice(columns.max() + 1, columns.max() + 3)
    index[0, rows.min() : rows.max() + 1, beyond] = 0
    frame = replace(frame, coverage=Coverage(frame.coverage.leaves, index, (index >= 0).astype(np.float32)))
    got = flow(Seen.of(frame, now), then)
    inside = got.pixels[rows[0] + 3, columns.max()]
    first, second = got.pixels[rows[0] + 3, beyond]
    assert first == pytest.approx(inside, abs=0.1)
    assert np.isnan(second).all(), "two pixels off, nothing says how far it is"


def test_other_scenes_are_refused() -> None:
    spec = scene([(cube(), going(8.0, 0.0, 1.5, (0.0, 2.0, 0.0)))])
    now = at(spec, 0.0)
    with pytest.raises(SceneError, match="expected two moments of one scene, got 1 things and 0"):
        flow(Seen.of(shown(now), now), replace(now, placed=(), motion=None))


def test_flow_to_nowhere_is_unknown() -> None:
    got = Flow.unknown(3, 4)
    assert got.pixels.shape == (3, 4, 2) and np.isnan(got.pixels).all() and not got.visible.any()


def test_labels_are_no_part_of_it() -> None:
    """Things that move without a label count as what stands in the picture, where they are seen."""
    mover = going(8.0, 0.0, 1.5, (0.0, 2.0, 0.0))
    bare = replace(cube(), labels=())
    spec = SceneSpec(
        (Placed(bare, mover.start),), camera(), World("courtyard"), motion=Motion(Clip(4, FPS), {0: mover})
    )
    _, _, frame, got = between(spec)
    there = np.isfinite(frame.depth)
    assert there.sum() > 200 and (got.pixels[there][:, 0] < -1.0).all()
    assert Label("box") in cube().labels


@dataclass(frozen=True, eq=False)
class Rolling:
    """A thing that goes along while its mesh ``wheel`` turns about its own middle."""

    way: Steady
    spin_radps: float
    middle: tuple[float, float, float]

    def pose(self, seconds: float) -> Pose:
        return self.way.pose(seconds)

    def joint(self, seconds: float) -> Joint:
        turn, middle = about(np.array([self.spin_radps, 0.0, 0.0]), seconds), np.array(self.middle)
        return Joint(Pose(turn, middle - turn @ middle), np.array([self.spin_radps, 0.0, 0.0]), middle)

    def at(self, placed: Placed, seconds: float) -> Placed:
        return replace(placed, pose=self.pose(seconds), joints={"wheel": self.joint(seconds)})


def test_a_wheel_turns_while_its_car_goes() -> None:
    """A disc before a box, both moving to the left; the disc also turns about the camera's axis."""
    body, wheel = cube((1.0, 4.0, 2.0)).meshes[0], cube((0.2, 1.2, 1.2)).meshes[0]
    wheel = replace(wheel, name="wheel", vertices=wheel.vertices + np.array([-1.0, 0.0, 0.0], np.float32))
    asset = replace(cube((1.0, 4.0, 2.0)), meshes=(body, wheel))
    rolling = Rolling(going(9.0, 0.0, 0.9, (0.0, 1.0, 0.0)), 3.0, (-1.0, 0.0, 0.6))
    spec = SceneSpec((Placed(asset, rolling.pose(0.0), instance_id=1),), camera(), World("courtyard"),
                     motion=Motion(Clip(4, FPS), {0: rolling}))  # fmt: skip
    now, then, frame, got = between(spec, 1, 2)
    on_wheel, on_body = np.abs(frame.depth - 7.9) < 1e-3, np.abs(frame.depth - 8.5) < 1e-3
    assert on_wheel.sum() > 200 and on_body.sum() > 200
    straight = then.camera.project(plane_points(now, 8.5) + np.array([0.0, 0.1, 0.0])) - pixel_centres(now.camera)
    assert np.abs(got.pixels - straight)[on_body].max() <= WITHIN_PX
    inner = now.placed[0].pose.inverse().apply(plane_points(now, 7.9)[on_wheel])
    turned = rolling.joint(0.2).pose.apply(rolling.joint(0.1).pose.inverse().apply(inner))
    expected = then.camera.project(then.placed[0].pose.apply(turned)) - pixel_centres(now.camera)[on_wheel]
    assert np.abs(got.pixels[on_wheel] - expected).max() <= WITHIN_PX
    assert np.ptp(got.pixels[on_wheel][:, 1]) > 2.0


def test_the_rim_of_a_walker_without_a_label_walks() -> None:
    """Beside its mesh the frame still shows it, by its depth: hair, or what subdivision rounds otherwise."""
    mover = going(8.0, 0.0, 1.0, (0.0, 2.0, 0.0))
    bare = replace(cube(), labels=())
    wall = Placed(primitives.box((1.0, 40.0, 20.0), PAINT), Pose.at(12.5, 0.0, -8.5))
    spec = SceneSpec((Placed(bare, mover.start), wall), camera(), World("courtyard"),
                     motion=Motion(Clip(4, FPS), {0: mover}))  # fmt: skip
    now, then = at(spec, 0.0), at(spec, 0.1)
    frame = shown(now)
    on_it = np.abs(frame.depth - 7.5) < 1e-3
    rows, columns = np.nonzero(on_it)
    row, beside = int(np.median(rows)), columns.max() + 1
    depth = frame.depth.copy()
    depth[row, beside] = 7.49
    got = flow(Seen.of(replace(frame, depth=depth), now), then)
    assert got.pixels[row, beside] == pytest.approx(got.pixels[row, beside - 1], abs=0.05)
    assert got.pixels[row - 3, beside].tolist() == [0.0, 0.0], "the wall stands"
