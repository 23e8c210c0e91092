"""ECR: image scans.

moto 5.2.1 scans no image that is pushed to a repository with scan on push, finds the same made-up vulnerability in every image, says
nothing of scans in DescribeImages, and hands out a login that expired in 2015. On AWS a push is scanned, a login lasts 12 hours. What a scan
finds is what control.py knows of the repository and the tag: nothing, where it knows nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime
from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.models import ECRBackend, Image
from moto.ecr.responses import ECRResponse

from control import control

from .patching import wraps


@wraps(ECRBackend)
def put_image(original: Any, self: ECRBackend, repository_name: str, *arguments: Any, **options: Any) -> Image:
    """Scan what is pushed, where the repository says so."""
    image = original(self, repository_name, *arguments, **options)
    if self.repositories[repository_name].image_scanning_configuration.get("scanOnPush"):
        image.last_scan = datetime.today()
    return image


def findings(image: Image) -> list[dict[str, Any]]:
    """What a scan finds in an image, under any of its tags."""
    return [one for tag in image.image_tags for one in control.findings.get((image.repository_name, tag), [])]


def counts(image: Image) -> dict[str, int]:
    """How many findings an image has of each severity."""
    return dict(Counter(one["severity"] for one in findings(image)))


@wraps(ECRBackend)
def describe_image_scan_findings(original: Any, self: ECRBackend, registry_id: str, repository_name: str, image_id: dict[str, Any]) -> dict[str, Any]:
    """Answer what is known of the image."""
    answer = original(self, registry_id, repository_name, image_id)
    image = self._get_repository(repository_name, registry_id)._get_image(image_id.get("imageTag"), image_id.get("imageDigest"))
    found = answer["imageScanFindings"]
    found["findings"], found["findingSeverityCounts"] = findings(image), counts(image)
    return answer


@wraps(ECRBackend)
def describe_images(original: Any, self: ECRBackend, *arguments: Any, **options: Any) -> Any:
    """Tell of the scan of each image that has had one."""
    images = list(original(self, *arguments, **options))
    for image in images:
        if image.last_scan:
            image.image_scan_status = {"status": "COMPLETE", "description": "The scan was completed successfully."}
            image.image_scan_findings_summary = {"imageScanCompletedAt": image.last_scan, "findingSeverityCounts": counts(image)}
    return images


@wraps(ECRResponse)
def get_authorization_token(original: Any, self: ECRResponse) -> ActionResult:
    """Let a login last 12 hours."""
    answer = original(self)
    for one in answer.result["authorizationData"]:
        one["expiresAt"] = time.time() + 12 * 3600
    return answer
