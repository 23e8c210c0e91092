import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Fn, S3Backend, TerraformLocal, TerraformStack } from "cdktf";
import { referenceTo, synthesize } from "..";
import { lines, messageOf } from "../parts";

let cluster: EcsCluster;
const app = synthesize((scope) => {
  const stacks = ["production-foundation", "production-service"].map((name) => {
    const stack = new TerraformStack(scope, name);
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    new S3Backend(stack, { bucket: "state", key: `${name}.tfstate`, region: "eu-central-1" });
    return stack;
  });
  const [foundation, service] = stacks as [TerraformStack, TerraformStack];
  cluster = new EcsCluster(foundation, "cluster", { name: "production" });
  new EcsCluster(foundation, "other", { name: "other" });
  const role = new IamRole(service, "role", { name: "role", assumeRolePolicy: "{}" });
  const name = new TerraformLocal(service, "name", Fn.join("-", [role.name, "service"]));
  new EcsService(service, "service", {
    name: name.asString,
    cluster: cluster.arn,
    tags: { role: `the role ${role.arn}` },
    dependsOn: [role],
  });
  new Vpc(service, "vpc", { cidrBlock: "10.0.0.0/16" });
});
const stack = app.stack("production-service");
const service = stack.resource(EcsService);

describe("toReference", () => {
  test("looks at all properties of a resource", () => {
    expect(service).toReference(IamRole, "arn");
    expect(service).toReference("production-service/role");
    expect(service).not.toReference(IamRole, "id");
    expect(service).not.toReference(Vpc);
  });

  test("follows the state of another stack to the resource there", () => {
    expect(service).toReference(cluster, "arn");
    expect(service).toReference(app.stack("production-foundation").resource(EcsCluster, { id: "cluster" }));
    expect(service).not.toReference("production-foundation/other");
    expect(service).not.toReference(cluster, "id");
    expect(stack).toHaveResource(EcsService, { cluster: referenceTo(cluster, "arn") });
    expect(stack).not.toHaveResource(EcsService, { cluster: referenceTo("aws_ecs_cluster.other") });
  });

  test("follows locals, and functions inside them", () => {
    expect(stack).toHaveResource(EcsService, { name: referenceTo(IamRole, "name") });
  });

  test("sees depends_on, which names resources without ${...}", () => {
    expect(stack).toHaveResource(EcsService, { dependsOn: [referenceTo(IamRole)] });
    expect(stack).not.toHaveResource(EcsService, { dependsOn: [referenceTo(Vpc)] });
  });

  test("takes a text too", () => {
    expect("${aws_vpc.main.id}").toReference("aws_vpc.main", "id");
    expect('${join(",", [aws_vpc.main.id])}').toReference("aws_vpc.main");
    expect("aws_vpc.main.id").not.toReference("aws_vpc.main");
  });

  test("shows where each reference leads", () => {
    expect(messageOf(() => expect(service).toReference(Vpc, "id"))).toBe(
      lines(
        'expect(resource).toReference(Vpc, "id")',
        "",
        "aws_ecs_service.service at production-service/service does not refer to Vpc, its id. It refers to:",
        "  cluster: aws_ecs_cluster.cluster.arn",
        "  depends_on[0]: aws_iam_role.role",
        "  name: aws_iam_role.role.name",
        "  tags.role: aws_iam_role.role.arn",
      ),
    );
    expect(messageOf(() => expect(stack.resource(Vpc)).toReference(cluster))).toBe(
      lines(
        "expect(resource).toReference(production-foundation/cluster)",
        "",
        "aws_vpc.vpc at production-service/vpc does not refer to production-foundation/cluster. It refers to nothing.",
      ),
    );
    expect(messageOf(() => expect("${aws_vpc.main.id}").not.toReference("aws_vpc.main"))).toBe(
      lines(
        'expect(resource).not.toReference("aws_vpc.main")',
        "",
        '"${aws_vpc.main.id}" refers to "aws_vpc.main". It refers to:',
        "  aws_vpc.main.id",
      ),
    );
  });

  test("refuses a receiver that is neither a resource nor a text", () => {
    expect(messageOf(() => expect(stack).toReference(Vpc))).toBe(
      lines(
        "expect(received).toReference(...)",
        "",
        "received must be a resource from stack.resource(Type), or a string, " +
          "got the stack production-service; take a resource of it: stack.resource(Type)",
      ),
    );
    expect(messageOf(() => expect(app).toReference(Vpc))).toContain(
      'got an app; take a stack of it: app.stack("name")',
    );
  });
});
