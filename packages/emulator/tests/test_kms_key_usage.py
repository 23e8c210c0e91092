from .harness import EmulatorTest, client


class KeyUsage(EmulatorTest):
    def test_a_key_encrypts_and_decrypts_where_nothing_else_is_asked_for(self) -> None:
        kms = client("kms")
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        self.assertEqual(kms.describe_key(KeyId=key)["KeyMetadata"]["KeyUsage"], "ENCRYPT_DECRYPT")
