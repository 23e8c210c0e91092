from .harness import EmulatorTest, client


class BackupPolicy(EmulatorTest):
    def test_backups_are_turned_on_and_off(self) -> None:
        efs = client("efs")
        file_system = efs.create_file_system(CreationToken="files")["FileSystemId"]
        self.assertEqual(self.code_of(efs.describe_backup_policy, FileSystemId=file_system), "PolicyNotFound")
        for status in ("ENABLED", "DISABLED"):
            answer = efs.put_backup_policy(FileSystemId=file_system, BackupPolicy={"Status": status})
            self.assertEqual(answer["BackupPolicy"], {"Status": status})
            self.assertEqual(efs.describe_backup_policy(FileSystemId=file_system)["BackupPolicy"], {"Status": status})
