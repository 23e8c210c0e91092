import { interfaceEndpoints } from "../../aws/regions";
import { effects } from "../../packages/aws-policies/effects";
import { securityHub } from "../../packages/aws-policies/security-hub";
import { verdicts, type Resources } from "../../packages/aws-policies/__tests__/parts";
import { decisions } from "../../policies/decisions";
import { policies } from "../../policies";

const published = [...securityHub, ...effects];

const policy = (id: string) => {
  const found = policies.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no policy ${id}`);
  return found;
};

test("every decision is about a policy of the packages, and changes something", () => {
  const ids = published.map(({ id }) => id);
  expect(Object.keys(decisions).filter((id) => !ids.includes(id))).toEqual([]);
  expect(Object.entries(decisions).filter(([, decision]) => Object.keys(decision).length === 0)).toEqual([]);
});

test("a control that an environment can break is fixed by a field of the environment", () => {
  const fixes = Object.entries(decisions).flatMap(([id, { fix }]) => (fix === undefined ? [] : [[id, fix] as const]));
  const field =
    /services\.<name>\.|databases\.<name>\.|network\.endpoints|loadBalancer\.firewall|logRetentionDays|instanceTypes|beside the environment/;
  expect(fixes.filter(([, fix]) => !field.test(fix) || /aws_vpc_endpoint|retention_in_days/.test(fix))).toEqual([]);
  for (const [id, fix] of fixes) expect(policy(id).fix).toBe(fix);
  const named = fixes.flatMap(([, fix]) => /Add "(.+)" to network\.endpoints/.exec(fix)?.[1] ?? []);
  expect(named).toEqual(["ecr.api", "ecr.dkr", "ssm"]);
  for (const name of named) expect(interfaceEndpoints).toContain(name);
});

test("a recommendation gives its reason; all other policies keep their severity", () => {
  for (const control of published) {
    const { severity, why } = policy(control.id);
    const reason = decisions[control.id]?.recommended;
    expect({ id: control.id, severity, why }).toEqual({
      id: control.id,
      severity: reason === undefined ? control.severity : "recommendation",
      why: reason === undefined ? control.why : `${control.why} It is recommended only: ${reason}.`,
    });
  }
});

test("what is recommended still fails, at its new severity", () => {
  const findings = policy("cloudwatch-log-retention").check([]);
  expect(findings).toEqual([expect.objectContaining({ severity: "recommendation", verdict: "not applicable" })]);
  const groups: Resources = { aws_cloudwatch_log_group: { app: { retention_in_days: 30 } } };
  expect(verdicts(policy("cloudwatch-log-retention"), groups)).toEqual([
    "fail aws_cloudwatch_log_group.app: retention_in_days must be at least 365, got 30",
  ]);
});

describe("a plain listener", () => {
  const redirect = [{ type: "redirect", redirect: [{ protocol: "HTTPS", status_code: "HTTP_301" }] }];
  const listener = (action: object, more: Resources = {}): Resources => ({
    aws_lb_listener: { http: { protocol: "HTTP", default_action: action } },
    ...more,
  });
  const ask = (resources: Resources) => verdicts(policy("elb-encrypted-listener"), resources);

  test("may redirect to HTTPS", () => {
    expect(ask(listener(redirect))).toEqual([
      "not applicable aws_lb_listener.http: it answers nothing but a redirect to HTTPS, which elb-http-redirects requires",
    ]);
  });

  test("may not forward, by its default or by a rule", () => {
    const fails = ['fail aws_lb_listener.http: protocol must be "HTTPS" or "TLS", got "HTTP"'];
    expect(ask(listener([{ type: "forward" }]))).toEqual(fails);
    const rule = { api: { listener_arn: "${aws_lb_listener.http.arn}", action: [{ type: "forward" }] } };
    expect(ask(listener(redirect, { aws_lb_listener_rule: rule }))).toEqual(fails);
  });
});

describe("a bucket that is encrypted without KMS and has no versions", () => {
  const buckets = (more: Resources = {}): Resources => ({
    aws_s3_bucket: { logs: {} },
    aws_s3_bucket_server_side_encryption_configuration: {
      logs: {
        bucket: "${aws_s3_bucket.logs.id}",
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
      },
    },
    ...more,
  });
  const balancer = { aws_lb: { app: { access_logs: { bucket: "${aws_s3_bucket.logs.id}", enabled: true } } } };

  test.each(["s3-encrypted-with-kms", "s3-versioning"])(
    "%s: is right where a load balancer logs, and nowhere else",
    (id) => {
      const [first, ...others] = verdicts(policy(id), buckets(balancer));
      expect(first).toBe(
        "not applicable aws_s3_bucket.logs: a load balancer writes its access logs into it, each once and with SSE-S3 only",
      );
      expect(others).toEqual([]);
      expect(verdicts(policy(id), buckets())[0]).toMatch(/^fail aws_s3_bucket\.logs: /);
    },
  );
});

test("what only matters where data has to survive does not apply elsewhere", () => {
  const resources: Resources = { aws_db_instance: { main: { multi_az: false, backup_retention_period: 1 } } };
  for (const id of ["rds-backups", "rds-multiple-zones"]) {
    expect(verdicts(policy(id), resources)[0]).toMatch(/^fail /);
    expect(verdicts(policy(id), resources, { deletionProtectionOff: () => "nothing has to survive" })).toEqual([
      "not applicable aws_db_instance.main: nothing has to survive",
    ]);
  }
});
