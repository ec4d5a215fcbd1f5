"""A scene's own code in Blender, for what no description can say: it changes the picture and no label."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from assets import SceneError
from scenes import SceneSpec
from scenes.files import where

SETTING_TYPES = {"BOOLEAN", "INT", "FLOAT", "STRING", "ENUM"}

type Settings = list[tuple[Any, str, Any]]
"""Owner, property and value."""


def call_hook(spec: SceneSpec, scene: bpy.types.Scene) -> Callable[[], None]:
    """Call the scene's hook, if it has one. What is returned removes all that it added and puts settings back.

    Raises:
        SceneError: it raised something, or changed what labels are made of.
    """
    if spec.blender is None:
        return lambda: None
    there, settings, truth = _ids(), list(_settings(scene)), dict(_truth(scene))
    try:
        spec.blender(spec, scene)
        _check_truth(truth, dict(_truth(scene)))
    except Exception as error:  # whatever a user's code raises becomes one sentence about it
        _undo(scene, _ids() - there, settings)
        if isinstance(error, SceneError):
            raise
        source = Path(inspect.getfile(spec.blender)).resolve()
        raise SceneError(f"blender hook: {where(error, source)}") from error
    added = _ids() - there
    return lambda: _undo(scene, added, settings)


def _undo(scene: bpy.types.Scene, added: set[int], settings: Settings) -> None:
    bpy.data.batch_remove([block for block in bpy.data.user_map() if block.session_uid in added])
    for owner, key, value in settings:
        if _value(owner, key) != value:
            setattr(owner, key, value)


def _ids() -> set[int]:
    return {block.session_uid for block in bpy.data.user_map()}


def _settings(scene: bpy.types.Scene) -> Iterator[tuple[Any, str, Any]]:
    """What the scene says about rendering."""
    layer = scene.view_layers[0]
    for owner in (
        scene.render,
        scene.render.image_settings,
        scene.cycles,
        scene.eevee,
        scene.view_settings,
        layer,
        layer.cycles,
    ):
        for prop in owner.bl_rna.properties:
            if prop.type in SETTING_TYPES and not prop.is_readonly:
                yield owner, prop.identifier, _value(owner, prop.identifier)


def _value(owner: Any, key: str) -> Any:
    value = getattr(owner, key)
    return tuple(value) if hasattr(value, "foreach_get") else value


def _truth(scene: bpy.types.Scene) -> Iterator[tuple[str, Any]]:
    """By name, what labels rely on: where things are, what they are made of, and through what one sees them."""
    yield "scene", (scene.camera.name, scene.render.resolution_x, scene.render.resolution_y)
    for obj in scene.objects:
        lens = (obj.data.lens, obj.data.shift_x, obj.data.shift_y) if obj.type == "CAMERA" else ()
        materials = [slot.material.name for slot in obj.material_slots if slot.material]
        yield obj.name, (np.array(obj.matrix_basis).tolist(), lens, materials, len(obj.modifiers), obj.hide_render)


def _check_truth(before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = [name for name, state in before.items() if after.get(name) != state]
    if changed:
        raise SceneError(
            f"blender hook: expected what the scene described to stay as it is, got '{changed[0]}' moved, changed or "
            "removed; labels would not fit the picture"
        )
