import type { PlannedChange } from "./plan";

/** What a change means for the running system. */
export interface Effect {
  /** `none`: nobody notices; `careful`: something restarts, moves or is refused; `disruptive`: something is lost or down. */
  readonly level: "none" | "careful" | "disruptive";
  readonly words: string;
}

/** What a change of an argument does, where it does more than to change; by type and argument. Source: the services' user guides. */
const consequences: Readonly<Record<string, Readonly<Record<string, Effect>>>> = {
  aws_launch_template: {
    "*": {
      level: "careful",
      words:
        "a new version: every instance is replaced by instance refresh, a new one starts before an old one is terminated",
    },
  },
  aws_autoscaling_group: {
    mixed_instances_policy: {
      level: "careful",
      words: "every instance is replaced by instance refresh, a new one starts before an old one is terminated",
    },
    launch_template: { level: "careful", words: "the template moves into the mixed instances policy" },
    vpc_zone_identifier: { level: "careful", words: "instances move to these subnets" },
    max_size: { level: "none", words: "room for a rolling update" },
  },
  aws_lb_listener: {
    default_action: {
      level: "careful",
      words: "what no rule wants is answered in another way (HTTP: redirected to HTTPS)",
    },
    ssl_policy: { level: "careful", words: "clients that know only older TLS are refused" },
    certificate_arn: { level: "careful", words: "clients get another certificate" },
  },
  aws_lb: {
    security_groups: { level: "careful", words: "what the groups that go let in is refused" },
    subnets: { level: "careful", words: "its addresses change" },
    drop_invalid_header_fields: { level: "none", words: "headers with invalid names are dropped" },
  },
  aws_db_instance: {
    instance_class: { level: "careful", words: "a restart in the maintenance window" },
    multi_az: { level: "careful", words: "a standby is made while it runs, slower meanwhile" },
    parameter_group_name: { level: "careful", words: "static parameters count from the next reboot" },
    port: { level: "disruptive", words: "a restart, and clients must know the new port" },
    vpc_security_group_ids: { level: "careful", words: "what the groups that go let in is refused" },
    storage_type: { level: "careful", words: "storage is optimized for hours, while it runs" },
    iam_database_authentication_enabled: { level: "none", words: "tokens of IAM are taken, too" },
    ca_cert_identifier: { level: "careful", words: "clients need the newer root certificates" },
  },
  aws_ecs_service: {
    task_definition: { level: "careful", words: "a rolling deployment" },
    load_balancer: { level: "careful", words: "a rolling deployment" },
    capacity_provider_strategy: { level: "careful", words: "a rolling deployment" },
  },
  aws_ecr_repository: {
    image_tag_mutability: { level: "careful", words: "a tag names one image for ever: pushing it again is refused" },
  },
  aws_cloudwatch_log_group: {
    retention_in_days: { level: "careful", words: "older events are deleted" },
  },
  aws_s3_bucket_policy: { policy: { level: "careful", words: "the policy that was there is replaced" } },
  aws_s3_bucket_lifecycle_configuration: {
    rule: { level: "careful", words: "the rules that were there are replaced" },
  },
  aws_s3_bucket_public_access_block: { "*": { level: "careful", words: "what was public is not any more" } },
  aws_s3_bucket_ownership_controls: { rule: { level: "careful", words: "ACLs are ignored" } },
  aws_iam_role: {
    assume_role_policy: { level: "careful", words: "trusted for this account's tasks or instances alone" },
  },
  aws_route_table_association: { "*": { level: "careful", words: "the subnet moves to another route table, at once" } },
  aws_ecs_cluster_capacity_providers: {
    capacity_providers: { level: "careful", words: "providers that are not named are taken from the cluster" },
  },
};

const creations: Readonly<Record<string, string>> = {
  aws_ecs_task_definition: "the next revision of the family",
  aws_default_security_group: "the VPC's default security group loses all its rules",
};

/** What one planned change means. */
export function effectOf({ action, address, changed }: PlannedChange): Effect {
  const type = address.split(".")[0] ?? "";
  switch (action) {
    case "destroy":
      return { level: "disruptive", words: "destroyed" };
    case "replace":
    case "import-replace":
      return { level: "disruptive", words: `replaced, because of ${changed.join(", ") || "what cannot be changed"}` };
    case "create": {
      const level = type === "aws_default_security_group" ? "careful" : "none";
      return { level, words: creations[type] ?? "made" };
    }
    case "import":
      return { level: "none", words: "taken over as it is" };
    case "import-update":
    case "update": {
      const own = consequences[type] ?? {};
      const effects = changed.flatMap((argument) => own[argument] ?? []);
      const all = [...effects, ...(own["*"] === undefined ? [] : [own["*"]])];
      const level = all.some((each) => each.level === "disruptive")
        ? "disruptive"
        : all.some((each) => each.level === "careful")
          ? "careful"
          : "none";
      return { level, words: [...new Set(all.map(({ words }) => words))].join("; ") };
    }
  }
}
