from .harness import EmulatorTest, client


class RotationPeriod(EmulatorTest):
    def test_a_key_rotates_as_often_as_it_was_told_and_else_once_a_year(self) -> None:
        kms = client("kms")
        for given, days in (({"RotationPeriodInDays": 90}, 90), ({}, 365)):
            key = kms.create_key()["KeyMetadata"]["KeyId"]
            kms.enable_key_rotation(KeyId=key, **given)
            self.assertEqual(kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"], days)

    def test_a_key_that_does_not_rotate_has_no_period(self) -> None:
        kms = client("kms")
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.enable_key_rotation(KeyId=key)
        kms.disable_key_rotation(KeyId=key)
        status = kms.get_key_rotation_status(KeyId=key)
        self.assertEqual((status["KeyRotationEnabled"], "RotationPeriodInDays" in status), (False, False))
