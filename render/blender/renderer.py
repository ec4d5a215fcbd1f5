"""One Blender session that renders SceneSpecs into Frames: one render call a frame, for picture and ground truth."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import ClassVar

import bpy
import numpy as np
from numpy.typing import NDArray

from annotate.frame import Behind, Frame, Surface
from assets import RenderError
from render.blender import build, meshes, motion, passes
from render.blender.engines import Shots, Through, engine_of
from render.blender.hook import call_hook
from render.blender.quiet import STDERR, STDOUT, silenced
from render.blender.room import render_error
from render.blender.scratch import Scratch
from render.blender.shaders.weather import begin as begin_weather
from render.blender.stage import Stage
from render.camera import developing, faces, film, lens, weather
from render.progress.stopwatch import Stopwatch
from render.settings.presets import PRESETS, STANDARD, Preset
from scenes import PinholeCamera, SceneSpec

type Float32 = NDArray[np.float32]

CRYPTOMATTE_DEPTH = 8  # ids that a pixel can hold: hair over skin over lashes needs more than 4
# Scenes built before Blender starts from nothing. Without windows nothing empties its queue of notices, which each
# removal of an object walks through: after 120 scenes a third of the time that building takes.
FRESH_AFTER = 30
AROUND = 0.02  # of the picture: less of it around things is too little for a light meter
PROCESS = os.getpid()  # that Blender was loaded in: it hangs in one that is forked from there


class BlenderRenderer:
    """Renders frames one after another in this process.

    Blender's state is global. Several renderers of a process may take turns, each of which costs a fresh start.
    Pictures in a row that are views of one scene (``SceneSpec.seen_in``), or frames of one clip (``scenes.motion.at``),
    are taken of one that is built once.

    Args:
        preset: how much work goes into a picture; ``render.settings.presets`` has some.
        device: ``auto``, ``cpu``, ``cuda``, ``optix``, ``hip``, ``metal`` or ``oneapi``: of Cycles.
        denoise: Open Image Denoise on the colour; never on ground truth.
        threads: of the CPU, whose number changes no pixel; 0 for one a core.
        stopwatch: where the seconds of ``build``, ``render`` and ``decode`` are added.
        engine: ``cycles`` or ``eevee``.
        through_glass: also find out what is behind panes, by a render more.

    Raises:
        RenderError: the device is not there.
    """

    _owner: ClassVar["BlenderRenderer | None"] = None

    def __init__(
        self,
        preset: Preset = PRESETS[STANDARD],
        device: str = "auto",
        denoise: bool = True,
        threads: int = 0,
        stopwatch: Stopwatch | None = None,
        engine: str = "cycles",
        through_glass: bool = False,
    ) -> None:
        self._stopwatch = stopwatch or Stopwatch()
        self._denoise, self._threads, self._wanted = denoise, threads, device
        self._preset, self._engine, self._through_glass = preset, engine_of(engine), through_glass
        self._built = 0
        self._stage: Stage | None = None
        self._undo_hook: Callable[[], None] = lambda: None
        self._take_over()
        self._scratch = Scratch()
        self._names = cycle(f"{number}.exr" for number in range(10))

    def _take_over(self) -> None:
        """Make this process's Blender this renderer's own, from nothing."""
        if BlenderRenderer._owner is not None:
            BlenderRenderer._owner._undo_hook = lambda: None  # what it would undo is gone
        BlenderRenderer._owner = self
        self._start()

    def _start(self) -> None:
        """Blender with an empty scene and this renderer's settings."""
        self._stage = None
        with silenced(STDOUT, STDERR):
            bpy.ops.wm.read_factory_settings(use_empty=True)
            self._scene = bpy.context.scene
            self._engine.set(self._scene, self._preset, self._denoise)
            _set_output(self._scene)
            _set_threads(self._scene, self._threads)
            self.device = self._engine.choose_device(self._scene, self._wanted)

    def use(self, preset: Preset, denoise: bool = True) -> None:
        """Render what follows with these settings; those set in Blender itself end at its next fresh start."""
        self._preset, self._denoise, self._stage = preset, denoise, None
        if BlenderRenderer._owner is self:  # else it is set when this one takes over
            self._engine.set(self._scene, preset, denoise)

    @property
    def preset(self) -> Preset:
        """What it renders with now."""
        return self._preset

    def render(self, spec: SceneSpec) -> Frame:
        """One picture with its ground truth.

        Raises:
            AssetError: an asset, material or environment cannot be built.
            ConfigError: the engine has no such camera.
            RenderError: Blender failed.
        """
        develop = self.expose(spec)
        with self._stopwatch("decode"):
            return develop()

    def expose(self, spec: SceneSpec) -> Callable[[], Frame]:
        """Render, and leave what comes after to a call that needs no Blender, in any thread, once.

        Raises:
            AssetError: an asset, material or environment cannot be built.
            ConfigError: the engine has no such camera.
            RenderError: Blender failed. The call raises it where the picture cannot be read.
        """
        self._engine.check(spec.camera)
        if BlenderRenderer._owner is not self:
            self._take_over()
        with self._stopwatch("build"):
            stage, self._stage = self._stage, None  # which is trusted no longer where something fails
            stage = self._stood(stage, spec)
            # Cycles keeps its own of the scene for the next view, but of one that moves: its sharp render goes wrong.
            # Nor does it notice in what it keeps that a pane has been taken out and put back.
            keep = self._engine.keeps and bool(spec.views) and spec.blender is None and not motion.moves(spec)
            keep = keep and not self._through_glass
            self._scene.render.use_persistent_data = keep
        with self._stopwatch("render"):
            shots = self._engine.shoot(self._scene, motion.moves(spec), self._render_file, self._through_glass)
        self._stage = stage
        surfaces = stage.surfaces()
        return lambda: _develop(spec, surfaces, shots)

    def _stood(self, stage: Stage | None, spec: SceneSpec) -> Stage:
        """What stands there, seen by another camera or at another moment; else all of it built."""
        if stage is not None and stage.follows(spec):
            stage.move(spec)
        elif stage is None or not stage.holds(spec):
            return self._build(spec)
        build.set_camera(self._scene, lens.canvas(spec.camera))
        motion.open_shutter(self._scene, spec)
        return stage

    def _build(self, spec: SceneSpec) -> Stage:
        """Blender's scene in place of the last one."""
        self._undo_hook()
        self._undo_hook = lambda: None
        if self._built and self._built % FRESH_AFTER == 0:
            self._start()
        self._built += 1
        self._scene.render.use_persistent_data = False  # frees what Cycles kept of the last scene
        build.clear()
        fog = build.fog_of(spec)
        begin_weather(spec.weather, fog)
        shared, place = meshes.Shared(), self._scene.collection
        things = [
            meshes.add_instance(place, placed, index, spec.camera.shutter_s, shared)
            for index, placed in enumerate(spec.placed)
        ]
        build.set_camera(self._scene, lens.canvas(spec.camera))
        build.add_world(self._scene, spec.world, fog)
        for index, light in enumerate(spec.lights):
            build.add_light(self._scene, light, index)
        motion.open_shutter(self._scene, spec)
        self._undo_hook = call_hook(spec, self._scene)
        return Stage(spec, things, shared)

    def close(self) -> None:
        """Remove the folder that renders pass through."""
        self._scratch.remove()

    def _render_file(self) -> Path:
        """An EXR file of its own: two frames may wait to be read, of five files each."""
        path = self._scratch.path / next(self._names)
        path.unlink(missing_ok=True)
        self._scene.render.filepath = str(path)
        try:
            with silenced(STDOUT):
                bpy.ops.render.render(write_still=True)
        except RuntimeError as error:
            raise render_error(str(error)) from error
        if not path.is_file():
            raise RenderError(f"Blender rendered, but wrote no {path}; is the memory behind {path.parent} full?")
        return path


