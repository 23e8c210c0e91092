import fc from "fast-check";
import { Platform } from "../../../modules/platform";
import { defineEnvironment, EnvironmentError, type EnvironmentInput } from "../../../modules/platform/environment";
import { synthesize, type SynthesizedApp } from "../../../packages/jest-terraform";
import { RolloutBlockedError, SystemBlockedError } from "../../../rollout";
import { environmentInput } from "./random";

/** What names a resource in its account and region, beside its type. Types without a name of their own are not here. */
const namedBy: Readonly<Record<string, readonly string[]>> = {
  aws_autoscaling_group: ["name"],
  aws_cloudwatch_dashboard: ["dashboard_name"],
  aws_cloudwatch_event_rule: ["name"],
  aws_cloudwatch_log_group: ["name"],
  aws_cloudwatch_log_metric_filter: ["log_group_name", "name"],
  aws_cloudwatch_metric_alarm: ["alarm_name"],
  aws_codedeploy_app: ["name"],
  aws_db_instance: ["identifier"],
  aws_db_parameter_group: ["name"],
  aws_db_subnet_group: ["name"],
  aws_ecr_repository: ["name"],
  aws_ecs_capacity_provider: ["name"],
  aws_ecs_cluster: ["name"],
  aws_ecs_service: ["name"],
  aws_ecs_task_definition: ["family"],
  aws_elasticache_parameter_group: ["name"],
  aws_elasticache_replication_group: ["replication_group_id"],
  aws_elasticache_subnet_group: ["name"],
  aws_iam_instance_profile: ["name"],
  aws_iam_role: ["name"],
  aws_iam_role_policy: ["role", "name"],
  aws_kms_alias: ["name"],
  aws_launch_template: ["name"],
  aws_lb: ["name"],
  aws_lb_listener: ["load_balancer_arn", "port"],
  aws_lb_listener_rule: ["listener_arn", "priority"],
  aws_route53_record: ["name", "type"],
  aws_s3_bucket: ["bucket"],
  aws_scheduler_schedule: ["group_name", "name"],
  aws_scheduler_schedule_group: ["name"],
  aws_secretsmanager_secret: ["name"],
  aws_security_group: ["name"],
  aws_sns_topic: ["name"],
  aws_sqs_queue: ["name"],
  aws_ssm_parameter: ["name"],
};

function namesOf(app: SynthesizedApp): readonly string[] {
  return Object.entries(namedBy).flatMap(([type, properties]) =>
    app.everyResource(type).flatMap((block) => {
      const name = properties.map((property) => JSON.stringify(block.properties[property] ?? ""));
      return name.includes('""') ? [] : [`${type} ${name.join(" ")}`];
    }),
  );
}

/** The stacks of an environment; undefined where it is refused for a reason that its author can read. */
function stacksOf(input: EnvironmentInput): SynthesizedApp | undefined {
  try {
    const environment = defineEnvironment(input);
    return synthesize((root) => void new Platform(root, environment));
  } catch (error) {
    const refusals = [EnvironmentError, RolloutBlockedError, SystemBlockedError];
    if (refusals.some((refusal) => error instanceof refusal)) return undefined;
    throw error;
  }
}

test("whatever is accepted as an environment synthesizes, names everything once and refers to nothing that is not there", () => {
  const tried = { accepted: 0, refused: 0 };
  const property = fc.property(environmentInput, (input) => {
    const app = stacksOf(input);
    tried[app === undefined ? "refused" : "accepted"] += 1;
    if (app === undefined) return;
    const names = namesOf(app);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(app).not.toHaveDanglingReferences();
  });
  // An environment takes a third of a second: raise the runs to look for faults. The seed and the environment are in the failure.
  const numRuns = Number(process.env.RANDOM_ENVIRONMENTS ?? 8);
  fc.assert(property, {
    numRuns,
    endOnFailure: true,
    ...(process.env.RANDOM_SEED && { seed: Number(process.env.RANDOM_SEED) }),
  });
  expect(tried.accepted).toBeGreaterThan(numRuns / 4);
}, 600_000);
