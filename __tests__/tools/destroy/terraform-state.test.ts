import { join } from "node:path";
import { addressesInState } from "../../../tools/destroy/terraform-state";
import { environment, programs, temporaryFolder } from "../programs";

const home = temporaryFolder();

/** A Terraform that answers `state pull` with this. */
function terraform(state: string, init = "exit 0") {
  const script = `case "$1" in init) ${init} ;; state) printf '%s' '${state}' ;; esac`;
  return { binary: join(programs(home, { terraform: script }), "terraform"), env: environment(home) };
}

test("resources of a state are told by their addresses, data sources are not", async () => {
  const resources = [
    { mode: "managed", type: "aws_vpc", name: "network_vpc", instances: [{}] },
    { mode: "managed", type: "aws_eip", name: "gone", instances: [] },
    { mode: "data", type: "aws_route53_zone", name: "zone", instances: [{}] },
  ];
  await expect(addressesInState(terraform(JSON.stringify({ resources })), home)).resolves.toEqual([
    "aws_vpc.network_vpc",
  ]);
});

test("a stack that was never deployed has none", async () => {
  await expect(addressesInState(terraform(""), home)).resolves.toEqual([]);
});

test("what Terraform says when it cannot read the state is passed on", async () => {
  const refusing = terraform("", "echo 'Error: S3 bucket does not exist' >&2; exit 1");
  await expect(addressesInState(refusing, home)).rejects.toThrow(
    `\`terraform init\` failed in ${home}:\n\nError: S3 bucket does not exist`,
  );
});
