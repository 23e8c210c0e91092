import { exposuresOf, isDangerousAction, isInternet, lossOf, newExposures, shareOfInternet, weakenings } from "..";

const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: string | string[], more: object = { Resource: "*" }) =>
  policy({ Effect: "Allow", Action, ...more });
const texts = (type: string, values: Readonly<Record<string, unknown>>) =>
  exposuresOf(type, values).map(({ level, text }) => `${level} ${text}`);

describe("addresses are an amount", () => {
  test.each([
    [["0.0.0.0/0"], true],
    [["0.0.0.0/1", "128.0.0.0/1"], true],
    [["::/0"], true],
    [["2000::/4"], true],
    [["8.0.0.0/8"], true],
    [Array.from({ length: 256 }, (_, index) => `${index}.0.0.0/8`), true],
    [["*"], true],
    [["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"], false],
    [["203.0.113.7/32"], false],
    [["8.8.8.8"], false],
    [["2001:db8::/32"], false],
    [["sg-1", "<var.x>"], false],
  ])("%j", (cidrs, expected) => {
    expect(isInternet(cidrs)).toBe(expected);
  });

  test("of which private ones are no part", () => {
    expect(shareOfInternet(["0.0.0.0/0"]).ipv4).toBe(1);
    expect(shareOfInternet(["0.0.0.0/1"]).ipv4).toBeCloseTo(0.56, 1);
    expect(shareOfInternet(["::ffff:1.2.3.4"]).ipv6).toBe(0);
  });
});

