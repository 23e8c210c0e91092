"""Amazon Q Developer in chat applications (AWS Chatbot): channels of Slack that receive notifications.

moto has no such service. The workspaces of an account are authorized in Slack, which no API does: here, every workspace is.
Parameters are checked against the service's model before they come here (see validation/).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Value = dict[str, Any]

# Channel configurations by ARN, of one account; its API is global.
configurations: dict[str, Value] = {}
DEFAULTS: Value = {"LoggingLevel": "NONE", "GuardrailPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"], "UserAuthorizationRequired": False,
                   "SnsTopicArns": [], "State": "ENABLED"}


class Refused(Exception):
    """An error of the service: its code, its message and the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.status = code, status


def arn_of(account: str, name: str) -> str:
    return f"arn:aws:chatbot::{account}:chat-configuration/slack-channel/{name}"


def existing(arn: str) -> Value:
    """A configuration. Raises the service's error for one that is not there."""
    if arn not in configurations:
        raise Refused("ResourceNotFoundException", f"The configuration {arn} was not found.", 404)
    return configurations[arn]


def create(account: str, value: Value) -> Value:
    arn = arn_of(account, value["ConfigurationName"])
    if arn in configurations:
        raise Refused("ConflictException", f"The configuration {value['ConfigurationName']} exists.", 409)
    if any((one["SlackTeamId"], one["SlackChannelId"]) == (value["SlackTeamId"], value["SlackChannelId"]) for one in configurations.values()):
        raise Refused("ConflictException", f"The channel {value['SlackChannelId']} has a configuration.", 409)
    configurations[arn] = DEFAULTS | {"ChatConfigurationArn": arn, "SlackTeamName": value["SlackTeamId"], "SlackChannelName": value["SlackChannelId"], "Tags": []} | value
    return {"ChannelConfiguration": configurations[arn]}


def update(account: str, value: Value) -> Value:
    found = existing(value["ChatConfigurationArn"])
    found |= value
    return {"ChannelConfiguration": found}


def describe(account: str, value: Value) -> Value:
    wanted = value.get("ChatConfigurationArn")
    return {"SlackChannelConfigurations": [existing(wanted)] if wanted else list(configurations.values())}


def delete(account: str, value: Value) -> Value:
    existing(value["ChatConfigurationArn"])
    del configurations[value["ChatConfigurationArn"]]
    return {}


def workspaces(account: str, value: Value) -> Value:
    teams = sorted({one["SlackTeamId"] for one in configurations.values()})
    return {"SlackWorkspaces": [{"SlackTeamId": team, "SlackTeamName": team, "State": "ENABLED"} for team in teams]}


def list_tags(account: str, value: Value) -> Value:
    return {"Tags": existing(value["ResourceARN"])["Tags"]}


def tag(account: str, value: Value) -> Value:
    found = existing(value["ResourceARN"])
    new = {one["TagKey"] for one in value["Tags"]}
    found["Tags"] = [one for one in found["Tags"] if one["TagKey"] not in new] + value["Tags"]
    return {}


def untag(account: str, value: Value) -> Value:
    found = existing(value["ResourceARN"])
    found["Tags"] = [one for one in found["Tags"] if one["TagKey"] not in value["TagKeys"]]
    return {}


# Operation to what it does, and the status of its answer.
OPERATIONS: dict[str, tuple[Callable[[str, Value], Value], int]] = {
    "CreateSlackChannelConfiguration": (create, 201),
    "UpdateSlackChannelConfiguration": (update, 200),
    "DescribeSlackChannelConfigurations": (describe, 200),
    "DeleteSlackChannelConfiguration": (delete, 204),
    "DescribeSlackWorkspaces": (workspaces, 200),
    "ListTagsForResource": (list_tags, 200),
    "TagResource": (tag, 200),
    "UntagResource": (untag, 200),
}


def answer(account: str, operation: str, value: Value) -> tuple[int, Value]:
    """Status and body of an operation's answer. Raises Refused, or NotImplementedError for an operation that is not here."""
    if operation not in OPERATIONS:
        raise NotImplementedError(operation)
    does, status = OPERATIONS[operation]
    return status, does(account, value)
