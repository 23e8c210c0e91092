import { deletionRulesOf, exposuresOf, hasExposures, lossOf, newDeletions, weakenings } from "..";

type Values = Readonly<Record<string, unknown>>;

const first = (type: string, values: Values) => {
  const [{ level, text } = { level: "none", text: "" }] = exposuresOf(type, values);
  return `${level} ${text}`;
};
const everyone = "0.0.0.0/0";

test.each<[string, Values]>([
  ["aws_lightsail_instance_public_ports", { port_info: [{ from_port: 22, to_port: 22, protocol: "tcp", cidrs: [] }] }],
  [
    "azurerm_firewall_nat_rule_collection",
    { rule: [{ source_addresses: ["*"], destination_ports: ["22"], protocols: ["TCP"] }] },
  ],
  [
    "azurerm_firewall_policy_rule_collection_group",
    {
      network_rule_collection: [
        { action: "Allow", rule: [{ source_addresses: [everyone], destination_ports: ["22"], protocols: ["Any"] }] },
      ],
    },
  ],
  [
    "azurerm_network_security_rule",
    { direction: "Inbound", access: "Allow", protocol: "*", source_address_prefix: "*", destination_port_range: "22" },
  ],
  ["civo_firewall", { ingress_rule: [{ protocol: "tcp", port_range: "22", cidr: [everyone], action: "allow" }] }],
  ["exoscale_security_group_rule", { type: "INGRESS", protocol: "TCP", start_port: 22, end_port: 22, cidr: everyone }],
  [
    "google_compute_network_firewall_policy_rule",
    {
      action: "allow",
      direction: "INGRESS",
      match: [{ src_ip_ranges: [everyone], layer4_configs: [{ ip_protocol: "tcp", ports: ["22"] }] }],
    },
  ],
  ["huaweicloud_networking_secgroup_rule", { direction: "ingress", protocol: "tcp", ports: "22" }],
  ["ibm_is_security_group_rule", { direction: "inbound", remote: everyone, tcp: [{ port_min: 22, port_max: 22 }] }],
  ["kubernetes_service_v1", { spec: [{ type: "LoadBalancer", port: [{ port: 22 }] }] }],
  [
    "oci_core_security_list",
    { ingress_security_rules: [{ protocol: "6", source: everyone, tcp_options: [{ min: 22, max: 22 }] }] },
  ],
  [
    "oci_core_network_security_group_security_rule",
    { protocol: "6", source: everyone, tcp_options: [{ destination_port_range: [{ min: 22, max: 22 }] }] },
  ],
  ["openstack_networking_secgroup_rule_v2", { protocol: "tcp", port_range_min: 22, port_range_max: 22 }],
  ["openstack_fw_rule_v2", { action: "allow", protocol: "tcp", destination_port: "22" }],
  [
    "scaleway_instance_security_group",
    { inbound_default_policy: "drop", inbound_rule: [{ action: "accept", port: 22, ip_range: everyone }] },
  ],
  ["tencentcloud_security_group_lite_rule", { ingress: [`ACCEPT#${everyone}#22#TCP`] }],
  ["vultr_firewall_rule", { protocol: "tcp", port: "22", subnet: "0.0.0.0", subnet_size: 0 }],
  ["yandex_vpc_security_group", { ingress: [{ protocol: "TCP", port: 22, v4_cidr_blocks: [everyone] }] }],
])("port 22 of %s is open", (type, values) => {
  expect(first(type, values)).toBe("high port 22 is open to the internet");
});

test.each<[string, Values]>([
  ["exoscale_security_group_rule", { type: "EGRESS", protocol: "TCP", start_port: 22, cidr: everyone }],
  [
    "google_compute_firewall_policy_rule",
    { action: "deny", match: [{ src_ip_ranges: [everyone], layer4_configs: [{}] }] },
  ],
  [
    "kubernetes_service",
    {
      metadata: [{ annotations: { "networking.gke.io/load-balancer-type": "Internal" } }],
      spec: [{ type: "LoadBalancer", port: [{ port: 22 }] }],
    },
  ],
  ["openstack_networking_secgroup_rule_v2", { protocol: "tcp", port_range_min: 22, remote_group_id: "g" }],
  ["scaleway_instance_security_group", { inbound_default_policy: "drop", inbound_rule: [] }],
  ["tencentcloud_security_group_lite_rule", { ingress: [`DROP#${everyone}#22#TCP`] }],
])("%s %j opens nothing", (type, values) => {
  expect(exposuresOf(type, values)).toEqual([]);
});

test("many ports are ranges in one sentence", () => {
  const ports = ["443", "22", "8001", "8000", "8002-8004", "23"];
  expect(first("google_compute_firewall", { allow: [{ protocol: "tcp", ports }] })).toBe(
    "high ports 22-23, 443, 8000-8004 are open to the internet",
  );
});

