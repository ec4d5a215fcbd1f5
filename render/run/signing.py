"""Pictures of a run with ``--marks c2pa``: each is signed before it is written, by the process that renders it.

Who signs is no setting of a run: it stands in the environment, which a run's workers have from the command.
"""

import os
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

from annotate.marks import manifest
from assets import ConfigError
from render.settings.config import RunConfig
from render.settings.marking import SOFTWARE, Marking

VARIABLE = "PRELABEL_SIGNER"


def check_signer(config: RunConfig, elsewhere: bool) -> None:
    """Before anything is rendered: what a run is to be signed with is there.

    Args:
        elsewhere: the run is rendered on other machines.

    Raises:
        ConfigError: it is not, or would have to be on other machines.
    """
    if config.marks != "c2pa":
        return
    if elsewhere:
        raise ConfigError("--marks c2pa: expected a run on this machine; a cluster's are not given the signer's key")
    _signer(_named())


def signed(picture: bytes, name: str, marking: Marking, record: Mapping[str, Any]) -> bytes:
    """A frame's picture, signed.

    Raises:
        ConfigError: the certificate or key will not do.
    """
    image, software = record["image"], (SOFTWARE, version("prelabel"))
    made = {"dataset": marking.dataset, "frame": image["frame"], "seed": marking.seed}
    actions = [manifest.created(software, made)]
    if image.get("augmentation"):
        what = {"action": "c2pa.edited", "description": f"augmentation {image['augmentation'].get('name', '')}".strip()}
        actions.append(what)
    sources = sorted({(asset["origin"], asset["licence"]) for asset in image["assets"]}, key=str)
    return manifest.signed(picture, _signer(_named()), name, software, actions, sources)


def _named() -> str:
    named = os.environ.get(VARIABLE, "")
    if not named:
        raise ConfigError(f"--marks c2pa: expected --signer cert.pem:key.pem, or {VARIABLE} in the environment")
    return named


@cache
def _signer(named: str) -> manifest.Signer:
    return manifest.Signer.read(named)
