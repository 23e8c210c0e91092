import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { S3Backend, TerraformStack, TerraformVariable } from "cdktf";
import { javaOrders } from "../../examples/java-orders";
import { nodeApi } from "../../examples/node-api";
import { railsSidekiq } from "../../examples/rails-sidekiq";
import { production as smallest } from "../fixtures/smallest";
import { findTerraform } from "../../lib/terraform";
import { Platform } from "../../modules/platform";
import { run } from "../../packages/common/process";
import { synthesize, useTerraform } from "../../packages/jest-terraform";
import { messageOfAsync } from "../../packages/jest-terraform/parts";

beforeAll(async () => {
  const { binary, env } = await findTerraform();
  useTerraform((args, cwd) => run(binary, args, { cwd, env }));
});

/** Two stacks with a reference between them, a backend and a variable without default. */
const architecture = (change: (subnet: Subnet) => void) =>
  synthesize((app) => {
    const [foundation, service] = ["foundation", "service"].map((name) => {
      const stack = new TerraformStack(app, name);
      new AwsProvider(stack, "aws", { region: "us-east-1" });
      new S3Backend(stack, { bucket: "state", key: `${name}.tfstate`, region: "us-east-1" });
      return stack;
    }) as [TerraformStack, TerraformStack];
    const vpc = new Vpc(foundation, "vpc", { cidrBlock: "10.0.0.0/16" });
    const zone = new TerraformVariable(service, "zone", { type: "string", nullable: false });
    change(
      new Subnet(service, "subnet", { vpcId: vpc.id, availabilityZone: zone.stringValue, cidrBlock: "10.0.0.0/24" }),
    );
  });

test("terraform validate accepts stacks as they are, alone and together", async () => {
  const app = architecture(() => {});
  await expect(app).toBeValidTerraform();
  await expect(app.stack("service")).toBeValidTerraform();
});

test("the smallest environment is valid Terraform", async () => {
  await expect(synthesize((app) => void new Platform(app, smallest))).toBeValidTerraform();
});

test("what it refuses is reported at the construct path", async () => {
  const app = architecture((subnet) => subnet.addOverride("cidr_blok", "10.0.0.0/24"));
  const message =
    "  service/subnet (aws_subnet.subnet): Extraneous JSON object property. " +
    'No argument or block type is named "cidr_blok".';
  expect(await messageOfAsync(() => expect(app).toBeValidTerraform())).toContain(message);
  expect(await messageOfAsync(() => expect(app.stack("service")).toBeValidTerraform())).toContain(message);
  await expect(app.stack("service")).not.toBeValidTerraform();
});

test("a reference to what is not there is reported as well", async () => {
  const app = architecture((subnet) => subnet.addOverride("vpc_id", "${aws_vpc.gone.id}"));
  expect(await messageOfAsync(() => expect(app).toBeValidTerraform())).toContain(
    "  service/subnet (aws_subnet.subnet): Reference to undeclared resource. " +
      'A managed resource "aws_vpc" "gone" has not been declared',
  );
});

test("terraform validate accepts the examples", async () => {
  const app = synthesize((root) => {
    for (const environment of [javaOrders, nodeApi, railsSidekiq]) new Platform(root, environment);
  });
  await expect(app).toBeValidTerraform();
});
