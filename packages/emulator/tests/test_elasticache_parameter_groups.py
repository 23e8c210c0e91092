from .harness import ACCOUNT, REGION, EmulatorTest, client

NAME = {"CacheParameterGroupName": "shop-valkey8"}


class ParameterGroups(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        self.group = client("elasticache").create_cache_parameter_group(
            **NAME, CacheParameterGroupFamily="valkey8", Description="Parameters", Tags=[{"Key": "Owner", "Value": "shop"}])["CacheParameterGroup"]

    def values(self, **given: str) -> dict[str, str]:
        found = client("elasticache").describe_cache_parameters(**NAME, **given)["Parameters"]
        return {one["ParameterName"]: one["ParameterValue"] for one in found}

    def test_a_group_is_described_with_its_family_and_tags(self) -> None:
        [found] = client("elasticache").describe_cache_parameter_groups(**NAME)["CacheParameterGroups"]
        self.assertEqual(found, self.group)
        self.assertEqual((found["CacheParameterGroupFamily"], found["ARN"]), ("valkey8", f"arn:aws:elasticache:{REGION}:{ACCOUNT}:parametergroup:shop-valkey8"))
        self.assertEqual(client("elasticache").list_tags_for_resource(ResourceName=found["ARN"])["TagList"], [{"Key": "Owner", "Value": "shop"}])
        self.assertEqual(len(client("elasticache").describe_cache_parameter_groups()["CacheParameterGroups"]), 1)

    def test_parameters_are_the_users_until_they_are_reset(self) -> None:
        given = [{"ParameterName": "timeout", "ParameterValue": "300"}, {"ParameterName": "maxmemory-policy", "ParameterValue": "noeviction"}]
        client("elasticache").modify_cache_parameter_group(**NAME, ParameterNameValues=given)
        self.assertEqual(self.values(Source="user"), {"timeout": "300", "maxmemory-policy": "noeviction"})
        self.assertEqual(self.values(Source="system"), {})
        client("elasticache").reset_cache_parameter_group(**NAME, ParameterNameValues=given[:1])
        self.assertEqual(self.values(), {"maxmemory-policy": "noeviction"})
        client("elasticache").reset_cache_parameter_group(**NAME, ResetAllParameters=True)
        self.assertEqual(self.values(), {})

    def test_a_group_of_a_cache_cannot_be_deleted_and_one_of_none_can(self) -> None:
        cache = client("elasticache")
        cache.create_replication_group(ReplicationGroupId="shop", ReplicationGroupDescription="Shop", **NAME)
        self.assertEqual(self.code_of(cache.delete_cache_parameter_group, **NAME), "InvalidCacheParameterGroupState")
        cache.delete_replication_group(ReplicationGroupId="shop")
        cache.delete_cache_parameter_group(**NAME)
        self.assertEqual(self.code_of(cache.describe_cache_parameter_groups, **NAME), "CacheParameterGroupNotFound")

    def test_a_second_group_of_the_name_is_refused(self) -> None:
        code = self.code_of(client("elasticache").create_cache_parameter_group, **NAME, CacheParameterGroupFamily="valkey8", Description="Again")
        self.assertEqual(code, "CacheParameterGroupAlreadyExists")
