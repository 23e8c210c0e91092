from .harness import EmulatorTest, client


class GroupClass(EmulatorTest):
    def test_a_log_group_has_the_class_it_was_made_with_or_standard(self) -> None:
        logs = client("logs")
        logs.create_log_group(logGroupName="/a")
        logs.create_log_group(logGroupName="/b", logGroupClass="INFREQUENT_ACCESS")
        self.assertEqual({one["logGroupName"]: one["logGroupClass"] for one in logs.describe_log_groups()["logGroups"]},
                         {"/a": "STANDARD", "/b": "INFREQUENT_ACCESS"})
