import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Candidate } from "../../../operations/recover/candidates";
import { importObjects } from "../../../operations/recover/import";
import { existingIn, journalsOf, pushErrored } from "../../../operations/recover/resume";
import type { StackState } from "../../../operations/recover/stacks";

const home = mkdtempSync(join(tmpdir(), "import-"));
afterAll(() => rmSync(home, { recursive: true }));

/** A Terraform whose nth plan ends with a message, or shows changes; it keeps the import blocks of each plan. */
function terraform(plans: readonly (string | readonly object[])[]) {
  const folder = mkdtempSync(join(home, "stack-"));
  mkdirSync(join(folder, "plans"));
  plans.forEach((plan, index) =>
    writeFileSync(
      join(folder, "plans", `${index + 1}.${typeof plan === "string" ? "error" : "json"}`),
      typeof plan === "string" ? plan : JSON.stringify({ resource_changes: plan }),
    ),
  );
  const binary = join(folder, "terraform");
  writeFileSync(
    binary,
    `#!/bin/sh
n=$(cat n 2>/dev/null || echo 0)
case $1 in
  plan) n=$((n + 1)); echo $n > n; cp imports.tf.json plans/$n.imports
    [ -f plans/$n.error ] && cat plans/$n.error >&2 && exit 1; exit 0 ;;
  show) cat plans/$n.json ;;
  apply) echo "$n" > applied ;;
  state) cat "$3" >> pushed ;;
esac
`,
  );
  chmodSync(binary, 0o755);
  const imports = (plan: number) =>
    (JSON.parse(readFileSync(join(folder, "plans", `${plan}.imports`), "utf8")) as { import: object[] }).import;
  return { program: { binary, version: "1.11.4", env: process.env }, folder, imports };
}

const stack = (folder: string): StackState => ({
  name: "shop-foundation",
  folder,
  json: {
    resource: { aws_lb_listener: { http: { port: 80 }, https: { port: 443 } } },
    provider: { aws: [{ default_tags: [{ tags: { Stack: "shop-foundation" } }] }] },
  },
  state: [],
});
const candidate = (
  address: string,
  id: string,
  by: Candidate["by"] = "tags",
  others: readonly string[] = [],
): Candidate => ({
  stack: "shop-foundation",
  address,
  id,
  by,
  others,
});
const change = (address: string, before: object, ...actions: readonly string[]) => ({
  address,
  change: { actions: actions.length === 0 ? ["no-op"] : actions, importing: {}, before },
});

test("an error without an address is about what has the id", async () => {
  const missing = "\nError: No association found between route table ID rtb-1 and target ID subnet-1\n";
  const { program, folder } = terraform([missing, [change("aws_subnet.private", {})]]);
  const subnet = candidate("aws_subnet.private", "subnet-1");
  const gone = candidate("aws_route_table_association.private", "subnet-1/rtb-1");
  await expect(importObjects(program, stack(folder), [subnet, gone])).resolves.toEqual({
    imported: [subnet],
    rejected: [{ candidate: gone, reason: "No association found between route table ID rtb-1 and target ID subnet-1" }],
  });
});

test("what does not exist is left out, and the rest is imported", async () => {
  const missing = `
Error: Cannot import non-existent remote object

While attempting to import an existing object to
"aws_eip.gone", the provider detected that no object exists
`;
  const { program, folder, imports } = terraform([missing, [change("aws_vpc.vpc", {})]]);
  const [vpc, gone] = [candidate("aws_vpc.vpc", "vpc-1"), candidate("aws_eip.gone", "eipalloc-1")];
  await expect(importObjects(program, stack(folder), [vpc, gone])).resolves.toEqual({
    imported: [vpc],
    rejected: [{ candidate: gone, reason: "Cannot import non-existent remote object" }],
  });
  expect(imports(2)).toEqual([{ to: "aws_vpc.vpc", id: "vpc-1" }]);
  expect(readFileSync(join(folder, "applied"), "utf8").trim()).toBe("2");
  expect(existsSync(join(folder, "imports.tf.json"))).toBe(false);
});

test("what would be replaced, and what has the name but not the tags, is not imported", async () => {
  const foreign = change("aws_iam_role.role", { tags_all: { Stack: "another" } });
  const replaced = change("aws_vpc.vpc", { tags_all: { Stack: "shop-foundation" } }, "delete", "create");
  const { program, folder } = terraform([[foreign, replaced]]);
  const result = await importObjects(program, stack(folder), [
    candidate("aws_iam_role.role", "shop-instance", "name"),
    candidate("aws_vpc.vpc", "vpc-1"),
  ]);
  expect(result.imported).toEqual([]);
  expect(result.rejected.map(({ reason }) => reason)).toEqual([
    "it lacks the tags of the stack",
    "Terraform would replace it",
  ]);
  expect(existsSync(join(folder, "applied"))).toBe(false);
});

