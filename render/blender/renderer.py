"""One Blender session that renders SceneSpecs into Frames: one render call a frame, for picture and ground truth."""

from typing import ClassVar

import bpy

from annotate.frame import Frame, Surface
from assets import RenderError
from render import film, lens, weather
from render.blender import build, meshes, motion, passes
from render.blender.devices import choose_device
from render.blender.quiet import STDERR, STDOUT, silenced
from render.blender.shaders.weather import begin as begin_weather
from render.scratch import Scratch
from render.stopwatch import Stopwatch
from scenes import SceneSpec

CRYPTOMATTE_DEPTH = 8  # ids that a pixel can hold: hair over skin over lashes needs more than 4


class BlenderRenderer:
    """Renders frames one after another in this process. Blender's state is global: keep one per process.

    Args:
        samples: paths per pixel.
        device: ``auto``, ``cpu``, ``cuda``, ``optix``, ``hip``, ``metal`` or ``oneapi``.
        denoise: Open Image Denoise on the colour; never on ground truth.
        threads: of the CPU, whose number changes no pixel; 0 for one a core.
        stopwatch: where the seconds of ``build``, ``render`` and ``decode`` are added.

    Raises:
        RenderError: the device is not there.
    """

    _owner: ClassVar["BlenderRenderer | None"] = None

    def __init__(
        self,
        samples: int = 32,
        device: str = "auto",
        denoise: bool = True,
        threads: int = 0,
        stopwatch: Stopwatch | None = None,
    ) -> None:
        self._stopwatch = stopwatch or Stopwatch()
        BlenderRenderer._owner = self
        with silenced(STDOUT, STDERR):
            bpy.ops.wm.read_factory_settings(use_empty=True)
            self._scene = bpy.context.scene
            _set_cycles(self._scene, samples, denoise)
            _set_output(self._scene)
            _set_threads(self._scene, threads)
            self.device = choose_device(self._scene, device)
        self._scratch = Scratch()

    def render(self, spec: SceneSpec) -> Frame:
        """One picture with its ground truth.

        Raises:
            AssetError: an asset, material or environment cannot be built.
            RenderError: Blender failed, or another renderer took it over.
        """
        if BlenderRenderer._owner is not self:
            raise RenderError("renderer: another one took over this process's Blender; keep one per process")
        with self._stopwatch("build"):
            surfaces = self._build(spec)
        with self._stopwatch("render"):
            layers = sharp = self._render_layers()
            if motion.moves(spec):
                with motion.held_still(self._scene):
                    sharp = self._render_layers()
        with self._stopwatch("decode"):
            seen = lens.Seen(
                radiance=passes.radiance(layers),
                depth=passes.depth(sharp),
                normals=passes.normals(sharp, spec.camera),
                coverage=passes.coverage(layers),
            )
            seen = lens.through(spec.camera, seen)
            radiance = weather.on_lens(weather.fall(seen.radiance, seen.depth, spec.camera, spec.weather), spec.weather)
            wanted = film.key(spec.world, spec.weather)
            exposure = film.meter(radiance, seen.coverage.labelled(), spec.camera.exposure_ev, wanted)
            linear = film.bleed(radiance * exposure, spec.weather.glare)
            return Frame(
                rgb=film.tone(linear),
                depth=seen.depth,
                normals=seen.normals,
                coverage=seen.coverage,
                surfaces=surfaces,
                exposure=exposure,
                linear=linear,
            )

    def _build(self, spec: SceneSpec) -> dict[int, Surface]:
        """Blender's scene in place of the last one; returns the surfaces of labelled instances by id."""
        build.clear()
        fog = build.fog_of(spec)
        begin_weather(spec.weather, fog)
        surfaces, shared = {}, meshes.Shared()
        for index, placed in enumerate(spec.placed):
            surface = meshes.add_instance(self._scene.collection, placed, index, spec.camera.shutter_s, shared)
            if surface is not None:
                surfaces[placed.instance_id] = surface
        build.add_camera(self._scene, lens.canvas(spec.camera))
        build.add_world(self._scene, spec.world, fog)
        for index, light in enumerate(spec.lights):
            build.add_light(self._scene, light, index)
        motion.open_shutter(self._scene, motion.moves(spec))
        return surfaces

    def close(self) -> None:
        """Remove the folder that renders pass through."""
        self._scratch.remove()

    def _render_layers(self) -> passes.Passes:
        path = self._scratch.path / "frame.exr"
        self._scene.render.filepath = str(path)
        try:
            with silenced(STDOUT):
                bpy.ops.render.render(write_still=True)
        except RuntimeError as error:
            raise RenderError(f"Blender could not render: {str(error).strip()}") from error
        if not path.is_file():
            raise RenderError(f"Blender rendered, but wrote no {path}; is the memory behind {path.parent} full?")
        layers = passes.Passes(path)
        path.unlink()
        return layers


def _set_cycles(scene: bpy.types.Scene, samples: int, denoise: bool) -> None:
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.samples, cycles.seed = samples, 0
    cycles.use_adaptive_sampling = False
    cycles.use_denoising = denoise
    cycles.denoiser = "OPENIMAGEDENOISE"
    cycles.denoising_quality, cycles.denoising_prefilter = "BALANCED", "FAST"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 8, 3, 4
    cycles.transmission_bounces, cycles.transparent_max_bounces = 6, 12
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 8.0
    scene.cycles_curves.shape = "RIBBONS"


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
