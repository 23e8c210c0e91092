from datetime import datetime, timedelta, timezone

from .harness import EmulatorTest, client, post
from .test_ecr_layers import push


class Scans(EmulatorTest):
    def findings(self, tag: str) -> dict:
        return client("ecr").describe_image_scan_findings(repositoryName="app", imageId={"imageTag": tag})["imageScanFindings"]

    def test_a_pushed_image_is_scanned_and_has_the_findings_that_were_told(self) -> None:
        client("ecr").create_repository(repositoryName="app", imageScanningConfiguration={"scanOnPush": True})
        post("scan-findings", {"repository": "app", "tag": "2", "findings": [{"name": "CVE-2024-3094", "severity": "CRITICAL"}, {"name": "CVE-1", "severity": "LOW"}]})
        push("1")
        push("2")
        self.assertEqual((self.findings("1")["findings"], self.findings("1").get("findingSeverityCounts", {})), ([], {}))
        self.assertEqual([one["name"] for one in self.findings("2")["findings"]], ["CVE-2024-3094", "CVE-1"])
        self.assertEqual(self.findings("2")["findingSeverityCounts"], {"CRITICAL": 1, "LOW": 1})
        image = client("ecr").describe_images(repositoryName="app", imageIds=[{"imageTag": "2"}])["imageDetails"][0]
        self.assertEqual((image["imageScanStatus"]["status"], image["imageScanFindingsSummary"]["findingSeverityCounts"]), ("COMPLETE", {"CRITICAL": 1, "LOW": 1}))

    def test_an_image_that_nobody_scans_has_no_findings_to_tell(self) -> None:
        client("ecr").create_repository(repositoryName="app")
        push("1")
        self.assertEqual(self.code_of(client("ecr").describe_image_scan_findings, repositoryName="app", imageId={"imageTag": "1"}), "ScanNotFoundException")

    def test_a_login_lasts(self) -> None:
        expires = client("ecr").get_authorization_token()["authorizationData"][0]["expiresAt"]
        self.assertGreater(expires, datetime.now(timezone.utc) + timedelta(hours=11))
