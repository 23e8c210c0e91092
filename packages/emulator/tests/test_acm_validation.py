import time

from moto import settings

from .harness import EmulatorTest, client


class Validation(EmulatorTest):
    def status(self, arn: str) -> str:
        return client("acm").describe_certificate(CertificateArn=arn)["Certificate"]["Status"]

    def setUp(self) -> None:
        super().setUp()
        waits = settings.ACM_VALIDATION_WAIT
        settings.ACM_VALIDATION_WAIT = 0
        self.addCleanup(setattr, settings, "ACM_VALIDATION_WAIT", waits)

    def test_a_certificate_is_issued_once_its_zone_has_the_records_of_all_names(self) -> None:
        acm, route53 = client("acm"), client("route53")
        zone = route53.create_hosted_zone(Name="example.com", CallerReference="1")["HostedZone"]["Id"]
        arn = acm.request_certificate(DomainName="app.example.com", SubjectAlternativeNames=["*.example.com", "example.com"], ValidationMethod="DNS")["CertificateArn"]
        options = acm.describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"]
        for record in {option["ResourceRecord"]["Name"]: option["ResourceRecord"] for option in options}.values():
            time.sleep(0.01)
            self.assertEqual(self.status(arn), "PENDING_VALIDATION")
            change = {"Action": "UPSERT", "ResourceRecordSet": {"Name": record["Name"], "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": record["Value"]}]}}
            route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})
        self.assertEqual(self.status(arn), "ISSUED")

    def test_records_of_a_name_without_a_zone_here_count_as_created_elsewhere(self) -> None:
        client("route53").create_hosted_zone(Name="ample.com", CallerReference="1")
        arn = client("acm").request_certificate(DomainName="example.com", ValidationMethod="DNS")["CertificateArn"]
        time.sleep(0.01)
        self.assertEqual(self.status(arn), "ISSUED")
