import { noAdministrator, noOpenPorts, noPublicAccess, noStandingCredentials } from "../effects";
import { stackOf, verdicts } from "./parts";

const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const fails = (...[rule, resources]: Parameters<typeof verdicts>) =>
  verdicts(rule, resources).filter((verdict) => verdict.startsWith("fail"));

test("an administrator is found whatever he is made by", () => {
  const admin = { role: "${aws_iam_role.app.name}", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" };
  expect(
    fails(noAdministrator, { aws_iam_role: { app: { name: "app" } }, aws_iam_role_policy_attachment: { x: admin } }),
  ).toEqual([
    "fail aws_iam_role.app: it may do everything (AdministratorAccess)",
    "fail aws_iam_role_policy_attachment.x: it may do everything (AdministratorAccess)",
  ]);
  const document = policy({ Effect: "Allow", Action: "i?m:*", Resource: "*" });
  expect(fails(noAdministrator, { aws_iam_policy: { x: { policy: document } } })).toEqual([
    "fail aws_iam_policy.x: it may give itself every right (iam:*)",
  ]);
});

test("policies of one role count together", () => {
  const part = (Action: string | string[]) => ({
    role: "${aws_iam_role.app.name}",
    policy: policy({ Effect: "Allow", Action, Resource: "*" }),
  });
  const role = { aws_iam_role: { app: { name: "app" } } };
  const run = part(["ecs:RegisterTaskDefinition", "ecs:RunTask"]);
  expect(fails(noAdministrator, { ...role, aws_iam_role_policy: { run } })).toEqual([]);
  expect(fails(noAdministrator, { ...role, aws_iam_role_policy: { run, pass: part("iam:PassRole") } })).toEqual([
    "fail aws_iam_role.app: it may run a task with any role (iam:PassRole with ecs:RegisterTaskDefinition with ecs:RunTask)",
  ]);
});

test("what is public is found in every argument", () => {
  const everyone = policy({ Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" });
  expect(
    fails(noPublicAccess, {
      aws_kms_key: { k: { policy: everyone } },
      aws_lambda_function_url: { u: { authorization_type: "NONE" } },
    }),
  ).toEqual([
    "fail aws_kms_key.k: everyone may kms:Decrypt",
    "fail aws_lambda_function_url.u: everyone may call the function by its URL",
  ]);
});

test("two halves of the internet are open, in two resources as well", () => {
  const rule = (cidr_ipv4: string) => ({
    security_group_id: "${aws_security_group.app.id}",
    ip_protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
    cidr_ipv4,
  });
  const group = { aws_security_group: { app: {} } };
  const rules = (...cidrs: readonly string[]) => ({
    ...group,
    aws_vpc_security_group_ingress_rule: Object.fromEntries(cidrs.map((cidr, index) => [`r${index}`, rule(cidr)])),
  });
  expect(fails(noOpenPorts, rules("10.0.0.0/8"))).toEqual([]);
  expect(fails(noOpenPorts, rules("0.0.0.0/1"))).toEqual([
    "fail aws_vpc_security_group_ingress_rule.r0: port 5432 is open to about 57 % of the internet",
  ]);
  const sixteenth = Array.from({ length: 16 }, (_, index) => `8.${index * 16}.0.0/12`);
  expect(fails(noOpenPorts, rules(...sixteenth))).toHaveLength(16);
  expect(fails(noOpenPorts, rules(...sixteenth.slice(8)))).toEqual([]);
  expect(fails(noOpenPorts, rules("${var.office}"))).toEqual([
    "fail aws_vpc_security_group_ingress_rule.r0: the source is not known: ${var.office}",
  ]);
  const list = { ...rule(""), cidr_ipv4: undefined, prefix_list_id: "pl-0a1b2c3d" };
  expect(fails(noOpenPorts, { ...group, aws_vpc_security_group_ingress_rule: { r: list } })).toEqual([
    "fail aws_vpc_security_group_ingress_rule.r: the source is not known: pl-0a1b2c3d",
  ]);
});

test("keys without an end are refused", () => {
  expect(fails(noStandingCredentials, { aws_iam_access_key: { ci: { user: "ci" } } })).toEqual([
    "fail aws_iam_access_key.ci: an access key that does not expire, and it is in the state",
  ]);
  expect(verdicts(noStandingCredentials, stackOf({}))).toEqual(["not applicable all stacks: no resource is concerned"]);
});
