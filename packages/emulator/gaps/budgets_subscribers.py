"""Budgets: changes, subscribers of a notification, and tags.

moto 5.2.1 keeps the subscribers but has no DescribeSubscribersForNotification, drops the tags of CreateBudget and has none of the
tag operations, two of which the provider calls on every read; and it has no UpdateBudget.
"""

from __future__ import annotations

import json
from typing import Any

from moto.budgets.exceptions import NotFoundException
from moto.budgets.models import BudgetsBackend
from moto.budgets.responses import BudgetsResponse
from moto.utilities.tagging_service import TaggingService

from .patching import adds, wraps


def tagger(backend: BudgetsBackend) -> TaggingService:
    """The tags of a backend's budgets."""
    if not hasattr(backend, "tagger"):
        backend.tagger = TaggingService(tag_name="ResourceTags")
    return backend.tagger


@wraps(BudgetsResponse)
def create_budget(original: Any, self: BudgetsResponse) -> str:
    """Keep the tags."""
    answer = original(self)
    account, name = self._get_param("AccountId"), self._get_param("Budget")["BudgetName"]
    tagger(self.backend).tag_resource(f"arn:{self.partition}:budgets::{account}:budget/{name}", self._get_param("ResourceTags"))
    return answer


@adds(BudgetsResponse)
def update_budget(self: BudgetsResponse) -> str:
    """Replace a budget, and leave its notifications."""
    account, new = self._get_param("AccountId"), self._get_param("NewBudget")
    self.backend.describe_budget(account, new["BudgetName"])  # raises AWS's error for an unknown one
    budget = self.backend.budgets[account][new["BudgetName"]]
    budget.budget = {"TimePeriod": budget.budget["TimePeriod"], **new}
    return "{}"


@adds(BudgetsResponse)
def describe_subscribers_for_notification(self: BudgetsResponse) -> str:
    """List the subscribers; a notification is known by all of its fields."""
    budget = self.backend.budgets[self._get_param("AccountId")].get(self._get_param("BudgetName"))
    wanted = self._get_param("Notification")
    for notification in budget.notifications if budget else []:
        if all(notification.details.get(key) == value for key, value in wanted.items() if key != "NotificationState"):
            return json.dumps({"Subscribers": notification.subscribers})
    raise NotFoundException("Unable to get subscribers: the notification doesn't exist.")


@adds(BudgetsResponse)
def list_tags_for_resource(self: BudgetsResponse) -> str:
    """List a budget's tags."""
    return json.dumps(tagger(self.backend).list_tags_for_resource(self._get_param("ResourceARN")))


@adds(BudgetsResponse)
def tag_resource(self: BudgetsResponse) -> str:
    """Tag a budget."""
    tagger(self.backend).tag_resource(self._get_param("ResourceARN"), self._get_param("ResourceTags"))
    return "{}"


@adds(BudgetsResponse)
def untag_resource(self: BudgetsResponse) -> str:
    """Take tags off a budget."""
    tagger(self.backend).untag_resource_using_names(self._get_param("ResourceARN"), self._get_param("ResourceTagKeys"))
    return "{}"
