"""Signed Content Credentials (C2PA) in pictures, where the library is installed and a certificate is configured.

The signature says that this installation gave out this picture with these words, and that nobody changed either
since. Blocking: call from a thread.
"""

from __future__ import annotations

import importlib.util
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from bot import __version__
from bot.content.credit.containers import kind_of
from bot.content.credit.facts import Credit
from bot.kernel.errors import FixSettings, NeverWorks

_CURVES = {"secp256r1": b"es256", "secp384r1": b"es384", "secp521r1": b"es512"}
_CONTEXT = {"dc": "http://purl.org/dc/elements/1.1/", "photoshop": "http://ns.adobe.com/photoshop/1.0/"}
# A thumbnail of the picture in the picture would take more room than the picture.
_OPTIONS = {"builder": {"thumbnail": {"enabled": False}}, "verify": {"verify_after_sign": False}}


class NotSigned(NeverWorks):
    """The library refused to sign."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What pictures are signed with: a chain of certificates, the signer's own first, and its key, as PEM."""

    chain: bytes
    key: bytes
    algorithm: bytes
    subject: str
    ends_at: datetime

    def sign(self, data: bytes, credit: Credit) -> bytes:
        """The picture with signed credentials. It must be whole: whatever changes afterwards breaks them. Raises
        NotSigned."""
        import c2pa  # a tenth of a second, for those who use it

        media_type = kind_of(data).value
        out = io.BytesIO()
        try:
            told = c2pa.C2paSignerInfo(
                alg=self.algorithm, sign_cert=self.chain, private_key=self.key, ta_url=None
            )
            with (
                c2pa.Signer.from_info(told) as signer,
                c2pa.Context.from_dict(_OPTIONS) as context,
                c2pa.Builder.from_json(_manifest(credit.clean()), context) as builder,
            ):
                builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
                builder.sign(signer, media_type, io.BytesIO(data), out)
        except c2pa.C2paError as error:
            raise NotSigned(
                f"The picture could not be signed: {str(error)[:200]}.",
                remedy="Check [credentials] with: goodword check",
            ) from None
        return out.getvalue()


def _manifest(credit: Credit) -> dict[str, Any]:
    said = {
        "dc:creator": [credit.creator],
        "dc:rights": credit.rights,
        "photoshop:Credit": credit.line,
        "photoshop:Source": credit.source,
    }
    words = {"@context": _CONTEXT, **{name: value for name, value in said.items() if value and value != [""]}}
    return {
        "claim_generator_info": [{"name": "Goodword", "version": __version__}],
        "assertions": [{"label": "cawg.metadata", "data": words}],
    }


def installed() -> bool:
    """Whether the library is there."""
    try:
        return importlib.util.find_spec("c2pa") is not None
    except ValueError:  # somebody said in sys.modules that it is not
        return False


def signature_of(certificate: Path | None, key: Path | None) -> Signature | None:
    """What the settings name; None where they name nothing. Raises FixSettings, also where the library is missing."""
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise FixSettings(
            "[credentials] names only one of certificate and key_file.", remedy="Name both, or neither."
        )
    if not installed():
        raise FixSettings(
            "[credentials] names a certificate, but c2pa-python is not installed.",
            remedy='Install it: pip install "goodword[credentials]"',
        )
    chain, secret = _read(certificate, "certificate"), _read(key, "key_file")
    try:
        first = x509.load_pem_x509_certificates(chain)[0]
    except ValueError:
        raise FixSettings(
            f"{certificate} holds no certificate.",
            remedy="It takes the signer's certificate in PEM form, and those that vouch for it after it.",
        ) from None
    return Signature(chain, secret, _algorithm(secret, key, first), _name(first), first.not_valid_after_utc)


def _read(file: Path, setting: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FixSettings(
            f"{file}, named by credentials.{setting}, can't be read: {error.strerror}.",
            remedy="Check the path and its permissions.",
        ) from None


def _algorithm(secret: bytes, file: Path, certificate: x509.Certificate) -> bytes:
    """How the key signs. Raises FixSettings where it can't, or is another certificate's."""
    try:
        key = load_pem_private_key(secret, None)
    except (ValueError, TypeError):
        raise FixSettings(
            f"{file} holds no private key that can be read.",
            remedy="It takes an unencrypted PKCS #8 key in PEM form.",
        ) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
        raise FixSettings(f"{file} holds a key of another kind.", remedy="Use an elliptic curve (ES256) key.")
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    if public != certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo):
        raise FixSettings(
            f"{file} is not the key of the first certificate.",
            remedy="The signer's own certificate stands first, those that vouch for it follow.",
        )
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return b"ed25519"
    algorithm = _CURVES.get(key.curve.name)
    if algorithm is None:
        raise FixSettings(f"{file} holds a key on the curve {key.curve.name}.", remedy="Use P-256 (ES256).")
    return algorithm


def _name(certificate: x509.Certificate) -> str:
    return certificate.subject.rfc4514_string()[:200]
