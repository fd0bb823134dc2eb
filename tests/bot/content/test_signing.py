"""Signed Content Credentials: another reading of the file verifies them, and one changed byte breaks them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from bot.content.credit import NotSigned, kind_of, mark, read_marks, signature_of
from bot.kernel.errors import FixSettings
from tests.bot.content.test_credit import CREDIT, FILES, SAID
from tests.support.certificates import signing_chain

c2pa = pytest.importorskip("c2pa", reason="c2pa-python, an optional part, is not installed")


def looked_at(data: bytes) -> tuple[str, dict[str, Any]]:
    """What the library says of a file, and its manifest."""
    with c2pa.Reader(kind_of(data).value, io.BytesIO(data)) as reader:
        store = json.loads(reader.json())
        return str(reader.get_validation_state()), store["manifests"][store["active_manifest"]]


@pytest.mark.parametrize("name", ["baseline", "png", "webp"])
def test_the_signature_holds_and_names_the_maker(tmp_path: Path, name: str) -> None:
    chain = signing_chain(tmp_path)
    signature = signature_of(chain.certificate, chain.key)
    assert signature is not None
    assert "CN=Fjord Coffee" in signature.subject
    marked = mark(FILES[name], CREDIT)
    signed = signature.sign(marked, CREDIT)
    state, manifest = looked_at(signed)
    assert state == "Valid"
    assert manifest["signature_info"]["issuer"] == "Fjord Coffee"
    words = {each["label"]: each["data"] for each in manifest["assertions"]}
    assert words["cawg.metadata"]["dc:creator"] == ["Åsa Öberg 🍵"]
    assert words["cawg.metadata"]["photoshop:Credit"] == "Photo: @åsa"
    assert words["c2pa.actions.v2"]["actions"][0]["action"] == "c2pa.opened"
    assert {key: read_marks(signed).get(key) for key in SAID} == SAID
    assert len(signed) - len(marked) < 20_000  # no thumbnails


@pytest.mark.parametrize("place", [0.3, 0.6, 0.99])
def test_one_changed_byte_breaks_it(tmp_path: Path, place: float) -> None:
    chain = signing_chain(tmp_path)
    signature = signature_of(chain.certificate, chain.key)
    assert signature is not None
    signed = bytearray(signature.sign(mark(FILES["baseline"], CREDIT), CREDIT))
    assert looked_at(bytes(signed))[0] == "Valid"
    start = signed.rindex(b"\xff\xda") + 14
    signed[start + int((len(signed) - start - 2) * place)] ^= 1
    assert looked_at(bytes(signed))[0] == "Invalid"


def test_changed_words_break_it(tmp_path: Path) -> None:
    chain = signing_chain(tmp_path)
    signature = signature_of(chain.certificate, chain.key)
    assert signature is not None
    signed = signature.sign(mark(FILES["baseline"], CREDIT), CREDIT)
    other = signed.replace("Photo: @åsa".encode(), b"Photo: @bob ")
    assert other != signed
    assert looked_at(other)[0] == "Invalid"


def test_nothing_configured_signs_nothing() -> None:
    assert signature_of(None, None) is None


def test_a_certificate_that_has_ended_is_refused_by_the_library(tmp_path: Path) -> None:
    chain = signing_chain(tmp_path, days=0)
    signature = signature_of(chain.certificate, chain.key)
    assert signature is not None
    with pytest.raises(NotSigned, match="could not be signed"):
        signature.sign(mark(FILES["baseline"], CREDIT), CREDIT)


@pytest.mark.parametrize(
    "what", ["one", "missing", "no certificate", "no key", "other key", "rsa", "locked", "curve"]
)
def test_what_cannot_sign_is_said_with_a_remedy(tmp_path: Path, what: str) -> None:
    chain = signing_chain(tmp_path)
    certificate, key = chain.certificate, chain.key
    plain = NoEncryption()
    match what:
        case "missing":
            certificate = tmp_path / "nowhere.pem"
        case "no certificate":
            certificate.write_text("not a certificate")
        case "no key":
            key.write_text("not a key")
        case "other key":
            key.write_bytes(_pem(ec.generate_private_key(ec.SECP256R1()), plain))
        case "rsa":
            key.write_bytes(_pem(rsa.generate_private_key(65537, 2048), plain))
        case "locked":
            key.write_bytes(_pem(ec.generate_private_key(ec.SECP256R1()), BestAvailableEncryption(b"secret")))
        case "curve":
            key.write_bytes(_pem(ec.generate_private_key(ec.SECP224R1()), plain))
    with pytest.raises(FixSettings) as error:
        signature_of(certificate, None if what == "one" else key)
    assert error.value.remedy
    assert "BEGIN" not in str(error.value)


def _pem(key: Any, locked: Any) -> bytes:
    return bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
