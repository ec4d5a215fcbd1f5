"""``--marks c2pa``: manifests that C2PA's own reader finds valid, over the pixels of every other run."""

import datetime
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from annotate import check
from annotate.marks import RENDERED, bare
from annotate.marks.manifest import manifest
from tests.calling import call

PICTURE = Path("images/000000000001.jpg")


def certificate(
    name: str, key: ec.EllipticCurvePrivateKey, by: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None
) -> x509.Certificate:
    """With the usages that C2PA asks for; of an authority where nobody else signs it."""
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "T")])
    issuer, signing = (by[0].subject, by[1]) if by else (own, key)
    now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(own).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now)
    builder = builder.not_valid_after(now + datetime.timedelta(days=30))
    usages = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "content_commitment"), False)
    usages |= {"encipher_only": False, "decipher_only": False, "digital_signature": by is not None}
    builder = builder.add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    builder = builder.add_extension(x509.KeyUsage(**usages, key_cert_sign=not by, crl_sign=not by), critical=True)
    if by:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purpose, critical=False)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    return builder.add_extension(identifier, critical=False).sign(signing, hashes.SHA256())


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("signer")
    above, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = certificate("A test's authority", above, None)
    leaf = certificate("A test", own, (root, above))
    pem = [each.public_bytes(serialization.Encoding.PEM) for each in (leaf, root)]
    (folder / "cert.pem").write_bytes(b"".join(pem))
    kind = serialization.PrivateFormat.PKCS8
    secret = own.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(secret)
    return f"{folder}/cert.pem:{folder}/key.pem"


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRELABEL_SIGNER", "")
    yield
    os.environ.pop("PRELABEL_SIGNER", None)


def render(out: str, *more: str) -> int:
    words = ["render", "vehicles", "--count", "2", "--size", "64x48", "--quiet", "--out", out]
    words += [] if "--workers" in more or "--cluster" in more else ["--workers", "0"]
    return call(*words, *more)


def test_a_signed_run_is_valid_and_has_the_pixels_of_any_other(signer: str, tmp_path: Path) -> None:
    assert render("plain", "--augment", "camera") == 0
    assert render("signed", "--augment", "camera", "--marks", "c2pa", "--signer", signer) == 0
    data = (tmp_path / "signed" / PICTURE).read_bytes()
    assert bare(data) == bare((tmp_path / "plain" / PICTURE).read_bytes())
    found = manifest(data)
    assert found["validation_state"] == "Valid"
    assert [each["code"] for each in found["validation_status"]] == ["signingCredential.untrusted"]  # known to nobody
    said = found["manifests"][found["active_manifest"]]
    actions = next(each["data"]["actions"] for each in said["assertions"] if each["label"] == "c2pa.actions.v2")
    assert [each["action"] for each in actions] == ["c2pa.created", "c2pa.edited"]
    assert actions[0]["digitalSourceType"] == RENDERED
    assert actions[0]["parameters"]["prelabel.frame"] == 1
    image = json.loads((tmp_path / "signed/annotations/instances.json").read_text())["images"][1]
    assert {each["title"] for each in said["ingredients"]} == {asset["origin"] for asset in image["assets"]}
    assert said["signature_info"]["common_name"] == "A test"
    assert check(tmp_path / "signed").ok


def test_a_changed_pixel_is_found(signer: str, tmp_path: Path) -> None:
    render("signed", "--marks", "c2pa", "--signer", signer)
    data = bytearray((tmp_path / "signed" / PICTURE).read_bytes())
    data[-100] ^= 1
    assert manifest(bytes(data))["validation_state"] == "Invalid"


def test_workers_sign_and_nothing_tells_who_with(signer: str, monkeypatch, tmp_path: Path) -> None:
    more = ("--format", "png", "--marks", "c2pa", "--workers", "1")
    monkeypatch.setenv("PRELABEL_SIGNER", signer)
    assert render("signed", *more) == 0
    picture = (tmp_path / "signed" / PICTURE.with_suffix(".png")).read_bytes()
    assert manifest(picture)["validation_state"] == "Valid"
    for path in (tmp_path / "signed").rglob("*"):
        assert path.is_dir() or b"key.pem" not in path.read_bytes()


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ((), "expected --signer cert.pem:key.pem, or PRELABEL_SIGNER in the environment"),
        (("--signer", "cert.pem"), "expected CERT:KEY, two PEM files"),
        (("--signer", "cert.pem:none.pem"), "No such file"),
        (("--signer", "text.txt:text.txt"), "expected a PEM file"),
        (("--signer", "KEY:CERT"), "expected a private key without a password"),
        (("--signer", "KEY:KEY"), "expected a certificate and its key that can sign"),
        (("--signer", "CERT:KEY", "--cluster", "local"), "expected a run on this machine"),
    ],
)
def test_what_cannot_sign_is_one_sentence(given, complaint: str, signer: str, tmp_path: Path, capsys):
    (tmp_path / "text.txt").write_text("no PEM")
    cert, key = signer.split(":")
    (tmp_path / "cert.pem").write_bytes(Path(cert).read_bytes())
    words = [word.replace("CERT", cert).replace("KEY", key) for word in given]
    assert render("signed", "--marks", "c2pa", *words) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert complaint in said
    assert "Traceback" not in said
