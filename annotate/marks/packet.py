"""What a mark says: an XMP packet of IPTC's digital source type, the software, and fields of our own.

Sources: IPTC Photo Metadata Standard 2025.1, https://www.iptc.org/std/photometadata/specification/ for the property,
https://cv.iptc.org/newscodes/digitalsourcetype/ for its words, and XMP Part 1 (ISO 16684-1) for the packet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from assets import ConfigError, DatasetError
from assets.reading import shown

_WORDS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
RENDERED = f"{_WORDS}algorithmicMedia"  # made by an algorithm that no photograph went into
COMPOSITE = f"{_WORDS}compositeSynthetic"  # a photograph of which parts are made so
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
XMP = "http://ns.adobe.com/xap/1.0/"
OWN = "urn:prelabel:marks/"
MOST_BYTES = 65_502  # of a packet that fits a JPEG segment
_NAME = re.compile(r"[a-z][a-z_]*")
_BEGIN = '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_END = '<?xpacket end="r"?>'


@dataclass(frozen=True)
class Marks:
    """What a picture says of itself.

    Attributes:
        source_type: IPTC's digital source type, a URI; empty where it says none.
        software: that made it, name and version; empty likewise.
        fields: Prelabel's own, such as ``dataset``, ``frame`` and ``seed``, as text.
        signed: the file also has a C2PA manifest; nobody has looked whether it holds.
    """

    source_type: str
    software: str
    fields: Mapping[str, str] = field(default_factory=dict)
    signed: bool = False

    @property
    def synthetic(self) -> bool:
        """Whether it says that it is, in whole or in part, no photograph."""
        return self.source_type in {RENDERED, COMPOSITE}

    def number(self, name: str) -> int | None:
        """A field that is a whole number of up to 18 digits; None where it is missing or another thing."""
        text = self.fields.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 19 else None


def xmp(source_type: str, software: str, fields: Mapping[str, str | int]) -> bytes:
    """A packet that says so, for ``mark``.

    Args:
        source_type: ``RENDERED``, ``COMPOSITE`` or another of IPTC's URIs.
        software: name and version.
        fields: by names of small letters, in the order in which they are written.

    Raises:
        ConfigError: a name is no such one, a text is none that XML can hold, or all is too long for a JPEG.
    """
    lines = [f"<Iptc4xmpExt:DigitalSourceType>{_text(source_type)}</Iptc4xmpExt:DigitalSourceType>"]
    lines.append(f"<xmp:CreatorTool>{_text(software)}</xmp:CreatorTool>")
    for name, value in fields.items():
        if not _NAME.fullmatch(name):
            raise ConfigError(f"marks: expected names of small letters, got '{shown(name)}'")
        lines.append(f"<prelabel:{name}>{_text(str(value))}</prelabel:{name}>")
    spaces = f'xmlns:Iptc4xmpExt="{IPTC}" xmlns:xmp="{XMP}" xmlns:prelabel="{OWN}"'
    packet = (
        f'{_BEGIN}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">'
        f'<rdf:Description rdf:about="" {spaces}>{"".join(lines)}</rdf:Description></rdf:RDF></x:xmpmeta>{_END}'
    ).encode()
    if len(packet) > MOST_BYTES:
        raise ConfigError(f"marks: expected at most {MOST_BYTES} bytes, got {len(packet)}")
    return packet


def marks_of(packet: bytes, where: str, signed: bool = False) -> Marks:
    """What a packet says, whoever wrote it: XMP may have each property as an element or as an attribute.

    Args:
        where: names the picture in errors.

    Raises:
        DatasetError: it is no plain XML.
    """
    if len(packet) > MOST_BYTES or b"<!" in packet.replace(b"<!--", b""):
        raise DatasetError(f"{where}: expected marks in plain XML of at most {MOST_BYTES} bytes")
    try:
        root = ET.fromstring(packet.strip(b"\0 \r\n\t"))
    except (ET.ParseError, LookupError, ValueError) as error:
        raise DatasetError(f"{where}: its marks are not XML ({error})") from error
    found: dict[str, str] = {}
    for description in root.iter(f"{{{RDF}}}Description"):
        found |= description.attrib
        found |= {each.tag: (each.text or "").strip() for each in description if not len(each)}
    own = {key.removeprefix(f"{{{OWN}}}"): text for key, text in found.items() if key.startswith(f"{{{OWN}}}")}
    return Marks(found.get(f"{{{IPTC}}}DigitalSourceType", ""), found.get(f"{{{XMP}}}CreatorTool", ""), own, signed)


def _text(value: str) -> str:
    if any(not (letter.isprintable() or letter == " ") for letter in value):
        raise ConfigError(f"marks: expected plain text, got '{shown(value)}'")
    return escape(value)