test.each<[string, Values, string]>([
  ["aws_ec2_managed_prefix_list", { entry: [{ cidr: everyone }] }, "high it holds the internet"],
  ["azurerm_kubernetes_cluster", { private_cluster_enabled: false }, "high its API is open to the internet"],
  ["google_container_cluster", { name: "c" }, "high its API is open to the internet"],
  ["google_storage_bucket_acl", { role_entity: ["READER:allUsers"] }, "high everyone has READER"],
  ["google_storage_bucket_access_control", { entity: "allUsers", role: "READER" }, "high everyone has READER"],
  [
    "google_bigquery_dataset",
    { access: [{ special_group: "allAuthenticatedUsers", role: "READER" }] },
    "high everyone with a Google account has READER",
  ],
  [
    "google_project_iam_policy",
    { policy_data: JSON.stringify({ bindings: [{ role: "roles/owner", members: ["user:a@b.c"] }] }) },
    "high anyone with it may do everything (roles/owner)",
  ],
  [
    "google_project_iam_custom_role",
    { permissions: ["storage.objects.get", "iam.serviceAccountKeys.create"] },
    "high anyone with it can gain more rights (iam.serviceAccountKeys.create)",
  ],
  [
    "google_iam_workload_identity_pool_provider",
    { oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }] },
    "high anyone who signs in at https://token.actions.githubusercontent.com is let in",
  ],
  [
    "azurerm_role_assignment",
    { role_definition_id: "/subscriptions/1/providers/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635" },
    "high anyone with it may do everything (Owner)",
  ],
  ["azurerm_role_definition", { permissions: [{ actions: ["*"] }] }, "high anyone with it may do everything (*)"],
  [
    "azuread_directory_role_assignment",
    { role_id: "62e90394-69f5-4237-9190-012177145e10" },
    "high anyone with it may do everything (Global Administrator)",
  ],
  [
    "kubernetes_cluster_role",
    { rule: [{ resources: ["*"], verbs: ["*"] }] },
    "high anyone with it may do everything (* on *)",
  ],
  [
    "kubernetes_role_v1",
    { rule: [{ resources: ["secrets"], verbs: ["get"] }] },
    "high anyone with it may read secrets",
  ],
  [
    "kubernetes_config_map_v1_data",
    { data: [{ mapRoles: "groups: [system:masters]" }] },
    "high it makes administrators of the cluster (system:masters)",
  ],
  ["aws_iam_user_group_membership", { groups: ["admins"] }, "medium the user gets what the groups may"],
  [
    "aws_iam_openid_connect_provider",
    { url: "https://idp.example" },
    "medium roles can trust tokens of https://idp.example",
  ],
  ["aws_cloudwatch_event_permission", { principal: "*" }, "high everyone may put events on the bus"],
  ["aws_cognito_identity_pool", { allow_unauthenticated_identities: true }, "high everyone gets its credentials"],
  ["github_repository", { visibility: "public" }, "high everyone can read its code"],
  [
    "aws_iam_role",
    {
      assume_role_policy: JSON.stringify({
        Statement: [
          { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" },
        ],
      }),
    },
    "medium everyone whom account 111122223333 lets may assume it",
  ],
])("%s %j", (type, values, expected) => {
  expect(first(type, values)).toContain(expected);
});

test.each<[string, Values]>([
  ["cloudflare_access_policy", { decision: "bypass" }],
  ["google_compute_security_policy", { rule: [] }],
  ["azurerm_role_assignment", { role_definition_id: "/x/00000000-1111-2222-3333-444444444444" }],
])("of %s nothing says that it exposes nothing", (type, values) => {
  expect(hasExposures(type, values)).toBe(false);
});

