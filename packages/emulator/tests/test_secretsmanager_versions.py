from .harness import EmulatorTest, client


class Versions(EmulatorTest):
    def test_a_secret_that_is_not_there_has_no_versions(self) -> None:
        self.assertEqual(self.code_of(client("secretsmanager").list_secret_version_ids, SecretId="missing"), "ResourceNotFoundException")