def _develop(spec: SceneSpec, surfaces: dict[int, Surface], shots: Shots) -> Frame:
    """Files into a frame, each read once."""
    files = {path: _read(path) for path in _files(shots)}
    still = files[shots.still]
    seen = lens.Seen(
        radiance=passes.radiance(files[shots.picture]),
        depth=passes.depth(still),
        normals=passes.normals(still, spec.camera),
        coverage=passes.coverage(files[shots.truth]),
    )
    behind = None if shots.through is None else _behind(spec.camera, seen, shots.through, files, files[shots.truth])
    seen = lens.through(spec.camera, seen)
    seconds = None if spec.motion is None else spec.seconds
    radiance = weather.fall(seen.radiance, seen.depth, spec.camera, spec.weather, seconds)
    radiance = weather.on_lens(radiance, spec.weather)
    wanted = film.key(spec.world, spec.weather)
    exposure = film.meter(*_lit(spec.camera, radiance, seen.coverage.labelled()), spec.camera.exposure_ev, wanted)
    found = seen.coverage, spec.camera.exposes_for
    if spec.camera.exposes_for:
        exposure *= 2.0 ** faces.faces_ev(radiance, *found, exposure, spec.camera.film)
    linear = film.bleed(radiance * exposure, spec.weather.glare)
    shown = faces.dodged(linear, *found, spec.camera.film) if spec.camera.exposes_for else linear
    return Frame(
        rgb=developing.picture(shown, spec.camera.film),
        depth=seen.depth,
        normals=seen.normals,
        coverage=seen.coverage,
        surfaces=surfaces,
        exposure=exposure,
        linear=linear,
        behind=behind,
    )