describe("administrator by any route", () => {
  test.each([
    ["*", "do everything"],
    ["*:*", "do everything"],
    ["i?m:*", "give itself every right (iam:*)"],
    ["iam:CreateAccessKey", "make access keys for other users (iam:CreateAccessKey)"],
    ["iam:*Policy*", "attach any policy to a user (iam:AttachUserPolicy)"],
    ["sts:Assume*", "assume any role that trusts the account (sts:AssumeRole)"],
  ])("%s", (action, can) => {
    expect(texts("aws_iam_policy", { policy: allow(action) })).toContain(`high it may ${can}`);
  });

  test("by what a statement leaves out", () => {
    const but = policy({ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" });
    expect(texts("aws_iam_role_policy", { policy: but })).toEqual(["high it may do everything but iam"]);
    const on = policy({ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::x" });
    expect(texts("aws_iam_role_policy", { policy: on })).toEqual(["high it may do everything"]);
  });

  test("by actions that are a way only together", () => {
    const run = ["ecs:RegisterTaskDefinition", "ecs:RunTask"];
    expect(texts("aws_iam_policy", { policy: allow(run) })).toEqual([]);
    expect(texts("aws_iam_policy", { policy: allow([...run, "iam:PassRole"]) })).toEqual([
      "high it may run a task with any role (iam:PassRole with ecs:RegisterTaskDefinition with ecs:RunTask)",
    ]);
    const toLambda = { Resource: "*", Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } } };
    const narrow = policy(
      { Effect: "Allow", Action: run, Resource: "*" },
      { Effect: "Allow", Action: "iam:PassRole", ...toLambda },
    );
    expect(texts("aws_iam_policy", { policy: narrow })).toEqual([]);
    const toTasks = {
      Resource: "arn:aws-cn:iam::111122223333:role/*",
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com.cn" } },
    };
    const inChina = policy(
      { Effect: "Allow", Action: run, Resource: "*" },
      { Effect: "Allow", Action: "iam:PassRole", ...toTasks },
    );
    expect(texts("aws_iam_policy", { policy: inChina })).toEqual([
      "high it may run a task with any role (iam:PassRole with ecs:RegisterTaskDefinition with ecs:RunTask)",
    ]);
  });

  test("by managed policies, wherever they are named", () => {
    const arn = "arn:aws:iam::aws:policy/AdministratorAccess";
    const expected = ["high it may do everything (AdministratorAccess)"];
    for (const partition of ["aws", "aws-us-gov", "aws-cn"])
      expect(texts("aws_iam_role", { managed_policy_arns: [arn.replace("arn:aws:", `arn:${partition}:`)] })).toEqual(
        expected,
      );
    for (const type of ["role", "user", "group"])
      expect(texts(`aws_iam_${type}_policy_attachment`, { policy_arn: arn })).toEqual(expected);
  });

  test("by inline policies and by versions", () => {
    expect(texts("aws_iam_role", { inline_policy: [{ name: "x", policy: allow("*") }] })).toEqual([
      "high it may do everything",
    ]);
  });

  test("not where resources, conditions or denials narrow it", () => {
    expect(
      texts("aws_iam_policy", {
        policy: allow("iam:CreateAccessKey", { Resource: "arn:aws:iam::1:user/${aws:username}" }),
      }),
    ).toEqual([]);
    expect(texts("aws_iam_policy", { policy: allow(["s3:GetObject"], { Resource: "arn:aws:s3:::shop/*" }) })).toEqual(
      [],
    );
    const denied = policy(
      { Effect: "Allow", Action: "iam:*", Resource: "*" },
      { Effect: "Deny", Action: "iam:*", Resource: "*" },
    );
    expect(texts("aws_iam_policy", { policy: denied })).toEqual([]);
  });

  test("of other clouds and of clusters", () => {
    expect(texts("google_project_iam_member", { role: "roles/owner", member: "user:a@b.c" })).toEqual([
      "high anyone with it may do everything (roles/owner)",
    ]);
    expect(texts("azurerm_role_assignment", { role_definition_name: "Owner" })).toHaveLength(1);
    expect(
      texts("aws_eks_access_policy_association", {
        policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      }),
    ).toHaveLength(1);
  });
});

describe("public by any route", () => {
  const everyone = policy({ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" });

  test.each([
    "aws_sqs_queue",
    "aws_sns_topic_policy",
    "aws_secretsmanager_secret",
    "aws_ecr_repository_policy",
    "aws_kms_key",
    "aws_efs_file_system_policy",
    "aws_api_gateway_rest_api",
    "aws_a_type_of_tomorrow",
  ])("%s with a policy for everyone", (type) => {
    expect(texts(type, { policy: everyone })).toEqual(["high everyone may sqs:SendMessage"]);
  });

  test("for all but some", () => {
    const all = policy({
      Effect: "Allow",
      NotPrincipal: { AWS: "arn:aws:iam::1:root" },
      Action: "s3:*",
      Resource: "*",
    });
    expect(texts("aws_s3_bucket_policy", { policy: all })).toEqual(["high everyone may s3:*"]);
  });

  test("not where a condition says who", () => {
    const own = policy({
      Effect: "Allow",
      Principal: "*",
      Action: "sns:Publish",
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    });
    expect(texts("aws_sns_topic", { policy: own })).toEqual([]);
    expect(
      texts("aws_sns_topic", {
        policy: own
          .replace("StringEquals", "IpAddress")
          .replace("aws:SourceAccount", "aws:SourceIp")
          .replace("111122223333", "0.0.0.0/1"),
      }),
    ).toHaveLength(1);
  });

  test("trust without a subject", () => {
    const trust = (condition: object) =>
      policy({
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: condition,
      });
    const aud = { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" };
    const sub = (value: string) => ({ StringLike: { ...aud, "token.actions.githubusercontent.com:sub": value } });
    const open = ["high anyone who signs in at token.actions.githubusercontent.com may assume it"];
    expect(texts("aws_iam_role", { assume_role_policy: trust({ StringEquals: aud }) })).toEqual(open);
    expect(texts("aws_iam_role", { assume_role_policy: trust(sub("repo:*")) })).toEqual(open);
    expect(texts("aws_iam_role", { assume_role_policy: trust(sub("repo:acme/shop:ref:refs/heads/main")) })).toEqual([]);
  });

  test.each([
    ["aws_lambda_function_url", { authorization_type: "NONE" }],
    ["aws_lambda_permission", { principal: "*" }],
    ["aws_cloudwatch_event_permission", { principal: "*" }],
    ["aws_cognito_identity_pool", { allow_unauthenticated_identities: true }],
    ["aws_ecrpublic_repository", { repository_name: "shop" }],
    ["aws_s3_bucket_acl", { acl: "public-read" }],
    ["aws_vpc_endpoint_service", { allowed_principals: ["*"], acceptance_required: false }],
    ["aws_db_instance", { publicly_accessible: true }],
    ["aws_db_snapshot", { shared_accounts: ["all"] }],
    ["aws_eks_cluster", { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: [] }] }],
    ["aws_iam_access_key", { user: "ci" }],
    ["google_storage_bucket_iam_member", { member: "allUsers", role: "roles/storage.objectViewer" }],
    ["azurerm_storage_container", { container_access_type: "blob" }],
  ])("%s %j", (type, values) => {
    expect(exposuresOf(type, values).map(({ level }) => level)).toEqual(["high"]);
  });

  test.each(["s3.amazonaws.com", "s3.amazonaws.com.cn"])("a service that any account may use: %s", (principal) => {
    expect(exposuresOf("aws_lambda_permission", { principal })).toEqual([
      expect.objectContaining({ level: "medium", text: `any account may invoke the function through ${principal}` }),
    ]);
  });
});

describe("firewalls of any cloud", () => {
  test.each<[string, Readonly<Record<string, unknown>>, string[]]>([
    [
      "aws_security_group",
      { ingress: [{ protocol: "tcp", from_port: 5432, to_port: 5432, cidr_blocks: ["0.0.0.0/1", "128.0.0.0/1"] }] },
      ["high port 5432 is open to the internet"],
    ],
    [
      "aws_vpc_security_group_ingress_rule",
      { ip_protocol: "-1", cidr_ipv6: "::/0" },
      ["high every port is open to the internet"],
    ],
    [
      "aws_network_acl_rule",
      { egress: false, protocol: "6", rule_action: "allow", from_port: 22, to_port: 22, cidr_block: "0.0.0.0/0" },
      ["high port 22 is open to the internet"],
    ],
    [
      "azurerm_network_security_rule",
      {
        direction: "Inbound",
        access: "Allow",
        protocol: "Tcp",
        source_address_prefix: "*",
        destination_port_range: "22",
      },
      ["high port 22 is open to the internet"],
    ],
    [
      "azurerm_mssql_firewall_rule",
      { start_ip_address: "0.0.0.0", end_ip_address: "255.255.255.255" },
      ["high every tcp port is open to the internet"],
    ],
    [
      "google_compute_firewall",
      { allow: [{ protocol: "tcp", ports: ["22", "8000-8100"] }] },
      ["high ports 22, 8000-8100 are open to the internet"],
    ],
    ["google_compute_firewall", { allow: [{ protocol: "tcp", ports: ["443"] }], source_tags: ["web"] }, []],
    [
      "digitalocean_firewall",
      { inbound_rule: [{ protocol: "tcp", port_range: "443", source_addresses: ["0.0.0.0/0", "::/0"] }] },
      ["medium port 443 is open to the internet"],
    ],
    [
      "aws_security_group",
      { ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["${var.office}"] }] },
      ["medium port 22: the source is not known (${var.office})"],
    ],
  ])("%s %j", (type, values, expected) => {
    expect(texts(type, values)).toEqual(expected);
  });
});

describe("what is weaker than before", () => {
  test.each<[string, object, object | undefined, string[]]>([
    [
      "aws_cloudtrail",
      { enable_logging: true },
      { enable_logging: false },
      ["high enable_logging is off: API calls are no longer recorded"],
    ],
    ["aws_cloudtrail", { name: "t" }, undefined, ["high API calls are no longer recorded"]],
    [
      "aws_dynamodb_table",
      { point_in_time_recovery: [{ enabled: true }] },
      { point_in_time_recovery: [{ enabled: false }] },
      ["high point_in_time_recovery is off: an earlier state can no longer be restored"],
    ],
    [
      "aws_s3_bucket_versioning",
      { versioning_configuration: [{ status: "Enabled" }] },
      { versioning_configuration: [{ status: "Suspended" }] },
      ["high versioning is Suspended: what is overwritten or deleted is lost"],
    ],
    [
      "aws_iam_role",
      { permissions_boundary: "arn:b" },
      { permissions_boundary: null },
      ["high permissions_boundary is removed: nothing limits what its policies may allow"],
    ],
    [
      "aws_db_instance",
      { backup_retention_period: 7 },
      { backup_retention_period: 0 },
      ["high backup_retention_period is 0 instead of 7: less can be restored"],
    ],
    [
      "aws_launch_template",
      { metadata_options: [{ http_tokens: "required" }] },
      { metadata_options: [{ http_tokens: "optional" }] },
      ["high http_tokens is optional: anyone who makes the instance request a URL gets its credentials"],
    ],
    ["aws_cloudtrail", { enable_logging: false }, { enable_logging: true }, []],
    ["aws_kms_key", { enable_key_rotation: true }, { enable_key_rotation: "<var.x>" }, []],
  ])("%s %j -> %j", (type, before, after, expected) => {
    const found = weakenings(type, before as Record<string, unknown>, after as Record<string, unknown> | undefined);
    expect(found.map(({ level, text }) => `${level} ${text}`)).toEqual(expected);
  });
});

test("what becomes possible is only what was not before", () => {
  const [was, becomes] = [
    { policy: allow("iam:CreateAccessKey") },
    { policy: allow(["iam:CreateAccessKey", "iam:AttachUserPolicy"]) },
  ];
  expect(newExposures("aws_iam_policy", was, becomes).map(({ text }) => text)).toEqual([
    "it may attach any policy to a user (iam:AttachUserPolicy)",
  ]);
});

test.each([
  ["iam:CreateAccessKey", true],
  ["iam:Create*", true],
  ["*", true],
  ["s3:GetObject", false],
])("%s is dangerous: %s", (action, expected) => {
  expect(isDangerousAction(action)).toBe(expected);
});

describe("what is lost", () => {
  test.each([
    ["aws_elasticache_cluster", {}, "cached data"],
    ["aws_fsx_ontap_volume", {}, "data"],
    ["google_sql_database_instance", {}, "data"],
    ["azurerm_key_vault", {}, "everything that the key encrypts"],
    ["kubernetes_persistent_volume_claim_v1", {}, "data"],
    ["digitalocean_volume", {}, "data"],
    ["mongodbatlas_advanced_cluster", {}, "data"],
    ["acme_thing", { skip_final_snapshot: false }, "data"],
    ["acme_thing", { deletion_protection: true }, "data"],
    ["google_cloud_run_v2_service", { deletion_protection: true }, undefined],
    ["google_sql_database", { deletion_policy: "ABANDON" }, undefined],
    ["aws_ecs_service", {}, undefined],
    ["aws_lb", { deletion_protection: true }, undefined],
    ["random_password", {}, undefined],
  ])("%s %j", (type, values, expected) => {
    expect(lossOf(type, values)).toBe(expected);
  });
});
