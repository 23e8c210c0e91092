from .harness import ACCOUNT, EmulatorTest, client

NOTIFICATION = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80, "ThresholdType": "PERCENTAGE"}


BUDGET = {"BudgetName": "month", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "500", "Unit": "USD"}}


class Budgets(EmulatorTest):
    def test_a_budget_can_be_changed(self) -> None:
        budgets = client("budgets")
        budgets.create_budget(AccountId=ACCOUNT, Budget=BUDGET)
        budgets.update_budget(AccountId=ACCOUNT, NewBudget={**BUDGET, "BudgetLimit": {"Amount": "600", "Unit": "USD"}})
        self.assertEqual(budgets.describe_budget(AccountId=ACCOUNT, BudgetName="month")["Budget"]["BudgetLimit"]["Amount"], "600")
        self.assertEqual(self.code_of(budgets.update_budget, AccountId=ACCOUNT, NewBudget={**BUDGET, "BudgetName": "other"}), "NotFoundException")

    def test_a_budget_tells_its_subscribers_and_tags(self) -> None:
        budgets = client("budgets")
        subscriber = {"SubscriptionType": "EMAIL", "Address": "platform@mangoapps.com"}
        budgets.create_budget(
            AccountId=ACCOUNT, ResourceTags=[{"Key": "a", "Value": "1"}], Budget=BUDGET,
            NotificationsWithSubscribers=[{"Notification": NOTIFICATION, "Subscribers": [subscriber]}])
        described = budgets.describe_subscribers_for_notification(AccountId=ACCOUNT, BudgetName="month", Notification=NOTIFICATION)
        self.assertEqual(described["Subscribers"], [subscriber])
        tags = budgets.list_tags_for_resource(ResourceARN=f"arn:aws:budgets::{ACCOUNT}:budget/month")["ResourceTags"]
        self.assertEqual(tags, [{"Key": "a", "Value": "1"}])
