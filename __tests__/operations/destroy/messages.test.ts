import { stripVTControlCharacters } from "node:util";
import { question, whatStays } from "../../../operations/destroy/messages";
import { twoServices } from "../../../scripts/output/two-services-environment";
import { shop } from "../../fixtures/shop";

const existing = (name: string, count: number) => ({
  stack: { name, dependencies: [], resources: count },
  addresses: Array.from({ length: count }, (_, index) => `aws_x.y${index}`),
});

test("destroying the service says what stays, and why", () => {
  const asked = question({
    environment: shop,
    existing: [existing("production-service", 40)],
    includingData: false,
    where: "AWS, account 111122223333, region eu-central-1",
  });
  expect(stripVTControlCharacters(asked)).toBe(`
This destroys, in AWS, account 111122223333, region eu-central-1:
  production-service  40 resources

production-data stays: deletion protection covers database, files and secrets; --including-data destroys them as well.
production-foundation stays: the data lives in its network.
The state bucket acorn-production-state-111122223333 stays, with the history of every state.

Type production to go on: `);
});

test("destroying the data names all that is lost for good, the dependents first", () => {
  const asked = question({
    environment: shop,
    existing: [
      existing("production-foundation", 80),
      existing("production-data", 1),
      existing("production-service", 0),
    ],
    includingData: true,
    where: "http://127.0.0.1:4001",
  });
  expect(stripVTControlCharacters(asked)).toBe(`
This destroys, in http://127.0.0.1:4001:
  production-service     0 resources
  production-data        1 resource
  production-foundation  80 resources

The data is destroyed with it, permanently:
  database acorn-production, with its automated backups and without a final snapshot
  bucket acorn-production-files-111122223333, with every version of every file
  the secrets, without a time to recover them
  repository acorn-production, with its images

Type production to go on: `);
});

test("caches and queues are data, too", () => {
  const environment = twoServices(
    "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
  );
  const asked = question({
    environment,
    existing: [existing("two-services-data", 1)],
    includingData: true,
    where: "AWS",
  });
  expect(stripVTControlCharacters(asked)).toContain(`permanently:
  cache acorn-two-services, with its keys
  queue acorn-two-services, with its messages
  the secrets`);
});

test("the state bucket is said to stay only where there is one", () => {
  const local = { name: "demo", state: { kind: "local", directory: "states" } } as const;
  expect(whatStays(local, true)).toBe("KMS keys stay for 30 days, in which their deletion can be cancelled.");
});
