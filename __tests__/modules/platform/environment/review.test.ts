import { defineEnvironment } from "../../../../modules/platform/environment";
import { changed, problems as problemsOf, shop } from "../../../fixtures/shop";

type Waiver = Readonly<Record<string, unknown>>;

const waiver = {
  resource: "production-data/aws_db_instance.database_instance",
  reason: "moved to another instance",
  until: "2027-05-31",
};

const withWaivers = (...destroyWaivers: readonly Waiver[]) => defineEnvironment(changed({ destroyWaivers }));

const problems = (change: Waiver) => problemsOf({ destroyWaivers: [{ ...waiver, ...change }] });

test("no data may be destroyed by default", () => expect(shop.destroyWaivers).toEqual([]));

test("data that may be destroyed is named by stack and address, with a reason and a day", () => {
  expect(withWaivers(waiver).destroyWaivers).toEqual([waiver]);
});

test.each<[string, Waiver, string]>([
  [
    "of another environment",
    { resource: "staging-data/aws_db_instance.database_instance" },
    'destroyWaivers.0.resource must be in a stack of this environment, production-...; got "staging-data/aws_db_instance.database_instance"',
  ],
  [
    "without a stack",
    { resource: "aws_db_instance.database_instance" },
    'destroyWaivers.0.resource must be <stack>/<Terraform address>, such as production-data/aws_db_instance.database_instance; got "aws_db_instance.database_instance"',
  ],
  [
    "without a reason",
    { reason: "because" },
    'destroyWaivers.0.reason must be a reason of at least 10 characters; got "because"',
  ],
  ["for ever", { until: "never" }, 'destroyWaivers.0.until must be a day such as 2027-05-31; got "never"'],
])("a waiver %s is refused", (_, change, message) => {
  expect(problems(change)).toEqual([message]);
});
