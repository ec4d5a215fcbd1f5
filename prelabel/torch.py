"""A stream for PyTorch's DataLoader. Needs torch, which nothing else here does."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

try:
    from torch import distributed  # type: ignore[import-not-found]
    from torch.utils.data import IterableDataset, get_worker_info  # type: ignore[import-not-found]
except ModuleNotFoundError as error:
    message = "prelabel.torch needs PyTorch, which is not installed: pip install torch"
    raise ModuleNotFoundError(message, name=error.name) from error

from assets import ConfigError
from prelabel.streaming import stream
from render.settings.devices import cores


class FrameStream(IterableDataset):  # type: ignore[misc]
    """``prelabel.stream`` as an ``IterableDataset``: ranks and DataLoader workers share its frames without overlap.

        frames = FrameStream("vehicles", size=(320, 240), transform=tensors)
        loader = DataLoader(frames, batch_size=None, num_workers=4)

    Rank r of R gets the frames start + r, start + r + R and so on, whatever the number of its workers, which take them
    in turn. Ranks that are to have equally many need ``stop - start`` to be a multiple of R. Each epoch gives the same
    frames; without ``stop`` there is one, which does not end.

    Frames have different numbers of annotations, and torch stacks what is of one shape only. So let ``transform`` make
    what training needs, which is also less to send from a worker than a frame; ``batch_size=None`` hands that out one
    by one, and ``batch_size=16, collate_fn=list`` by lists of 16.

    DataLoader workers render, each in its own process and with its share of the CPU's cores. They may be forked as long
    as no frame was rendered in the process that has the loader; after that they need
    ``multiprocessing_context="spawn"``, and a ``transform`` that can be pickled. On several GPUs take the stream's own
    ``workers``, of which each gets one, and a DataLoader without.

    With ``clips=True`` ranks and workers share whole clips, and each item is one: the list of its frames.

    Args:
        scenes: as ``prelabel.stream`` takes them.
        transform: makes of a ``LabelledFrame``, or of the list that is a clip, what the loader hands out; that itself
            unless told otherwise.
        start, stop: the frames' numbers; of clips, those at which clips begin.
        clips: hand out clips of ``sequence`` frames in place of frames.
        rank, world_size: of this process; those of ``torch.distributed`` where it runs, unless told otherwise.
        options: of ``prelabel.stream``; ``workers`` of its own only where the DataLoader has none.

    Raises:
        ConfigError: settings that do not fit; at once, not in a worker.
    """

    def __init__(
        self,
        *scenes: str | Path,
        transform: Callable[[Any], Any] | None = None,
        start: int = 0,
        stop: int | None = None,
        clips: bool = False,
        rank: int | None = None,
        world_size: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__()
        if "step" in options:
            raise ConfigError("FrameStream: expected no step, which shares frames out to ranks and workers")
        self._scenes, self._transform, self._options = scenes, transform, options
        self._start, self._stop = start, stop
        self._rank, self._world_size = rank, world_size
        self._place()
        found = stream(*scenes, start=start, stop=stop, **options)  # says what is wrong; renders nothing
        if clips:
            found.clips()
        self._together = found.clip_frames if clips else None

    def __iter__(self) -> Iterator[Any]:
        info, options = get_worker_info(), dict(self._options)
        worker, workers = (info.id, info.num_workers) if info is not None else (0, 1)
        if info is not None:
            if options.get("workers"):
                raise ConfigError("FrameStream: expected the DataLoader's workers or its own, got both")
            options.setdefault("threads", max(cores() // workers, 1))
        rank, world_size = self._place()
        each = self._together or 1
        first, step = self._start + each * (rank + world_size * worker), each * world_size * workers
        stop = None if self._stop is None else max(self._stop, first)
        frames = stream(*self._scenes, start=first, stop=stop, step=step, **options)
        items: Iterator[Any] = iter(frames) if self._together is None else frames.clips()
        for item in items:
            yield item if self._transform is None else self._transform(item)

    def __getstate__(self) -> dict[str, Any]:
        rank, world_size = self._place()  # which a DataLoader's worker that is started anew could not ask for
        return {**self.__dict__, "_rank": rank, "_world_size": world_size}

    def __len__(self) -> int:
        """Frames, or clips, that this rank gets, all its workers together.

        Raises:
            TypeError: there is no end.
        """
        if self._stop is None:
            raise TypeError("FrameStream: a stream without stop has no length")
        rank, world_size = self._place()
        each = self._together or 1
        return len(range(self._start + each * rank, self._stop, each * world_size))

    def _place(self) -> tuple[int, int]:
        """Rank and world size.

        Raises:
            ConfigError: they do not fit.
        """
        running = distributed.is_available() and distributed.is_initialized()
        rank = self._rank if self._rank is not None else distributed.get_rank() if running else 0
        size = self._world_size if self._world_size is not None else distributed.get_world_size() if running else 1
        if not 0 <= rank < size:
            raise ConfigError(f"FrameStream: expected a rank in 0..{size - 1}, got {rank}")
        return rank, size
