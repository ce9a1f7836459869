"""Certificates that ACM has a private certificate authority sign; moto's are signed by nobody."""

import datetime as dt
import json
import threading
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from moto.acm.models import CertBundle
from moto.backends import get_backend
from werkzeug.wrappers import Request, Response

from msk_local.protocols.errors import NotMineError, ServiceError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_LIFETIME: Final = dt.timedelta(days=395)
_RENEWING: Final = frozenset({"IssueCertificate", "GetCertificate"})
_ACM: Final = "acm.amazonaws.com"
_CURVES: Final = {"EC_prime256v1": ec.SECP256R1, "EC_secp384r1": ec.SECP384R1}

Parameters = Mapping[str, Any]
_Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class PrivateCertificates:
    """WSGI application for the SigV4 services ``acm`` and ``acm-pca``.

    ACM's private certificates, made and renewed, and the permission that renewing takes. The rest
    is moto's: it describes and exports them, the key really encrypted.
    """

    def __init__(self) -> None:
        self._permissions: dict[str, dict[str, dict[str, Any]]] = {}
        self._lock = threading.Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answers the operations named above, or raises NotMineError."""
        operation = str(environ.get("HTTP_X_AMZ_TARGET", "")).rpartition(".")[2]
        answer = {
            "RequestCertificate": self._request,
            "RenewCertificate": self._renew,
            "CreatePermission": self._create_permission,
            "ListPermissions": self._list_permissions,
            "DeletePermission": self._delete_permission,
        }.get(operation)
        if answer is None:
            raise NotMineError
        try:
            with self._lock:
                body, status = answer(json.loads(Request(environ).get_data())), HTTPStatus.OK
        except ServiceError as error:
            body = {"__type": error.code, "message": error.message}
            status = HTTPStatus.BAD_REQUEST
        content_type = "application/x-amz-json-1.1"
        response = Response(json.dumps(body), status, content_type=content_type)
        return response(environ, start_response)

    def _request(self, parameters: Parameters) -> dict[str, Any]:
        if "CertificateAuthorityArn" not in parameters:
            raise NotMineError  # a public certificate
        bundle = _issue(
            _authority(parameters["CertificateAuthorityArn"]),
            [parameters["DomainName"], *parameters.get("SubjectAlternativeNames", [])],
            parameters.get("KeyAlgorithm", "RSA_2048"),
        )
        if tags := parameters.get("Tags"):
            bundle.tags.add(tags)
        _certificates(bundle.arn)[bundle.arn] = bundle
        return {"CertificateArn": bundle.arn}

    def _renew(self, parameters: Parameters) -> dict[str, Any]:
        """Another certificate and another key behind the same ARN, at once."""
        arn = parameters["CertificateArn"]
        present = _certificates(arn).get(arn)
        if present is None:
            raise ServiceError("ResourceNotFoundException", f"Could not find certificate {arn}.")
        if present.type != "PRIVATE":
            raise ServiceError("ValidationException", f"{arn} is not eligible for renewal.")
        authority = _authority(str(present.cert_authority_arn))
        granted = self._permissions.get(authority.arn, {}).get(_ACM, {"Actions": []})
        if _RENEWING.difference(granted["Actions"]):
            message = f"ACM is not permitted to use {authority.arn} (PCA_ACCESS_DENIED)."
            raise ServiceError("ValidationException", message)
        names = [present.common_name, *(n for n in present.sans if n != present.common_name)]
        algorithm = present.describe()["Certificate"]["KeyAlgorithm"]
        renewed = _issue(authority, names, algorithm, arn=arn)
        renewed.tags = present.tags
        _certificates(arn)[arn] = renewed
        return {}

    def _create_permission(self, parameters: Parameters) -> dict[str, Any]:
        authority = _authority(parameters["CertificateAuthorityArn"])
        granted = self._permissions.setdefault(authority.arn, {})
        principal = parameters["Principal"]
        if principal in granted:
            raise ServiceError(
                "PermissionAlreadyExistsException",
                f"The principal {principal} already has a permission on {authority.arn}.",
            )
        granted[principal] = {**parameters, "CreatedAt": int(dt.datetime.now(dt.UTC).timestamp())}
        return {}

    def _list_permissions(self, parameters: Parameters) -> dict[str, Any]:
        authority = _authority(parameters["CertificateAuthorityArn"])
        return {"Permissions": list(self._permissions.get(authority.arn, {}).values())}

    def _delete_permission(self, parameters: Parameters) -> dict[str, Any]:
        authority = _authority(parameters["CertificateAuthorityArn"])
        self._permissions.get(authority.arn, {}).pop(parameters["Principal"], None)
        return {}


def _authority(arn: str) -> Any:
    """The authority of that ARN, which moto keeps.

    Raises:
        ServiceError: There is none.
    """
    _, _, _, region, account, *_ = [*arn.split(":"), *[""] * 6]
    backends = get_backend("acm-pca")
    found = (
        backends[account][region].certificate_authorities.get(arn)
        if region and account.isdigit()
        else None
    )
    if found is None:
        raise ServiceError("ResourceNotFoundException", f"Resource {arn} not found")
    return found


def _certificates(arn: str) -> dict[str, CertBundle]:
    """What moto keeps for the account and Region in an ARN."""
    _, _, _, region, account, *_ = arn.split(":")
    certificates: dict[str, CertBundle] = get_backend("acm")[account][region]._certificates
    return certificates


def _issue(
    authority: Any, names: list[str], key_algorithm: str, *, arn: str | None = None
) -> CertBundle:
    """A certificate for a new key, which `authority` has signed.

    Raises:
        ServiceError: The authority is not active, or of another family of keys.
    """
    root = authority.certificate
    if authority.status != "ACTIVE" or root is None:
        raise ServiceError("ValidationException", f"{authority.arn} is not active.")
    family = authority.certificate_authority_configuration["KeyAlgorithm"].partition("_")[0]
    if key_algorithm.partition("_")[0] != family:
        message = f"{authority.arn} signs certificates of {family} keys, got {key_algorithm}."
        raise ServiceError("ValidationException", message)
    key = _new_key(key_algorithm)
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])]))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + _LIFETIME)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=False)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name) for name in dict.fromkeys(names)]),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.ExtendedKeyUsage(
                [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
            ),
            critical=False,
        )
        .sign(authority.key, hashes.SHA256())
    )
    bundle = CertBundle(
        authority.account_id,
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        region=authority.region_name,
        arn=arn,
        cert_type="PRIVATE",
        cert_authority_arn=authority.arn,
    )
    bundle.chain = authority.certificate_bytes + (authority.certificate_chain or b"")
    return bundle


def _new_key(algorithm: str) -> _Key:
    if algorithm in _CURVES:
        return ec.generate_private_key(_CURVES[algorithm]())
    size = algorithm.removeprefix("RSA_")
    if size not in {"2048", "3072", "4096"}:
        raise ServiceError("ValidationException", f"unknown key algorithm {algorithm}")
    return rsa.generate_private_key(public_exponent=65537, key_size=int(size))
