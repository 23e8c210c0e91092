from .harness import EmulatorTest, client


class CertificateAuthority(EmulatorTest):
    def test_an_instance_has_the_default_authority_or_the_one_it_was_given(self) -> None:
        rds = client("rds")
        common = {"Engine": "postgres", "DBInstanceClass": "db.m7g.large", "MasterUsername": "app", "MasterUserPassword": "not-a-secret",
                  "AllocatedStorage": 20}
        rds.create_db_instance(DBInstanceIdentifier="default", **common)
        rds.create_db_instance(DBInstanceIdentifier="given", CACertificateIdentifier="rds-ca-ecc384-g1", **common)
        authorities = {one["DBInstanceIdentifier"]: one["CACertificateIdentifier"] for one in rds.describe_db_instances()["DBInstances"]}
        self.assertEqual(authorities, {"default": "rds-ca-rsa2048-g1", "given": "rds-ca-ecc384-g1"})
