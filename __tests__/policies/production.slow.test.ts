import { environments } from "../helpers/environments";
import { Platform } from "../../modules/platform";
import { evaluateEnvironments, failing, policies, policyPack } from "../../policies";
import { effects } from "../../packages/aws-policies/effects";
import { platform } from "../../policies/platform";
import { readConfigurations } from "../../packages/terraform-json";
import { synthesize } from "../../packages/jest-terraform";

const app = synthesize((scope) => {
  for (const environment of environments) new Platform(scope, environment);
});

test("every environment satisfies the policies, or waives them with a reason and an end", () => {
  expect(app).toSatisfyPolicies(policyPack(policies, environments));
});

type Change = (text: string) => string;

/** Ids of the own policies that fail with an error or a warning, unwaived, when one stack of production is changed. */
function failures(stack?: string, change: Change = String): string[] {
  const texts = Object.fromEntries(
    app.stacks
      .filter(({ name }) => name.startsWith("production-"))
      .map(({ name, json }) => {
        const text = JSON.stringify(json);
        const changed = name === stack ? change(text) : text;
        if (name === stack && changed === text) throw new Error(`nothing was changed in ${stack}`);
        return [name, changed];
      }),
  );
  const production = environments.filter(({ name }) => name === "production");
  const [evaluation] = evaluateEnvironments([...effects, ...platform], readConfigurations(texts), production);
  const findings = evaluation?.findings ?? [];
  return [...failing(findings, "error"), ...failing(findings, "warning")].map(({ policy }) => policy);
}

const replace =
  (from: string | RegExp, to: string): Change =>
  (text) =>
    text.replace(from, to);

/** A fault in production's own JSON that each own policy is there for. */
const faults: Readonly<Record<string, readonly [stack: string, change: Change]>> = {
  "database-connections": ["production-service", replace(/"max_capacity":\d+/, '"max_capacity":40')],
  "endpoints-without-nat": ["production-foundation", replace(/"nat_gateway_id":/, '"unknown_id":')],
  "grace-period": [
    "production-service",
    replace(/"health_check_grace_period_seconds":\d+/, '"health_check_grace_period_seconds":5'),
  ],
  "health-check-port": ["production-service", replace('"port":"traffic-port"', '"port":"4001"')],
  "no-administrator": ["production-foundation", replace("ecs:DiscoverPollEndpoint", "iam:*")],
  "no-open-ports": [
    "production-data",
    replace(
      /("aws_vpc_security_group_ingress_rule":.*?)"referenced_security_group_id":"[^"]*"/,
      '$1"cidr_ipv4":"0.0.0.0/1"',
    ),
  ],
  "no-public-access": ["production-data", replace('"restrict_public_buckets":true', '"restrict_public_buckets":false')],
  "alarms-in-time": ["production-service", replace('"threshold":85', '"threshold":850')],
  "names-within-limits": [
    "production-service",
    replace(/("alarm_name":")(?=mangoapps-production-errors")/, `$1${"x".repeat(255)}`),
  ],
  "narrow-permissions": ["production-service", replace("secretsmanager:GetSecretValue", "secretsmanager:*")],
  "narrow-resource-policies": ["production-foundation", replace("aws:PrincipalAccount", "aws:PrincipalTag/x")],
  "narrow-trust": ["production-service", replace("aws:SourceAccount", "aws:SourceTag")],
  "platform-guarantees": ["production-data", replace('"rds.force_ssl"', '"rds.force_tls"')],
  "linked-containers": [
    "production-service",
    replace(
      /\\"name\\":\\"BASE_URL\\",\\"value\\":\\"[^"]*\\"/g,
      String.raw`\"name\":\"APP\",\"value\":\"http://ma-mangoops-production:4000\"`,
    ),
  ],
  "pass-role-scope": ["production-foundation", replace("ecs:DiscoverPollEndpoint", "iam:PassRole")],
  "plain-secrets": ["production-service", replace("BASE_URL", "API_TOKEN")],
  "pullable-images": ["production-service", replace("ecr:BatchGetImage", "ecr:DescribeImages")],
  "reachable-destinations": ["production-data", replace('"aws_vpc_security_group_ingress_rule"', '"aws_other_rule"')],
  "readable-secrets": ["production-service", replace("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret")],
  "service-apply-timeout": ["production-service", replace(/"update":"\w+"/, '"update":"2m"')],
  "service-delete-timeout": ["production-service", replace(/"delete":"\w+"/, '"delete":"2m"')],
  "stateful-protection": ["production-data", replace('"deletion_protection":true', '"deletion_protection":false')],
  "static-port-rebalancing": [
    "production-service",
    replace('"availability_zone_rebalancing":"DISABLED"', '"availability_zone_rebalancing":"ENABLED"'),
  ],
  "stop-timeout": ["production-service", replace(/"deregistration_delay":"\d+"/, '"deregistration_delay":"3000"')],
  "used-ports": [
    "production-service",
    replace(/\\"containerPort\\":4000,\\"hostPort\\":4000/, String.raw`\"containerPort\":4001,\"hostPort\":4001`),
  ],
  "writable-logs": ["production-service", replace(/logs:PutLogEvents/g, "logs:GetLogEvents")],
};

test("no own policy fails or warns in production as it is", () => {
  expect(failures()).toEqual([]);
});

test.each(Object.entries(faults))("%s finds its fault in production, through all stacks", (policy, [stack, change]) => {
  expect(new Set(failures(stack, change))).toContain(policy);
});

test("every other own policy is waived in production or compares with what was before", () => {
  const others = [...effects, ...platform].map(({ id }) => id).filter((id) => !(id in faults));
  expect(others).toEqual([
    "no-standing-credentials",
    "alarm-subscribers",
    "exec-with-static-keys",
    "good-job-in-puma",
    "keys-for-encrypted-buckets",
    "moved-logical-ids",
    "static-aws-keys",
  ]);
});