def _files(shots: Shots) -> set[Path]:
    beyond = () if shots.through is None else (shots.through.truth, shots.through.still)
    return {shots.picture, shots.truth, shots.still, *(path for path in beyond if path is not None)}


def _behind(
    camera: PinholeCamera, seen: lens.Seen, through: Through, files: Mapping[Path, passes.Passes], truth: passes.Passes
) -> Behind:
    """What shows through panes, behind the lens.

    Args:
        seen: what the picture shows before it.
        truth: of the scene with its panes.
    """
    if through.truth is None or through.still is None:
        return Behind.nothing((camera.height, camera.width))
    coverage, depth = passes.coverage(files[through.truth]), passes.depth(files[through.still])
    found = Behind.of(coverage, depth, passes.share(truth, through.panes))
    bent = lens.through(camera, replace(seen, coverage=found.coverage, depth=found.depth))
    depth = bent.depth if camera.circle is None else np.where(camera.circle, bent.depth, np.float32(0.0))
    return Behind(bent.coverage, depth)


def _lit(camera: PinholeCamera, radiance: Float32, subject: Float32) -> tuple[Float32, Float32]:
    """What the light meter looks at: no black around a fisheye's image circle, and no things where it is to pass them
    over, unless they are all that there is."""
    if camera.circle is not None:
        radiance, subject = radiance[camera.circle], subject[camera.circle]
    around = subject < 0.5
    if camera.meters_things or around.mean() < AROUND:
        return radiance, subject
    return radiance[around], np.zeros(int(around.sum()), np.float32)


def _read(path: Path) -> passes.Passes:
    layers = passes.Passes(path)
    path.unlink()
    return layers


def _set_output(scene: bpy.types.Scene) -> None:
    layer = scene.view_layers[0]
    layer.use_pass_z = layer.use_pass_normal = layer.use_pass_cryptomatte_material = True
    layer.pass_cryptomatte_depth = CRYPTOMATTE_DEPTH
    settings = scene.render.image_settings
    settings.media_type = "MULTI_LAYER_IMAGE"
    settings.file_format = "OPEN_EXR_MULTILAYER"
    settings.color_depth, settings.exr_codec = "32", "NONE"
    scene.render.film_transparent = False
    scene.render.use_persistent_data = False


def _set_threads(scene: bpy.types.Scene, threads: int) -> None:
    scene.render.threads_mode = "FIXED" if threads else "AUTO"
    if threads:
        scene.render.threads = threads
