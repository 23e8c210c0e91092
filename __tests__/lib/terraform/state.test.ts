import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keepTainted, resourcesInState } from "../../../lib/terraform";
import { environment, programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

const home = temporaryFolder();

/** A Terraform that answers `state pull` with this, and records what it is asked to untaint. */
function terraform(state: string, init = "exit 0") {
  const script = `
case "$1" in
  init) ${init} ;;
  state) printf '%s' '${state}' ;;
  untaint) echo "$2" >> untainted ;;
esac`;
  return { binary: join(programs(home, { terraform: script }), "terraform"), env: environment(home) };
}

test("resources of a state are reported by their addresses, data sources are not", async () => {
  const resources = [
    { mode: "managed", type: "aws_vpc", name: "network_vpc", instances: [{}] },
    { mode: "managed", type: "aws_kms_key", name: "key", instances: [{ status: "tainted" }] },
    { mode: "managed", type: "aws_eip", name: "gone", instances: [] },
    { mode: "data", type: "aws_route53_zone", name: "zone", instances: [{}] },
  ];
  await expect(resourcesInState(terraform(JSON.stringify({ resources })), home)).resolves.toEqual([
    { address: "aws_vpc.network_vpc", tainted: false, attributes: {}, isData: false },
    { address: "aws_kms_key.key", tainted: true, attributes: {}, isData: false },
  ]);
});

test("a stack that was never deployed has none", async () => {
  await expect(resourcesInState(terraform(""), home)).resolves.toEqual([]);
});

test("what Terraform says when it cannot read the state is passed on", async () => {
  const refusing = terraform("", "echo 'Error: S3 bucket does not exist' >&2; exit 1");
  await expect(resourcesInState(refusing, home)).rejects.toThrow(
    `\`terraform init\` failed in ${home}:\n\nError: S3 bucket does not exist`,
  );
});

test("of what was being created, the protected is kept, so that the next run can go on", async () => {
  const folder = programs(home, {});
  const resource = {
    aws_kms_key: { key: { lifecycle: { prevent_destroy: true } } },
    aws_lb: { other: { lifecycle: { prevent_destroy: true } } },
    aws_vpc: { vpc: {} },
  };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ resource }));
  const resources = [
    { mode: "managed", type: "aws_kms_key", name: "key", instances: [{ status: "tainted" }] },
    { mode: "managed", type: "aws_lb", name: "other", instances: [{}] },
    { mode: "managed", type: "aws_vpc", name: "vpc", instances: [{ status: "tainted" }] },
  ];
  await expect(keepTainted(terraform(JSON.stringify({ resources })), folder)).resolves.toEqual(["aws_kms_key.key"]);
  expect(readFileSync(join(folder, "untainted"), "utf8")).toBe("aws_kms_key.key\n");
});
