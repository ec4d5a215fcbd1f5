"""The flow of a frame to its neighbours in the clip: a pure function of the frame and its scene's motion."""

from collections.abc import Mapping

from annotate.flow import Flow, Seen, flow
from annotate.frame import Frame
from render.settings.config import RunConfig
from render.stores.truth import FLOW_STEP
from scenes import SceneSpec
from scenes.motion import at


def flows_of(spec: SceneSpec, place: int, frame: Frame, config: RunConfig) -> Mapping[str, Flow]:
    """By pass, those that a run asks for; unknown everywhere where the clip has no such neighbour.

    Args:
        spec: the frame's scene at its moment.
        place: which frame of its clip it is, from 0.
    """
    wanted = [name for name in config.passes if name in FLOW_STEP]
    if not wanted or config.clip is None:
        return {}
    seen = None
    found: dict[int, Flow] = {}
    for step in {FLOW_STEP[name] for name in wanted}:
        if 0 <= place + step < config.clip.frames:
            seen = seen or Seen.of(frame, spec)
            found[step] = flow(seen, at(spec, config.clip.at(place + step)))
        else:
            found[step] = Flow.unknown(*frame.depth.shape)
    return {name: found[FLOW_STEP[name]] for name in wanted}
