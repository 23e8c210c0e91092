import json
from typing import Any

from .harness import EmulatorTest, client


def template(password: str) -> str:
    properties = {"UserId": "shop-default", "UserName": "default", "Engine": "redis", "AccessString": "on ~* +@all",
                  "AuthenticationMode": {"Type": "password", "Passwords": [password]}}
    return json.dumps({"Resources": {"User": {"Type": "AWS::ElastiCache::User", "Properties": properties}}})


class CacheUsers(EmulatorTest):
    def user(self) -> dict[str, Any]:
        return client("elasticache").describe_users(UserId="shop-default")["Users"][0]

    def test_a_stack_makes_changes_and_deletes_a_user(self) -> None:
        cloudformation = client("cloudformation")
        cloudformation.create_stack(StackName="user", TemplateBody=template("not-a-secret-not-a-secret"))
        self.assertEqual((self.user()["UserName"], self.user()["Authentication"]), ("default", {"Type": "password", "PasswordCount": 1}))
        cloudformation.update_stack(StackName="user", TemplateBody=template("another-one-another-one").replace("+@all", "+@read"))
        self.assertEqual(self.user()["AccessString"], "on ~* +@read")
        cloudformation.delete_stack(StackName="user")
        self.assertEqual(self.code_of(client("elasticache").describe_users, UserId="shop-default"), "UserNotFound")