test.each<[string, Values, string | undefined]>([
  ["aws_simpledb_domain", {}, "data"],
  ["aws_dax_cluster", {}, "cached data"],
  ["aws_route53domains_domain", {}, "the domain name"],
  ["aws_cloudformation_stack", {}, "everything in the stack"],
  ["aws_cloudcontrolapi_resource", { type_name: "AWS::RDS::DBInstance" }, "data"],
  ["aws_cloudcontrolapi_resource", { type_name: "AWS::Lambda::Function" }, undefined],
  ["awscc_kms_key", {}, "data"],
  ["azapi_resource", { type: "Microsoft.Sql/servers/databases@2023-08-01" }, "data"],
  ["azapi_resource", { type: "Microsoft.Sql/servers/firewallRules@2023-08-01" }, undefined],
  ["azurerm_elastic_san_volume", {}, "data"],
  ["azurerm_backup_protected_vm", {}, "backups"],
  ["google_firebase_database_instance", {}, "data"],
  ["google_logging_folder_bucket_config", {}, "logs"],
  ["kubernetes_manifest", { manifest: { kind: "PersistentVolumeClaim" } }, "data"],
  ["kubernetes_manifest", { manifest: { kind: "CustomResourceDefinition" } }, "every resource of its kind"],
  ["kubernetes_manifest", { manifest: { kind: "Deployment" } }, undefined],
  ["kubectl_manifest", { kind: "Namespace" }, "everything in the namespace"],
  ["kubernetes_stateful_set_v1", { spec: [{}] }, undefined],
  [
    "kubernetes_stateful_set_v1",
    { spec: [{ persistent_volume_claim_retention_policy: [{ when_deleted: "Delete" }] }] },
    "data",
  ],
  ["yandex_mdb_postgresql_cluster", {}, "data"],
  ["scaleway_rdb_instance", {}, "data"],
  ["oci_mysql_mysql_db_system", {}, "data"],
  ["aiven_kafka", {}, "data"],
  ["datadog_monitor", {}, undefined],
])("%s %j loses %s", (type, values, expected) => {
  expect(lossOf(type, values)).toBe(expected);
});

test.each<[string, Values, Values, string]>([
  ["aws_s3_bucket", { versioning: [{ enabled: true }] }, { versioning: [{ enabled: false }] }, "versioning is off"],
  [
    "aws_wafv2_web_acl",
    { default_action: [{ block: [{}] }] },
    { default_action: [{ allow: [{}] }] },
    "block is removed",
  ],
  [
    "aws_wafv2_web_acl",
    { rule: [{ name: "a", action: [{ block: [{}] }] }, { name: "b" }] },
    { rule: [{ name: "b" }, { name: "a", action: [{ count: [{}] }] }] },
    "block is removed",
  ],
  ["aws_cloudfront_distribution", { web_acl_id: "x" }, { web_acl_id: "" }, "web_acl_id is removed"],
  [
    "azurerm_mssql_server",
    { minimum_tls_version: "1.2" },
    { minimum_tls_version: "1.0" },
    "minimum_tls_version is 1.0",
  ],
  [
    "azurerm_storage_account",
    { blob_properties: [{ delete_retention_policy: [{ days: 30 }] }] },
    { blob_properties: [{ delete_retention_policy: [] }] },
    "delete_retention_policy is removed",
  ],
  [
    "google_sql_database_instance",
    { settings: [{ backup_configuration: [{ enabled: true }] }] },
    { settings: [{ backup_configuration: [{ enabled: false }] }] },
    "backup_configuration is off",
  ],
  ["google_compute_subnetwork", { log_config: [{ flow_sampling: 1 }] }, { log_config: [] }, "log_config is removed"],
  ["google_container_cluster", { enable_legacy_abac: false }, { enable_legacy_abac: true }, "enable_legacy_abac is on"],
  ["aws_kinesis_stream", { retention_period: 168 }, { retention_period: 24 }, "retention_period is 24 instead of 168"],
])("%s guards less: %j, then %j", (type, before, after, expected) => {
  expect(weakenings(type, before, after).map(({ text }) => text)[0]).toContain(expected);
  expect(weakenings(type, before, before)).toEqual([]);
});

test.each(["aws_organizations_policy", "azurerm_subscription_policy_assignment", "google_logging_organization_sink"])(
  "without %s something is no longer guarded",
  (type) => expect(weakenings(type, {}, undefined)[0]?.level).toBe("high"),
);

test.each<[string, Values, string, number]>([
  ["aws_backup_plan", { rule: [{ rule_name: "daily", lifecycle: [{ delete_after: 7 }] }] }, "backups", 7],
  ["digitalocean_spaces_bucket", { lifecycle_rule: [{ enabled: true, expiration: [{ days: 3 }] }] }, "objects", 3],
  ["google_bigquery_dataset", { default_partition_expiration_ms: 86_400_000 }, "partitions", 1],
  [
    "azurerm_storage_management_policy",
    { rule: [{ name: "r", actions: [{ version: [{ delete_after_days_since_creation: 2 }] }] }] },
    "replaced versions",
    2,
  ],
  [
    "aws_ecr_lifecycle_policy",
    {
      policy: JSON.stringify({
        rules: [{ rulePriority: 1, selection: { countType: "imageCountMoreThan", countNumber: 5 } }],
      }),
    },
    "images",
    5,
  ],
  [
    "google_storage_bucket",
    { lifecycle_rule: [{ action: [{ type: "Delete" }], condition: [{ num_newer_versions: 3 }] }] },
    "replaced versions",
    0,
  ],
])("%s %j deletes %s", (type, values, what, days) => {
  expect(deletionRulesOf(type, values)).toMatchObject([{ what, days }]);
  expect(newDeletions(type, values, values)).toEqual([]);
});
