from .harness import ACCOUNT, EmulatorTest, client

NOTIFICATION = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80, "ThresholdType": "PERCENTAGE"}


class Budgets(EmulatorTest):
    def test_a_budget_tells_its_subscribers_and_tags(self) -> None:
        budgets = client("budgets")
        subscriber = {"SubscriptionType": "EMAIL", "Address": "platform@mangoapps.com"}
        budgets.create_budget(
            AccountId=ACCOUNT, ResourceTags=[{"Key": "a", "Value": "1"}],
            Budget={"BudgetName": "month", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "500", "Unit": "USD"}},
            NotificationsWithSubscribers=[{"Notification": NOTIFICATION, "Subscribers": [subscriber]}])
        told = budgets.describe_subscribers_for_notification(AccountId=ACCOUNT, BudgetName="month", Notification=NOTIFICATION)
        self.assertEqual(told["Subscribers"], [subscriber])
        tags = budgets.list_tags_for_resource(ResourceARN=f"arn:aws:budgets::{ACCOUNT}:budget/month")["ResourceTags"]
        self.assertEqual(tags, [{"Key": "a", "Value": "1"}])
