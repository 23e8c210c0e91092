import hashlib
import json
from urllib.request import urlopen

from .harness import EmulatorTest, client

TYPE = "application/vnd.docker.distribution.manifest.v2+json"


def digest(blob: bytes) -> str:
    return "sha256:" + hashlib.sha256(blob).hexdigest()


def upload(blob: bytes, size: int = 1000) -> str:
    """Upload a blob to the repository `app` in parts; its digest."""
    ecr = client("ecr")
    identifier = ecr.initiate_layer_upload(repositoryName="app")["uploadId"]
    for first in range(0, len(blob), size):
        part = blob[first:first + size]
        ecr.upload_layer_part(repositoryName="app", uploadId=identifier, partFirstByte=first, partLastByte=first + len(part) - 1, layerPartBlob=part)
    return ecr.complete_layer_upload(repositoryName="app", uploadId=identifier, layerDigests=[digest(blob)])["layerDigest"]


def push(tag: str, architecture: str = "arm64") -> str:
    """Push an image to the repository `app`; its manifest."""
    config = json.dumps({"architecture": architecture, "os": "linux", "tag": tag}).encode()
    layer = f"layer {tag} {architecture}".encode() * 500
    blobs = [{"digest": upload(blob), "size": len(blob), "mediaType": "any"} for blob in (config, layer)]
    manifest = json.dumps({"schemaVersion": 2, "mediaType": TYPE, "config": blobs[0], "layers": blobs[1:]})
    client("ecr").put_image(repositoryName="app", imageTag=tag, imageManifest=manifest, imageManifestMediaType=TYPE)
    return manifest


class Layers(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        client("ecr").create_repository(repositoryName="app", imageTagMutability="IMMUTABLE")

    def test_the_architecture_of_an_image_can_be_read(self) -> None:
        manifest = push("1", architecture="amd64")
        image = client("ecr").batch_get_image(repositoryName="app", imageIds=[{"imageTag": "1"}])["images"][0]
        self.assertEqual((image["imageManifest"], image["imageId"]["imageDigest"]), (manifest, digest(manifest.encode())))
        config = json.loads(image["imageManifest"])["config"]["digest"]
        url = client("ecr").get_download_url_for_layer(repositoryName="app", layerDigest=config)["downloadUrl"]
        self.assertEqual(json.load(urlopen(url))["architecture"], "amd64")

    def test_the_size_of_an_image_is_that_of_its_blobs(self) -> None:
        manifest = json.loads(push("1"))
        found = client("ecr").describe_images(repositoryName="app")["imageDetails"][0]
        self.assertEqual(found["imageSizeInBytes"], manifest["config"]["size"] + manifest["layers"][0]["size"])

    def test_an_image_whose_layers_are_missing_is_refused(self) -> None:
        manifest = json.dumps({"mediaType": TYPE, "config": {"digest": "sha256:1", "size": 1}, "layers": []})
        put = {"repositoryName": "app", "imageTag": "1", "imageManifest": manifest}
        self.assertEqual(self.code_of(client("ecr").put_image, **put), "LayersNotFoundException")
        self.assertEqual(self.code_of(client("ecr").put_image, **put | {"repositoryName": "other"}), "RepositoryNotFoundException")

    def test_a_tag_that_must_not_change_does_not(self) -> None:
        push("1")
        with self.assertRaisesRegex(Exception, "ImageTagAlreadyExistsException"):
            push("1", architecture="amd64")

    def test_an_upload_is_checked(self) -> None:
        ecr = client("ecr")
        identifier = ecr.initiate_layer_upload(repositoryName="app")["uploadId"]
        complete = {"repositoryName": "app", "uploadId": identifier, "layerDigests": ["sha256:" + "0" * 64]}
        self.assertEqual(self.code_of(ecr.complete_layer_upload, **complete), "EmptyUploadException")
        ecr.upload_layer_part(repositoryName="app", uploadId=identifier, partFirstByte=0, partLastByte=1, layerPartBlob=b"ab")
        self.assertEqual(self.code_of(ecr.complete_layer_upload, **complete), "InvalidLayerException")
        self.assertEqual(self.code_of(ecr.upload_layer_part, repositoryName="app", uploadId="00000000-0000-4000-8000-000000000000", partFirstByte=0, partLastByte=1, layerPartBlob=b"ab"), "UploadNotFoundException")
        found = ecr.batch_check_layer_availability(repositoryName="app", layerDigests=[upload(b"abc"), "sha256:" + "0" * 64])["layers"]
        self.assertEqual([one["layerAvailability"] for one in found], ["AVAILABLE", "UNAVAILABLE"])

    def test_an_image_that_is_not_there_is_a_failure_that_names_it(self) -> None:
        answer = client("ecr").batch_get_image(repositoryName="app", imageIds=[{"imageTag": "2"}, {"imageDigest": digest(b"")}])
        self.assertEqual([(one["failureCode"], one["imageId"]) for one in answer["failures"]],
                         [("ImageNotFound", {"imageTag": "2"}), ("ImageNotFound", {"imageDigest": digest(b"")})])
