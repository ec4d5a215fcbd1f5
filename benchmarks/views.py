"""What several views of a scene save: ``uv run python -m benchmarks views``.

The same pictures are rendered twice in this process on the CPU: in a row, of scenes built once, and each of them alone,
as a run with one view makes its frames. What is loaded but once is paid for before.
"""

from collections import Counter
from dataclasses import replace

from annotate import annotate
from benchmarks.report import Cell, JsonFile, Quick, Report, show
from render.progress.stopwatch import Stopwatch
from render.run.frames import Job, Renderer
from render.run.sampling import LastScene, sample_frame
from render.settings.config import make_config
from render.settings.presets import PRESETS, Preset

STAGES = ("sample", "build", "render", "decode", "annotate")
VIEWS = (4, 16)


def measure(scene: str, size: tuple[int, int], preset: Preset, views: int, count: int) -> list[dict[str, Cell]]:
    """A row for pictures 0 to ``count - 1`` of a scene in a row, and one for the same alone; CPU seconds a picture."""
    from render.blender.renderer import BlenderRenderer

    watch = Stopwatch()
    renderer = BlenderRenderer(preset, "cpu", threads=1, stopwatch=watch)
    job = Job.of(make_config({"scenes": [scene], "size": size, "views": views}))
    _picture(job, renderer, watch, 0, None)
    watch.take()
    spent: dict[str, Counter[str]] = {"in a row": Counter(), "alone": Counter()}
    for first in range(0, count, views):
        last = LastScene()
        for way, kept in (("in a row", last), ("alone", None)):
            for number in range(first, first + views):
                _picture(job, renderer, watch, number, kept)
                spent[way].update({stage: cpu for stage, (_, cpu) in watch.take().items()})
    return [
        {
            "views": views,
            "way": way,
            **{f"{stage}, CPU s": round(seconds[stage] / count, 3) for stage in STAGES},
            "images a CPU minute": round(60.0 * count / sum(seconds.values()), 1),
        }
        for way, seconds in spent.items()
    ]


def _picture(job: Job, renderer: Renderer, watch: Stopwatch, number: int, last: LastScene | None) -> None:
    """One picture with its labels; alone where there is no last scene."""
    with watch("sample"):
        spec = sample_frame(number, job.scenes, job.config.seed, last).spec
    frame = renderer.render(spec if last is not None else replace(spec, views=()))
    with watch("annotate"):
        annotate(spec, frame)


def main(
    scene: str = "vehicles", count: int = 16, around: bool = False, json: JsonFile = None, quick: Quick = False
) -> None:
    """Views in a row beside the same ones alone; --around: 32x32 and one sample, to leave what is around the paths."""
    size, samples = ((32, 32), 1) if around or quick else ((320, 240), PRESETS["draft"].samples)
    preset = replace(PRESETS["draft"], samples=samples)
    rounds = [(2, 2)] if quick else [(views, max(count, views)) for views in VIEWS]
    rows = [row for views, pictures in rounds for row in measure(scene, size, preset, views, pictures)]
    show(Report("views", rows, settings={"scene": scene, "size": size, "samples": samples, "count": count}), json)
