"""The XMP packet with a picture's credit and licence, in IPTC's and PLUS's words. Pure."""

from __future__ import annotations

from lxml import etree

from bot.content.credit.facts import Credit

NO_TRAINING = "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING"
"""PLUS's word for "not for the training of machines": no licence that we ask for covers that."""

_X = "adobe:ns:meta/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_IPTC = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
_NAMES = {
    "rdf": _RDF,
    "dc": _DC,
    "photoshop": _PHOTOSHOP,
    "xmpRights": _RIGHTS,
    "Iptc4xmpCore": _IPTC,
    "plus": _PLUS,
}
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_END = '\n<?xpacket end="r"?>'


def packet(credit: Credit) -> bytes:
    """The packet in UTF-8, read-only and without padding. ``credit`` is clean (``Credit.clean``)."""
    root = etree.Element(f"{{{_X}}}xmpmeta", nsmap={"x": _X})
    rdf = etree.SubElement(root, f"{{{_RDF}}}RDF", nsmap=_NAMES)
    about = etree.SubElement(rdf, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    _listed(about, f"{{{_DC}}}creator", credit.creator, "Seq")
    _listed(about, f"{{{_DC}}}rights", credit.rights, "Alt")
    _simple(about, f"{{{_PHOTOSHOP}}}Credit", credit.line)
    _simple(about, f"{{{_PHOTOSHOP}}}Source", credit.source)
    if credit.rights or credit.usage:
        _simple(about, f"{{{_RIGHTS}}}Marked", "True")
    _listed(about, f"{{{_RIGHTS}}}UsageTerms", credit.usage, "Alt")
    _simple(about, f"{{{_RIGHTS}}}WebStatement", credit.statement)
    _listed(about, f"{{{_IPTC}}}AltTextAccessibility", credit.headline, "Alt")
    _licensor(about, credit)
    etree.SubElement(about, f"{{{_PLUS}}}DataMining", {f"{{{_RDF}}}resource": NO_TRAINING})
    body = etree.tostring(root, encoding="unicode")
    return f"{_BEGIN}{body}{_END}".encode()


def _simple(parent: etree._Element, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, name).text = text


def _listed(parent: etree._Element, name: str, text: str, kind: str) -> None:
    """A list of one; of an ``Alt`` the one for every language."""
    if not text:
        return
    listed = etree.SubElement(etree.SubElement(parent, name), f"{{{_RDF}}}{kind}")
    one = etree.SubElement(listed, f"{{{_RDF}}}li")
    if kind == "Alt":
        one.set("{http://www.w3.org/XML/1998/namespace}lang", "x-default")
    one.text = text


def _licensor(parent: etree._Element, credit: Credit) -> None:
    if not (credit.licensor or credit.licensor_url):
        return
    bag = etree.SubElement(etree.SubElement(parent, f"{{{_PLUS}}}Licensor"), f"{{{_RDF}}}Bag")
    one = etree.SubElement(bag, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})
    _simple(one, f"{{{_PLUS}}}LicensorName", credit.licensor)
    _simple(one, f"{{{_PLUS}}}LicensorURL", credit.licensor_url)


def read(data: bytes) -> dict[str, str]:
    """The texts of a packet by their names as IPTC writes them (``dc:creator``): the first of each. A packet that
    is no XML gives nothing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.strip(b"\x00 \r\n\t"), parser)
    except etree.XMLSyntaxError:
        return {}
    found: dict[str, str] = {}
    short = {uri: prefix for prefix, uri in _NAMES.items()}
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        name = etree.QName(node)
        prefix = short.get(name.namespace or "")
        if prefix in (None, "rdf"):
            continue
        text = " ".join("".join(node.itertext()).split()) or node.get(f"{{{_RDF}}}resource", "")
        found.setdefault(f"{prefix}:{name.localname}", text)
    return found
