from .harness import EmulatorTest, client


class KeyAlgorithm(EmulatorTest):
    def test_a_certificate_has_the_key_algorithm_it_was_requested_with(self) -> None:
        acm = client("acm")
        arn = acm.request_certificate(DomainName="example.com", ValidationMethod="DNS", KeyAlgorithm="EC_prime256v1")["CertificateArn"]
        self.assertEqual(acm.describe_certificate(CertificateArn=arn)["Certificate"]["KeyAlgorithm"], "EC_prime256v1")
