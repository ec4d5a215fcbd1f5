"""C2PA manifests: a picture's history, signed by whoever made it. The extra ``c2pa`` writes and checks them.

Source: C2PA Technical Specification 2.2, https://spec.c2pa.org/. A signature has a random number in it, and a
manifest a name drawn by lot: two signings of the same picture differ, and ``bare`` gives the same bytes for both.
"""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from annotate.marks.packet import RENDERED
from assets import ConfigError, DatasetError, files
from assets.reading import shown

REMEDY = "pip install 'prelabel[c2pa]'"
MOST_PEM = 2**20
CURVES = {"secp256r1": b"es256", "secp384r1": b"es384", "secp521r1": b"es512"}
SETTINGS = {"builder": {"thumbnail": {"enabled": False}}, "verify": {"verify_after_sign": False}}
PNG_START = b"\x89PNG"

type Action = Mapping[str, Any]
type Ingredient = tuple[str, str | None]
"""What something is, and its licence."""


@dataclass(frozen=True)
class Signer:
    """Who signs.

    Attributes:
        chain: certificates in PEM, the signer's own first.
        key: its private key in PEM.
        algorithm: C2PA's word for how such a key signs.
    """

    chain: bytes
    key: bytes = field(repr=False)
    algorithm: bytes

    @classmethod
    def read(cls, text: str) -> Self:
        """``cert.pem:key.pem``.

        Raises:
            ConfigError: it is not two files of PEM, the extra is missing, or the key is of a kind that C2PA has not.
        """
        if find_spec("c2pa") is None:
            raise ConfigError(f"--marks c2pa needs c2pa-python: {REMEDY}")
        certificate, colon, key = text.partition(":")
        if not colon or not certificate or not key:
            raise ConfigError(f"--signer {shown(text)}: expected CERT:KEY, two PEM files such as cert.pem:key.pem")
        chain, secret = (_pem(Path(name), text) for name in (certificate, key))
        return cls(chain, secret, _algorithm(secret, text))


def signed(
    picture: bytes,
    signer: Signer,
    title: str,
    software: tuple[str, str],
    actions: Sequence[Action],
    ingredients: Iterable[Ingredient],
) -> bytes:
    """The same picture with a manifest of its own, beside its marks.

    Args:
        picture: a JPEG or PNG file.
        title: the file's name.
        software: name and version.
        actions: what was done, in order; the first is ``created`` or ``c2pa.opened``.
        ingredients: what it was made from.

    Raises:
        ConfigError: the certificate or key will not do.
    """
    from c2pa import Builder, C2paError, C2paSignerInfo, Context
    from c2pa import Signer as Signing

    mime = "image/png" if picture.startswith(PNG_START) else "image/jpeg"
    definition = {
        "claim_generator_info": [{"name": software[0], "version": software[1]}],
        "title": title,
        "format": mime,
        "ingredients": [
            {"title": name, "format": "application/octet-stream", "relationship": "inputTo"}
            | ({"description": f"licence: {licence}"} if licence else {})
            for name, licence in ingredients
        ],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": list(actions)}}],
    }
    out = io.BytesIO()
    try:
        info = C2paSignerInfo(signer.algorithm, signer.chain, signer.key, None)
        with (
            Signing.from_info(info) as signing,
            Context.from_dict(SETTINGS) as context,
            Builder(definition, context=context) as builder,
        ):
            builder.sign(signing, mime, io.BytesIO(picture), out)
    except C2paError as error:
        raise ConfigError(f"--signer: expected a certificate and its key that can sign ({_brief(error)})") from error
    return out.getvalue()


def created(software: tuple[str, str], parameters: Mapping[str, str | int]) -> Action:
    """The action of a render."""
    return {
        "action": "c2pa.created",
        "digitalSourceType": RENDERED,
        "softwareAgent": {"name": software[0], "version": software[1]},
        "parameters": {f"prelabel.{key}": value for key, value in parameters.items()},
    }


def manifest(picture: bytes) -> dict[str, Any]:
    """What C2PA's own reader finds in a picture: its manifests, and ``validation_state``.

    Raises:
        ConfigError: the extra is missing.
        DatasetError: it has no manifest, or one that cannot be read.
    """
    if find_spec("c2pa") is None:
        raise ConfigError(f"reading a C2PA manifest needs c2pa-python: {REMEDY}")
    from c2pa import C2paError, Reader

    mime = "image/png" if picture.startswith(PNG_START) else "image/jpeg"
    try:
        with Reader(mime, io.BytesIO(picture)) as reader:
            found: dict[str, Any] = json.loads(reader.json())
    except C2paError as error:
        raise DatasetError(f"picture: expected a C2PA manifest ({_brief(error)})") from error
    return found


def _pem(path: Path, text: str) -> bytes:
    try:
        data = files.read(path, MOST_PEM)
    except OSError as error:
        raise ConfigError(f"--signer {shown(text)}: {shown(str(path))}: {error.strerror or error}") from error
    if b"-----BEGIN" not in data:
        raise ConfigError(f"--signer {shown(text)}: {shown(str(path))}: expected a PEM file")
    return data


def _algorithm(key: bytes, text: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        found = load_pem_private_key(key, None)
    except (ValueError, TypeError) as error:  # damaged, or encrypted
        raise ConfigError(f"--signer {shown(text)}: expected a private key without a password ({error})") from error
    if isinstance(found, ec.EllipticCurvePrivateKey) and found.curve.name in CURVES:
        return CURVES[found.curve.name]
    if isinstance(found, rsa.RSAPrivateKey):
        return b"ps256"
    if isinstance(found, ed25519.Ed25519PrivateKey):
        return b"ed25519"
    raise ConfigError(f"--signer {shown(text)}: expected a key of P-256, P-384, P-521, RSA or Ed25519")


def _brief(error: Exception) -> str:
    return shown(" ".join(str(error).split()), 200)
