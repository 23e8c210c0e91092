from .harness import ACCOUNT, REGION, EmulatorTest, client

PASSWORD = "not-a-secret-not-a-secret"


class UserGroups(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        for user, name in (("shop-default", "default"), ("other-default", "default"), ("reports", "reports")):
            client("elasticache").create_user(UserId=user, UserName=name, Engine="redis", AccessString="on ~* +@all", Passwords=[PASSWORD])

    def create(self, *users: str) -> dict[str, object]:
        return client("elasticache").create_user_group(UserGroupId="shop", Engine="redis", UserIds=users, Tags=[{"Key": "Owner", "Value": "shop"}])

    def test_a_group_is_described_with_its_users_and_tags(self) -> None:
        self.create("shop-default")
        [found] = client("elasticache").describe_user_groups(UserGroupId="shop")["UserGroups"]
        arn = f"arn:aws:elasticache:{REGION}:{ACCOUNT}:usergroup:shop"
        self.assertEqual((found["UserIds"], found["Status"], found["ARN"]), (["shop-default"], "active", arn))
        self.assertEqual(client("elasticache").list_tags_for_resource(ResourceName=arn)["TagList"], [{"Key": "Owner", "Value": "shop"}])

    def test_users_come_and_go(self) -> None:
        self.create("shop-default")
        cache = client("elasticache")
        self.assertEqual(cache.modify_user_group(UserGroupId="shop", UserIdsToAdd=["reports"])["UserIds"], ["shop-default", "reports"])
        changed = cache.modify_user_group(UserGroupId="shop", UserIdsToAdd=["other-default"], UserIdsToRemove=["shop-default"])
        self.assertEqual(changed["UserIds"], ["reports", "other-default"])
        cache.delete_user(UserId="reports")
        self.assertEqual(cache.describe_user_groups(UserGroupId="shop")["UserGroups"][0]["UserIds"], ["other-default"])

    def test_a_group_has_exactly_one_default_user_all_of_them_known(self) -> None:
        for users, code in ((["reports"], "DefaultUserRequired"), (["shop-default", "other-default"], "DuplicateUserName"), (["nobody"], "UserNotFound")):
            with self.subTest(code):
                self.assertEqual(self.code_of(lambda: self.create(*users)), code)

    def test_a_group_of_a_cache_cannot_be_deleted_and_one_of_none_can(self) -> None:
        self.create("shop-default")
        cache = client("elasticache")
        cache.create_replication_group(ReplicationGroupId="shop", ReplicationGroupDescription="Shop", UserGroupIds=["shop"])
        self.assertEqual(cache.describe_user_groups(UserGroupId="shop")["UserGroups"][0]["ReplicationGroups"], ["shop"])
        self.assertEqual(self.code_of(cache.delete_user_group, UserGroupId="shop"), "InvalidUserGroupState")
        cache.delete_replication_group(ReplicationGroupId="shop")
        cache.delete_user_group(UserGroupId="shop")
        self.assertEqual(self.code_of(cache.describe_user_groups, UserGroupId="shop"), "UserGroupNotFound")

    def test_a_user_gets_another_password_and_other_permissions(self) -> None:
        mode = {"Type": "password", "Passwords": [PASSWORD, PASSWORD[::-1]]}
        client("elasticache").modify_user(UserId="reports", AccessString="on ~* +@read", AuthenticationMode=mode)
        [user] = client("elasticache").describe_users(UserId="reports")["Users"]
        self.assertEqual((user["AccessString"], user["Authentication"]["PasswordCount"]), ("on ~* +@read", 2))
