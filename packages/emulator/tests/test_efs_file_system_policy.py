import json

from .harness import EmulatorTest, client


class FileSystemPolicy(EmulatorTest):
    def test_a_policy_is_put_and_taken_away(self) -> None:
        efs = client("efs")
        file_system = efs.create_file_system(CreationToken="files")["FileSystemId"]
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]})
        efs.put_file_system_policy(FileSystemId=file_system, Policy=policy)
        self.assertEqual(efs.describe_file_system_policy(FileSystemId=file_system)["Policy"], policy)
        efs.delete_file_system_policy(FileSystemId=file_system)
        self.assertEqual(self.code_of(efs.describe_file_system_policy, FileSystemId=file_system), "PolicyNotFound")
