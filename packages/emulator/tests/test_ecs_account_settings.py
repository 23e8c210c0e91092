from .harness import ACCOUNT, EmulatorTest, client


class AccountSettings(EmulatorTest):
    def test_a_default_is_stored_for_the_root_user_and_listed_as_effective(self) -> None:
        ecs = client("ecs")
        ecs.put_account_setting_default(name="containerInsights", value="enhanced")
        setting = ecs.list_account_settings(name="containerInsights", effectiveSettings=True)["settings"][0]
        self.assertEqual((setting["value"], setting["principalArn"]), ("enhanced", f"arn:aws:iam::{ACCOUNT}:root"))

    def test_a_setting_nobody_has_put_has_the_value_in_force(self) -> None:
        ecs = client("ecs")
        self.assertEqual(ecs.list_account_settings(name="tagResourceAuthorization", effectiveSettings=True)["settings"][0]["value"], "off")
        self.assertEqual(ecs.list_account_settings(name="tagResourceAuthorization")["settings"], [])

    def test_an_unknown_setting_is_refused(self) -> None:
        self.assertEqual(self.code_of(client("ecs").put_account_setting_default, name="nonsense", value="on"), "InvalidParameterException")
