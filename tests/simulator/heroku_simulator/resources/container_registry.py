# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The container registry: Docker's HTTP API v2 below ``/v2/``, on a host of its own at Heroku, here on the same one.

A repository is ``APP/TYPE``. Any user name goes with an API token as the password [K ``container:login`` has ``_``,
``container:release`` none]. Who may not see an app is told the same as without credentials [R fastapi-tdd-docker#25].
Only manifests of Docker's version 2, schema 2 are taken, no lists and none of OCI [D devcenter
container-registry-and-runtime]. The id of an image is the digest of its config [K ``container:release``].

Layers are received and forgotten, but for their digests and sizes: an image cannot be pulled.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.responses import Response
from starlette.types import Scope

from ..authentication import WRITE_SCOPES, authenticate
from ..connection import Headers, headers_of
from ..errors import ApiError
from ..files import REGISTRY, responder
from ..store import Record, Table
from .app import App, apps, permissions_of
from .container_image import ContainerImage, container_images, push

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LATEST = "latest"
LARGEST_KEPT = 1 << 20  # bytes: configs of images are smaller, most layers are not
_SHELL = ("/bin/sh", "-c")


@dataclass(kw_only=True)
class RegistryUpload(Record):
    """A blob on its way; the content so far in base64."""

    app_id: str
    content: str = ""


@dataclass(kw_only=True)
class RegistryBlob(Record):
    """A config or a layer of images of an app; the content, in base64, only of small ones."""

    app_id: str
    digest: str
    size: int
    content: str | None = None


@dataclass(kw_only=True)
class RegistryManifest(Record):
    """A manifest, word for word, and the id of the image that it is of."""

    app_id: str
    type: str
    digest: str
    image_id: str
    content: str


@dataclass(kw_only=True)
class RegistryTag(Record):
    """A name for a manifest of a repository."""

    app_id: str
    type: str
    name: str
    manifest_digest: str


registry_uploads = Table("registry_uploads", RegistryUpload, parents={"app_id": apps}, secrets=("content",))
registry_blobs = Table("registry_blobs", RegistryBlob, parents={"app_id": apps}, secrets=("content",))
registry_manifests = Table("registry_manifests", RegistryManifest, parents={"app_id": apps})
registry_tags = Table("registry_tags", RegistryTag, parents={"app_id": apps})


class _Refused(Exception):
    """An error in the form of Docker's specification."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True)
class _Request:
    """A request for a repository, or (without an ``app``) for the registry itself."""

    method: str
    headers: Headers
    query: Mapping[str, str]
    body: bytes
    app: App | None = None
    type: str = ""

    @property
    def repository(self) -> App:
        """The app whose repository it is."""
        assert self.app is not None
        return self.app


def digest_of(content: bytes) -> str:
    """What names a content."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@responder(REGISTRY)
def respond(scope: Scope, segments: list[str], body: bytes) -> Response:
    """Answer a request for the registry."""
    headers = headers_of(scope)
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    try:
        answer = _answer(_Request(scope["method"], headers, query, body), segments[1:])
    except _Refused as refused:
        answer = _error(refused)
    answer.headers["Docker-Distribution-Api-Version"] = "registry/2.0"
    return answer


def _error(refused: _Refused) -> Response:
    body = {"errors": [{"code": refused.code, "message": refused.message, "detail": None}]}
    answer = Response(json.dumps(body), refused.status, media_type="application/json")
    if refused.status == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="Registry Realm"'  # the realm: [I]
    return answer


def _answer(request: _Request, path: list[str]) -> Response:
    """Raises _Refused."""
    if len(path) >= 4:
        app = apps.find(path[0], "name")
        request = _Request(request.method, request.headers, request.query, request.body, app, path[1])
    _check_access(request)
    if not path:
        return Response("{}", media_type="application/json")
    match (request.method, *path[2:]):
        case "POST", "blobs", "uploads":
            return _begin(request)
        case (_, "blobs", "uploads", upload_id):
            return _go_on(request, upload_id)
        case ("GET" | "HEAD", "blobs", digest):
            return _blob(request, digest)
        case ("GET" | "HEAD", "manifests", reference):
            return _manifest(request, reference)
        case "PUT", "manifests", reference:
            return _push(request, reference)
        case "GET", "tags", "list":
            return _tags(request)
    if request.type:
        raise _Refused(405, "UNSUPPORTED", "The operation is unsupported.")
    raise _Refused(404, "NAME_UNKNOWN", "repository name not known to registry")