test("a listener belongs to the address with its port", async () => {
  const { program, folder, imports } = terraform([
    [change("aws_lb_listener.http", { port: 443 })],
    [change("aws_lb_listener.https", { port: 443 })],
  ]);
  const listener = candidate("aws_lb_listener.http", "arn:listener", "tags", ["aws_lb_listener.https"]);
  const { imported } = await importObjects(program, stack(folder), [listener]);
  expect(imported.map(({ address }) => address)).toEqual(["aws_lb_listener.https"]);
  expect(imports(2)).toEqual([{ to: "aws_lb_listener.https", id: "arn:listener" }]);
});

test("what Terraform refuses altogether is an error with its words", async () => {
  const { program, folder } = terraform(["Error: No valid credential sources found\n"]);
  await expect(importObjects(program, stack(folder), [candidate("aws_vpc.vpc", "vpc-1")])).rejects.toThrow(
    "Terraform cannot import into shop-foundation:\n\nError: No valid credential sources found",
  );
  expect(existsSync(join(folder, "imports.tf.json"))).toBe(false);
});

test("addresses that could not be created since they exist are read from Terraform's errors", () => {
  const output = `Error: creating IAM Role (shop-instance): EntityAlreadyExists: Role with name shop-instance already exists.

  with aws_iam_role.role (instance-role/role),
  on cdk.tf.json line 10, in resource.aws_iam_role.role:

╷
│ Error: creating ELBv2 Listener: DuplicateListener: A listener already exists on this port
│
│   with aws_lb_listener.http,
╵
Error: creating EC2 VPC: VpcLimitExceeded

  with aws_vpc.vpc,
`;
  expect(existingIn(output)).toEqual(["aws_iam_role.role", "aws_lb_listener.http"]);
});

test("a state that Terraform could not save is saved once; one of no run or from before it, which may be of another account, is left alone", async () => {
  const { program, folder } = terraform([]);
  const file = join(folder, "errored.tfstate");
  const run = { since: "2026-11-30T13:36:00Z" };
  const earlier = new Date("2026-11-29T00:00:00Z");
  writeFileSync(file, "state");
  utimesSync(file, earlier, earlier);
  await expect(pushErrored(program, [stack(folder)], run)).resolves.toBe(false);
  expect(existsSync(file)).toBe(true);
  utimesSync(file, new Date("2026-11-30T14:00:00Z"), new Date("2026-11-30T14:00:00Z"));
  await expect(pushErrored(program, [stack(folder)], undefined)).resolves.toBe(false);
  await expect(pushErrored(program, [stack(folder)], run)).resolves.toBe(true);
  await expect(pushErrored(program, [stack(folder)], run)).resolves.toBe(false);
  expect(readFileSync(join(folder, "pushed"), "utf8")).toBe("state");
});

test("what a run began to create has no tags where it was killed before they came; what has others is somebody else's", async () => {
  const bucket = candidate("aws_s3_bucket.logs", "shop-logs", "begun");
  const bare = change(bucket.address, { tags_all: {} });
  const own = terraform([[bare]]);
  await expect(importObjects(own.program, stack(own.folder), [bucket])).resolves.toMatchObject({ imported: [bucket] });
  const foreign = terraform([[change(bucket.address, { tags_all: { Stack: "another" } })]]);
  await expect(importObjects(foreign.program, stack(foreign.folder), [bucket])).resolves.toMatchObject({
    imported: [],
  });
  const named = terraform([[bare]]);
  const byName = candidate("aws_s3_bucket.logs", "shop-logs", "name");
  await expect(importObjects(named.program, stack(named.folder), [byName])).resolves.toMatchObject({ imported: [] });
});

test("what existed before a run tried to create it is not taken for its own", () => {
  const file = join(mkdtempSync(join(home, "log-")), "shop.log");
  writeFileSync(
    file,
    `shop-foundation  aws_s3_bucket.logs (logs): Creating...
shop-foundation  aws_iam_role.role (role): Creating...
shop-foundation  Error: creating S3 Bucket (shop-logs): operation error S3: CreateBucket, BucketAlreadyOwnedByYou

                 with aws_s3_bucket.logs (logs),
`,
  );
  const journals = journalsOf({ logs: [{ file }] }, ["shop-foundation"]);
  expect([...(journals.get("shop-foundation") ?? [])]).toEqual([["aws_iam_role.role", ""]]);
});
