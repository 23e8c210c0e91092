from .harness import ACCOUNT, REGION, EmulatorTest, client


class Defaults(EmulatorTest):
    def test_a_postgresql_instance_has_what_aws_gives_it(self) -> None:
        database = {"DBInstanceClass": "db.t4g.medium", "Engine": "postgres", "EngineVersion": "17.4", "StorageType": "gp3", "StorageEncrypted": True,
                    "MasterUsername": "app", "MasterUserPassword": "not-a-secret"}
        rds = client("rds")
        found = rds.create_db_instance(DBInstanceIdentifier="small", AllocatedStorage=50, **database)["DBInstance"]
        self.assertEqual((found["LicenseModel"], found["OptionGroupMemberships"][0]["OptionGroupName"], found["Iops"], found["StorageThroughput"]),
                         ("postgresql-license", "default:postgres-17", 3000, 125))
        self.assertRegex(found["KmsKeyId"], f"^arn:aws:kms:{REGION}:{ACCOUNT}:key/[0-9a-f-]{{36}}$")
        large = rds.create_db_instance(DBInstanceIdentifier="large", AllocatedStorage=400, **database)["DBInstance"]
        self.assertEqual((large["Iops"], large["StorageThroughput"]), (12000, 500))

    def test_so_has_a_mysql_instance(self) -> None:
        found = client("rds").create_db_instance(DBInstanceIdentifier="mysql", DBInstanceClass="db.t4g.medium", Engine="mysql", EngineVersion="8.4.5",
                                                 StorageType="gp3", StorageEncrypted=True, AllocatedStorage=400, MasterUsername="app",
                                                 MasterUserPassword="not-a-secret")["DBInstance"]
        self.assertEqual((found["LicenseModel"], found["OptionGroupMemberships"][0]["OptionGroupName"], found["Iops"], found["StorageThroughput"]),
                         ("general-public-license", "default:mysql-8-4", 12000, 500))
        self.assertRegex(found["KmsKeyId"], f"^arn:aws:kms:{REGION}:{ACCOUNT}:key/[0-9a-f-]{{36}}$")
