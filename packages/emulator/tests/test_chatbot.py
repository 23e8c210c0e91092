from .harness import ACCOUNT, EmulatorTest, client
from .world import role

CHANNEL = {"SlackTeamId": "T012AB3CD", "SlackChannelId": "C012AB3CD", "IamRoleArn": role("chat"), "ConfigurationName": "production-alarms"}
ARN = f"arn:aws:chatbot::{ACCOUNT}:chat-configuration/slack-channel/production-alarms"


class Chatbot(EmulatorTest):
    """Slack channels that receive notifications."""

    def described(self) -> list[dict]:
        return client("chatbot").describe_slack_channel_configurations(ChatConfigurationArn=ARN)["SlackChannelConfigurations"]

    def test_a_channel_is_created_read_changed_and_deleted(self) -> None:
        chatbot = client("chatbot")
        made = chatbot.create_slack_channel_configuration(**CHANNEL, SnsTopicArns=["arn:aws:sns:us-east-1:760042596542:alarms"], LoggingLevel="ERROR")["ChannelConfiguration"]
        self.assertEqual((made["ChatConfigurationArn"], made["LoggingLevel"], made["UserAuthorizationRequired"]), (ARN, "ERROR", False))
        self.assertEqual(self.described(), [made])
        self.assertEqual(chatbot.describe_slack_workspaces()["SlackWorkspaces"][0]["SlackTeamId"], "T012AB3CD")
        chatbot.update_slack_channel_configuration(ChatConfigurationArn=ARN, SlackChannelId="C999AB3CD")
        self.assertEqual([(one["SlackChannelId"], one["LoggingLevel"]) for one in self.described()], [("C999AB3CD", "ERROR")])
        chatbot.delete_slack_channel_configuration(ChatConfigurationArn=ARN)
        self.assertEqual(self.code_of(self.described), "ResourceNotFoundException")

    def test_tags(self) -> None:
        chatbot = client("chatbot")
        chatbot.create_slack_channel_configuration(**CHANNEL, Tags=[{"TagKey": "a", "TagValue": "1"}])
        chatbot.tag_resource(ResourceARN=ARN, Tags=[{"TagKey": "a", "TagValue": "2"}, {"TagKey": "b", "TagValue": "3"}])
        chatbot.untag_resource(ResourceARN=ARN, TagKeys=["b"])
        self.assertEqual(chatbot.list_tags_for_resource(ResourceARN=ARN)["Tags"], [{"TagKey": "a", "TagValue": "2"}])

    def test_a_channel_has_one_configuration_and_a_reset_forgets_it(self) -> None:
        chatbot = client("chatbot")
        chatbot.create_slack_channel_configuration(**CHANNEL)
        self.assertEqual(self.code_of(chatbot.create_slack_channel_configuration, **CHANNEL), "ConflictException")
        self.assertEqual(self.code_of(chatbot.create_slack_channel_configuration, **(CHANNEL | {"ConfigurationName": "other"})), "ConflictException")
        super().setUp()
        chatbot.create_slack_channel_configuration(**CHANNEL)

    def test_parameters_are_checked_and_what_it_lacks_it_says(self) -> None:
        chatbot = client("chatbot")
        self.assertEqual(self.code_of(chatbot.create_slack_channel_configuration, **(CHANNEL | {"SlackTeamId": "x"})), "InvalidParameterException")
        self.assertEqual(self.code_of(chatbot.describe_chime_webhook_configurations), "NotImplementedByEmulator")
