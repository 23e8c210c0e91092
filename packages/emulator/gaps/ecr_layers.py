"""ECR: the layers and the configuration of an image.

moto 5.2.1 has no layer operations, takes a manifest whose layers nobody has uploaded, makes up digests, calls the size of an image
that of its configuration, and answers a missing repository with a crash. On AWS an image is uploaded blob by blob, its digest is that of
its manifest, and every blob can be read back at a URL; here that is one of the emulator's own, on the loopback.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.exceptions import InvalidParameterException, RepositoryNotFoundException
from moto.ecr.models import ECRBackend, Image, Repository, ecr_backends
from moto.ecr.responses import ECRResponse

import control

from .patching import wraps


def refusal(code: str, message: str) -> InvalidParameterException:
    """An error of ECR's; moto finds the service that an error belongs to by its class."""
    return InvalidParameterException(code, message)


def repository_of(self: ECRResponse) -> Repository:
    """The repository of a request; AWS's error where there is none."""
    name = self._get_param("repositoryName")
    if name not in self.ecr_backend.repositories:
        raise RepositoryNotFoundException(name, self._get_param("registryId") or self.current_account)
    return self.ecr_backend.repositories[name]


def layers(repository: Repository) -> dict[str, bytes]:
    """The blobs of a repository, by digest."""
    return repository.__dict__.setdefault("layers", {})


def uploads(repository: Repository) -> dict[str, bytearray]:
    """The uploads that have begun, by id."""
    return repository.__dict__.setdefault("uploads", {})


@wraps(ECRResponse)
def initiate_layer_upload(original: Any, self: ECRResponse) -> ActionResult:
    """Begin an upload."""
    identifier = str(uuid.uuid4())
    uploads(repository_of(self))[identifier] = bytearray()
    return ActionResult({"uploadId": identifier, "partSize": 10 * 1024 * 1024})


def upload_of(self: ECRResponse, repository: Repository) -> bytearray:
    """The upload of a request."""
    identifier = self._get_param("uploadId")
    if identifier not in uploads(repository):
        raise refusal("UploadNotFoundException", f"The upload {identifier} could not be found in the repository {repository.name}")
    return uploads(repository)[identifier]


@wraps(ECRResponse)
def upload_layer_part(original: Any, self: ECRResponse) -> ActionResult:
    """Take the next part of an upload."""
    repository, identifier = repository_of(self), self._get_param("uploadId")
    upload = upload_of(self, repository)
    first, blob = int(self._get_param("partFirstByte")), self._get_param("layerPartBlob")
    if first != len(upload):
        raise refusal("InvalidLayerPartException", f"Layer part not valid: expected byte {len(upload)} next, got {first}")
    upload.extend(blob if isinstance(blob, bytes) else base64.b64decode(blob))
    return ActionResult({"registryId": self.current_account, "repositoryName": repository.name, "uploadId": identifier, "lastByteReceived": len(upload) - 1})


@wraps(ECRResponse)
def complete_layer_upload(original: Any, self: ECRResponse) -> ActionResult:
    """Keep an upload as a layer, under its digest."""
    repository = repository_of(self)
    blob = bytes(upload_of(self, repository))
    if not blob:
        raise refusal("EmptyUploadException", "The specified layer upload does not contain any layer parts.")
    digest = "sha256:" + hashlib.sha256(blob).hexdigest()
    if digest not in self._get_param("layerDigests"):
        raise refusal("InvalidLayerException", f"Layer digests do not match the uploaded layer, which is {digest}")
    if digest in layers(repository):
        raise refusal("LayerAlreadyExistsException", f"Layer with digest {digest} already exists in the repository {repository.name}")
    layers(repository)[digest] = blob
    return ActionResult({"registryId": self.current_account, "repositoryName": repository.name, "uploadId": self._get_param("uploadId"), "layerDigest": digest})


@wraps(ECRResponse)
def batch_check_layer_availability(original: Any, self: ECRResponse) -> ActionResult:
    """Tell which layers are there."""
    known, wanted = layers(repository_of(self)), self._get_param("layerDigests")
    return ActionResult({"layers": [{"layerDigest": one, "layerAvailability": "AVAILABLE" if one in known else "UNAVAILABLE",
                                     **({"layerSize": len(known[one])} if one in known else {})} for one in wanted], "failures": []})


@wraps(ECRResponse)
def get_download_url_for_layer(original: Any, self: ECRResponse) -> ActionResult:
    """Tell where a layer can be read."""
    repository, digest = repository_of(self), self._get_param("layerDigest")
    if digest not in layers(repository):
        raise refusal("LayersNotFoundException", f"The layer with digest '{digest}' does not exist within the repository with name "
                                                 f"'{repository.name}' in the registry with id '{self.current_account}'")
    url = f"http://{self.headers['Host']}{control.PREFIX}/layers/{self.current_account}/{self.region}/{repository.name}@{digest}"
    return ActionResult({"downloadUrl": url, "layerDigest": digest})


def read_layer(path: str) -> bytes | None:
    """A layer by account, region, repository and digest, as get_download_url_for_layer puts them together."""
    account, region, rest = path.split("/", 2)
    name, _, digest = rest.partition("@")
    repository = ecr_backends[account][region].repositories.get(name)
    return layers(repository).get(digest) if repository else None


control.blobs["layers"] = read_layer


@wraps(ECRBackend)
def put_image(original: Any, self: ECRBackend, repository_name: str, image_manifest: str, image_tag: str, *arguments: Any, **options: Any) -> Image:
    """Refuse a manifest whose blobs are not there, and another image under a tag that must not change."""
    if repository_name not in self.repositories:
        raise RepositoryNotFoundException(repository_name, self.account_id)
    known, manifest = layers(self.repositories[repository_name]), json.loads(image_manifest)
    missing = [one["digest"] for one in [manifest.get("config"), *manifest.get("layers", [])] if one and one.get("digest") not in known]
    if missing:
        raise refusal("LayersNotFoundException", f"The following layers do not exist within the repository with name '{repository_name}': {', '.join(map(str, missing))}")
    repository = self.repositories[repository_name]
    if repository.image_tag_mutability == "IMMUTABLE" and any(
            image_tag in image.image_tags and image.image_manifest != image_manifest for image in repository.images):
        raise refusal("ImageTagAlreadyExistsException", f"The image tag '{image_tag}' already exists in the '{repository_name}' repository and "
                                                        "cannot be overwritten because the tag is immutable.")
    return original(self, repository_name, image_manifest, image_tag, *arguments, **options)


@wraps(Image)
def _create_digest(original: Any, self: Image) -> None:
    """The digest of an image is that of its manifest."""
    self._image_digest = "sha256:" + hashlib.sha256(self.image_manifest.encode()).hexdigest()


@wraps(Image)
def get_image_size_in_bytes(original: Any, self: Image) -> int:
    """The size of an image is that of its blobs."""
    manifest = json.loads(self.image_manifest)
    return sum(int(one.get("size", 0)) for one in [manifest.get("config", {}), *manifest.get("layers", [])])


@wraps(ECRBackend)
def batch_get_image(original: Any, self: ECRBackend, repository_name: str, registry_id: str | None = None, image_ids: Any = None) -> dict[str, Any]:
    """Tell the digest that was not found, and the tag that an image was asked for by."""
    answer = original(self, repository_name, registry_id, image_ids)
    for failure in answer["failures"]:
        if failure["imageId"] == {"imageTag": "null"}:
            failure["imageId"] = next(one for one in image_ids if "imageTag" not in one and
                                      all(image.image_digest != one.get("imageDigest") for image in answer["images"]))
    return answer