def _check_access(request: _Request) -> None:
    """Raises the 401 for who may not do it: it does not say whether there is such an app."""
    refused = _Refused(401, "UNAUTHORIZED", "authentication required")
    header = request.headers.get("authorization", "")
    if not header.lower().startswith("basic "):
        raise refused
    try:
        account, scopes = authenticate(header)
    except ApiError:
        raise refused from None
    reads = request.method in ("GET", "HEAD")
    if not reads and not set(scopes) & set(WRITE_SCOPES):
        raise refused
    if request.type and (
        request.app is None or ("view" if reads else "deploy") not in permissions_of(account, request.app)
    ):
        raise refused


# Blobs


def _begin(request: _Request) -> Response:
    """Begin an upload, or take a blob whole, or one that the app has already."""
    mounted = request.query.get("mount")
    if mounted is not None and _find_blob(request.repository, mounted) is not None:
        return _stored(request, mounted)
    if "digest" in request.query:
        return _store(request, request.body)
    upload = registry_uploads.add(RegistryUpload(app_id=request.repository.id))
    return _uploading(request, upload, 202)


def _go_on(request: _Request, upload_id: str) -> Response:
    """The rest of an upload, its end, how far it is, or its being called off."""
    upload = registry_uploads.get(upload_id)
    if upload is None or upload.app_id != request.repository.id:
        raise _Refused(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry")
    content = base64.b64decode(upload.content) + request.body
    if request.method == "PATCH":
        registry_uploads.update(upload, content=base64.b64encode(content).decode())
        return _uploading(request, upload, 202)
    if request.method == "PUT":
        stored = _store(request, content)
        registry_uploads.remove(upload)
        return stored
    if request.method == "GET":
        return _uploading(request, upload, 204)
    if request.method == "DELETE":
        registry_uploads.remove(upload)
        return Response(status_code=204)
    raise _Refused(405, "UNSUPPORTED", "The operation is unsupported.")


def _uploading(request: _Request, upload: RegistryUpload, status: int) -> Response:
    size = len(base64.b64decode(upload.content))
    return Response(
        status_code=status,
        headers={
            "Location": f"/v2/{request.repository.name}/{request.type}/blobs/uploads/{upload.id}",
            "Docker-Upload-UUID": upload.id,
            "Range": f"0-{max(0, size - 1)}",
        },
    )


def _store(request: _Request, content: bytes) -> Response:
    digest = request.query.get("digest", "")
    if digest != digest_of(content):
        raise _Refused(400, "DIGEST_INVALID", "provided digest did not match uploaded content")
    if _find_blob(request.repository, digest) is None:
        kept = base64.b64encode(content).decode() if len(content) <= LARGEST_KEPT else None
        registry_blobs.add(RegistryBlob(app_id=request.repository.id, digest=digest, size=len(content), content=kept))
    return _stored(request, digest)


def _stored(request: _Request, digest: str) -> Response:
    location = f"/v2/{request.repository.name}/{request.type}/blobs/{digest}"
    return Response(status_code=201, headers={"Location": location, "Docker-Content-Digest": digest})


def _find_blob(app: App, digest: str) -> RegistryBlob | None:
    return next((blob for blob in registry_blobs.where("app_id", app.id) if blob.digest == digest), None)


def _blob(request: _Request, digest: str) -> Response:
    blob = _find_blob(request.repository, digest)
    if blob is None or (request.method == "GET" and blob.content is None):
        raise _Refused(404, "BLOB_UNKNOWN", "blob unknown to registry")
    headers = {"Docker-Content-Digest": digest, "Content-Length": str(blob.size)}
    content = base64.b64decode(blob.content or "") if request.method == "GET" else b""
    return Response(content, headers=headers, media_type="application/octet-stream")


# Manifests


def _push(request: _Request, reference: str) -> Response:
    """Take a manifest whose blobs are there, under a tag or its digest: from now on there is that image."""
    app, digest = request.repository, digest_of(request.body)
    if request.headers.get("content-type") != MANIFEST:
        raise _Refused(400, "MANIFEST_INVALID", f"the registry takes manifests of the type {MANIFEST} only")
    image_id, blobs = _parts(request.body)
    if ":" in reference and reference != digest:
        raise _Refused(400, "DIGEST_INVALID", "provided digest did not match uploaded content")
    missing = [name for name in blobs if _find_blob(app, name) is None]
    if missing:
        raise _Refused(400, "MANIFEST_BLOB_UNKNOWN", f"blob unknown to registry: {', '.join(missing)}")
    config = _find_blob(app, image_id)
    _keep(app, request.type, digest, image_id, request.body.decode())
    if ":" not in reference:
        _tag(app, request.type, reference, digest)
    if _find_image(app, request.type, image_id) is None:
        push(app, request.type, image_id, _command(base64.b64decode((config and config.content) or "") or b"{}"))
    location = f"/v2/{app.name}/{request.type}/manifests/{digest}"
    return Response(status_code=201, headers={"Location": location, "Docker-Content-Digest": digest})


def _parts(manifest: bytes) -> tuple[str, list[str]]:
    """The id of the image that a manifest is of, and the digests of all blobs. Raises _Refused."""
    try:
        said = json.loads(manifest)
        config: str = said["config"]["digest"]
        layers: list[str] = [layer["digest"] for layer in said["layers"]]
        version = said["schemaVersion"]
    except (ValueError, KeyError, TypeError):
        raise _Refused(400, "MANIFEST_INVALID", "manifest invalid") from None
    if version != 2:
        raise _Refused(400, "MANIFEST_INVALID", "manifest invalid")
    return config, [config, *layers]


def _command(config: bytes) -> str:
    """What an image runs, as a command of the shell."""
    try:
        said: dict[str, Any] = json.loads(config).get("config") or {}
    except (ValueError, AttributeError):
        return ""
    words = [*(said.get("Entrypoint") or ()), *(said.get("Cmd") or ())]
    return " ".join(words[2:] if tuple(words[:2]) == _SHELL else words)


def _keep(app: App, process_type: str, digest: str, image_id: str, content: str) -> None:
    known = registry_manifests.where("app_id", app.id)
    if not any((item.type, item.digest) == (process_type, digest) for item in known):
        registry_manifests.add(
            RegistryManifest(app_id=app.id, type=process_type, digest=digest, image_id=image_id, content=content)
        )


def _tag(app: App, process_type: str, name: str, digest: str) -> None:
    for tag in registry_tags.where("app_id", app.id):
        if (tag.type, tag.name) == (process_type, name):
            registry_tags.update(tag, manifest_digest=digest)
            return
    registry_tags.add(RegistryTag(app_id=app.id, type=process_type, name=name, manifest_digest=digest))


def _find_image(app: App, process_type: str, image_id: str) -> ContainerImage | None:
    images = container_images.where("app_id", app.id)
    return next((image for image in images if (image.type, image.digest) == (process_type, image_id)), None)


def _manifest(request: _Request, reference: str) -> Response:
    app = request.repository
    if reference == LATEST:
        _take_from_the_back_door(app, request.type)
    tags = [tag for tag in registry_tags.where("app_id", app.id) if tag.type == request.type]
    digest = next((tag.manifest_digest for tag in tags if tag.name == reference), reference)
    found = [item for item in registry_manifests.where("app_id", app.id) if item.type == request.type]
    manifest = next((item for item in found if item.digest == digest), None)
    if manifest is None:
        raise _Refused(404, "MANIFEST_UNKNOWN", "manifest unknown")
    headers = {"Docker-Content-Digest": manifest.digest, "Content-Type": MANIFEST}
    return Response(manifest.content, headers=headers)


def _take_from_the_back_door(app: App, process_type: str) -> None:
    """Let the newest image have a manifest, if nobody pushed it: the back door knows its id only."""
    images = [image for image in container_images.where("app_id", app.id) if image.type == process_type]
    manifests = [item for item in registry_manifests.where("app_id", app.id) if item.type == process_type]
    if not images or images[-1].digest in {item.image_id for item in manifests}:
        return
    config = {"mediaType": CONFIG, "size": 0, "digest": images[-1].digest}
    content = json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": []})
    digest = digest_of(content.encode())
    _keep(app, process_type, digest, images[-1].digest, content)
    _tag(app, process_type, LATEST, digest)


def _tags(request: _Request) -> Response:
    names = sorted(tag.name for tag in registry_tags.where("app_id", request.repository.id) if tag.type == request.type)
    body = {"name": f"{request.repository.name}/{request.type}", "tags": names}
    return Response(json.dumps(body), media_type="application/json")
