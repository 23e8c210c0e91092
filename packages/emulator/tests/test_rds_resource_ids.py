from .harness import EmulatorTest, client


class ResourceIds(EmulatorTest):
    def test_two_instances_have_an_id_each(self) -> None:
        rds = client("rds")
        common = {"Engine": "postgres", "DBInstanceClass": "db.m7g.large", "MasterUsername": "app", "MasterUserPassword": "not-a-secret",
                  "AllocatedStorage": 20}
        for name in ("one", "two"):
            rds.create_db_instance(DBInstanceIdentifier=name, **common)
        ids = {one["DbiResourceId"] for one in rds.describe_db_instances()["DBInstances"]}
        self.assertEqual(len(ids), 2)
        for one in ids:
            self.assertRegex(one, r"^db-[A-Z0-9]{26}$")
