import {
  blocksOf,
  isRecord,
  readPolicy,
  stringsOf,
  tryParseJson,
  type Properties,
  type Statement,
} from "../terraform-json";
import { internetInWords } from "./addresses";
import { isWeb, openings, openRulesOf, portsInWords, unknownPeers } from "./firewall";
import { hasPrincipal, isPublic, openFederation, powersOf, type Power } from "./iam";

/** Something that the arguments of a resource open, to everyone or to anyone with it. */
export interface Exposure {
  readonly level: "high" | "medium";
  readonly kind: "administrator" | "public" | "open" | "credential" | "unknown";
  /** What follows the name of the resource: `everyone may s3:GetObject`, `port 22 is open to the internet`. */
  readonly text: string;
}

/** What the arguments of a resource permit and expose by themselves, whatever the cloud. */
export function exposuresOf(type: string, values: Properties): Exposure[] {
  const all = [
    ...policiesIn(values).flatMap((policy) => policyExposures(type, policy)),
    ...firewallExposures(type, values),
    ...aclExposures(values),
    ...switchExposures(type, values),
    ...grantExposures(type, values),
    ...attachmentExposures(type, values),
  ];
  return [...new Map(all.map((exposure) => [exposure.text, exposure])).values()];
}

/** Everything that becomes possible between two states of a resource. */
export function newExposures(type: string, before: Properties | undefined, after: Properties | undefined): Exposure[] {
  if (after === undefined) return [];
  const was = new Set(before === undefined ? [] : exposuresOf(type, before).map(({ text }) => text));
  return exposuresOf(type, after).filter(({ text }) => !was.has(text));
}

interface FoundPolicy {
  /** The argument that holds it: `assume_role_policy`. */
  readonly argument: string;
  readonly isAboutItself: boolean;
  readonly statements: readonly Statement[];
}

/** Every policy in a resource's arguments, at whatever depth: texts and objects with a `Statement`. */
export function policiesIn(values: Properties): FoundPolicy[] {
  return Object.entries(values).flatMap(([argument, value]) => policiesBelow(argument, value, 0));
}

function policiesBelow(argument: string, value: unknown, depth: number): FoundPolicy[] {
  if (depth > 8) return [];
  if (typeof value === "string") {
    if (!value.includes("Statement")) return [];
    const policy = tryParseJson(value);
    return isRecord(policy) ? read(argument, policy) : [];
  }
  if (Array.isArray(value)) return value.flatMap((item) => policiesBelow(argument, item, depth + 1));
  if (!isRecord(value)) return [];
  if (value.Statement !== undefined) return read(argument, value);
  return Object.values(value).flatMap((item) => policiesBelow(argument, item, depth + 1));
}

function read(argument: string, policy: Properties): FoundPolicy[] {
  try {
    const isAboutItself = blocksOf(policy.Statement).some(hasPrincipal);
    return [{ argument, isAboutItself, statements: readPolicy(policy) }];
  } catch {
    // An Effect that is neither Allow nor Deny: no policy of IAM.
    return [];
  }
}

/** Types whose policy only limits what others allow. */
const limits = new Set(["aws_vpc_endpoint", "aws_vpc_endpoint_policy", "aws_organizations_policy"]);

function policyExposures(type: string, { argument, isAboutItself, statements }: FoundPolicy): Exposure[] {
  if (limits.has(type)) return [];
  if (!isAboutItself) {
    return powersOf({ statements }).map(({ level, can }) => ({ level, kind: "administrator", text: `it may ${can}` }));
  }
  return statements.flatMap((statement) => {
    const federated = openFederation(statement);
    if (federated !== undefined) return [high("public", `${federated} may assume it`)];
    if (!isPublic(statement)) return [];
    const what =
      statement.notActions.length > 0 ? `all but ${statement.notActions.join(", ")}` : statement.actions.join(", ");
    return [high("public", argument === "assume_role_policy" ? `everyone may assume it` : `everyone may ${what}`)];
  });
}

function firewallExposures(type: string, values: Properties): Exposure[] {
  const rules = openRulesOf(type, values);
  return [
    ...openings(rules).map(({ rule, whom }) => ({
      level: isWeb(rule) ? ("medium" as const) : ("high" as const),
      kind: "open" as const,
      text: `${portsInWords(rule)} ${portsInWords(rule).startsWith("ports ") ? "are" : "is"} open to ${whom}`,
    })),
    ...rules.flatMap((rule) =>
      unknownPeers(rule)
        .filter((peer) => /^[$<]/.test(peer) && !/cidr_block|\.cidr/.test(peer))
        .map((peer) => medium("unknown", `${portsInWords(rule)}: the source is not known (${peer})`)),
    ),
  ];
}

const publicAcls = new Set(["public-read", "public-read-write", "authenticated-read", "publicread", "publicreadwrite"]);
const everyoneGroups = /(?:AllUsers|AuthenticatedUsers)$/;

function aclExposures(values: Properties): Exposure[] {
  const acls = ["acl", "predefined_acl", "default_acl"].flatMap((argument) => stringsOf(values[argument]));
  const grants = [
    ...blocksOf(values.grant).flatMap(({ uri }) => stringsOf(uri)),
    ...blocksOf(values.access_control_policy)
      .flatMap(({ grant }) => blocksOf(grant))
      .flatMap(({ grantee }) => blocksOf(grantee))
      .flatMap(({ uri }) => stringsOf(uri)),
  ];
  return [
    ...acls
      .filter((acl) => publicAcls.has(acl.toLowerCase()))
      .map((acl) =>
        high("public", `its ACL is ${acl}: everyone can read it${/write/.test(acl) ? " and write to it" : ""}`),
      ),
    ...grants.filter((uri) => everyoneGroups.test(uri)).map(() => high("public", "its ACL lets everyone in")),
  ];
}

type Check = (values: Properties) => readonly (Exposure | false)[];

/** Switches that open a resource, by type. */
const switches: Readonly<Record<string, Check>> = {
  aws_ami_launch_permission: ({ group }) => [
    group === "all" && high("public", "everyone may start instances from the image"),
  ],
  aws_apigatewayv2_route: ({ authorization_type, api_key_required }) => [
    isNone(authorization_type) && !isOn(api_key_required) && medium("public", "its requests need no authorization"),
  ],
  aws_api_gateway_method: ({ authorization, api_key_required, http_method }) => [
    isNone(authorization) &&
      !isOn(api_key_required) &&
      http_method !== "OPTIONS" &&
      medium("public", "its requests need no authorization"),
  ],
  aws_db_cluster_snapshot: sharedSnapshot,
  aws_db_snapshot: sharedSnapshot,
  aws_db_snapshot_copy: sharedSnapshot,
  aws_eks_cluster: ({ vpc_config }) =>
    blocksOf(vpc_config).flatMap(({ endpoint_public_access, public_access_cidrs }) => {
      const cidrs = stringsOf(public_access_cidrs);
      const whom = internetInWords(cidrs.length === 0 ? ["0.0.0.0/0"] : cidrs);
      return [endpoint_public_access !== false && whom !== undefined && high("open", `its API is open to ${whom}`)];
    }),
  aws_lambda_function_url: ({ authorization_type }) => [
    isNone(authorization_type) && high("public", "everyone may call the function by its URL"),
  ],
  aws_lambda_permission: ({ principal, source_arn, source_account, principal_org_id }) => [
    principal === "*" &&
      [source_arn, source_account, principal_org_id].every(isMissing) &&
      high("public", "everyone may invoke the function"),
    typeof principal === "string" &&
      /\.amazonaws\.com(?:\.cn)?$/.test(principal) &&
      [source_arn, source_account].every(isMissing) &&
      medium("public", `any account may invoke the function through ${principal}`),
  ],
  aws_opensearch_domain: ({ vpc_options }) => [
    blocksOf(vpc_options).length === 0 && medium("public", "it has a public endpoint"),
  ],
  aws_s3_account_public_access_block: publicAccessBlock,
  aws_s3_bucket_public_access_block: publicAccessBlock,
  aws_ssm_document: ({ permissions }) => [
    blocksOf(permissions).some(({ account_ids }) => /(?:^|,)all(?:,|$)/i.test(String(account_ids))) &&
      high("public", "every account may use it"),
  ],
  azurerm_storage_account: ({ allow_nested_items_to_be_public, allow_blob_public_access, network_rules }) => [
    (isOn(allow_nested_items_to_be_public) || isOn(allow_blob_public_access)) &&
      high("public", "its containers may be public"),
    blocksOf(network_rules).some(({ default_action }) => default_action === "Allow") &&
      high("open", "it can be reached from every network"),
  ],
  azurerm_storage_container: ({ container_access_type }) => [
    ["blob", "container"].includes(String(container_access_type)) && high("public", "everyone can read its blobs"),
  ],
  azurerm_key_vault: ({ network_acls }) => [
    blocksOf(network_acls).some(({ default_action }) => default_action === "Allow") &&
      medium("open", "it can be reached from every network"),
  ],
  google_container_cluster: ({ master_authorized_networks_config }) => {
    const cidrs = blocksOf(master_authorized_networks_config)
      .flatMap(({ cidr_blocks }) => blocksOf(cidr_blocks))
      .flatMap(({ cidr_block }) => stringsOf(cidr_block));
    const whom = internetInWords(cidrs);
    return [whom !== undefined && high("open", `its API is open to ${whom}`)];
  },
};

function sharedSnapshot({ shared_accounts }: Properties): readonly (Exposure | false)[] {
  return [stringsOf(shared_accounts).includes("all") && high("public", "every account may restore it")];
}

function publicAccessBlock(values: Properties): readonly (Exposure | false)[] {
  const off = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].filter(
    // The provider's default is false.
    (argument) => !isOn(values[argument]) && !isUnknown(values[argument]),
  );
  return off.map((argument) => high("public", `${argument} is off, so that it can become public`));
}

/** Arguments that open whatever has them, in any provider. */
const openArguments: readonly (readonly [argument: RegExp, level: "high" | "medium", text: string])[] = [
  [
    /^publicly_accessible$|^public_network_access_enabled$|^is_publicly_accessible$/,
    "high",
    "it can be reached from the internet",
  ],
  [/^associate_public_ip_address$|^map_public_ip_on_launch$|^assign_public_ip$/, "medium", "it gets public addresses"],
  [/^enable_serial_console_access$|^serial_port_enable$/, "medium", "its serial console is open"],
];

function switchExposures(type: string, values: Properties): Exposure[] {
  const own = Object.hasOwn(switches, type) ? (switches[type]?.(values) ?? []) : [];
  const generic = blockValues(values).flatMap(([argument, value]) =>
    openArguments.flatMap(([pattern, level, text]) => {
      const isOpen =
        pattern.test(argument) &&
        (isOn(value) || (argument === "public_network_access_enabled" && value === "Enabled"));
      return isOpen ? [{ level, kind: "public" as const, text }] : [];
    }),
  );
  return [...own.filter((exposure) => exposure !== false), ...generic];
}

/** Arguments of a resource and of the blocks in it. */
function blockValues(values: Properties, depth = 0): [string, unknown][] {
  return Object.entries(values).flatMap(([argument, value]) =>
    typeof value === "object" && value !== null && depth < 4
      ? blocksOf(value).flatMap((block) => blockValues(block, depth + 1))
      : [[argument, value] as [string, unknown]],
  );
}

/** Roles of Google Cloud and Azure that make an administrator, or nearly. */
const ownerRoles: readonly (readonly [role: RegExp, level: "high" | "medium", can: string])[] = [
  [/^roles\/owner$|^Owner$/, "high", "do everything"],
  [/^roles\/editor$|^Contributor$/, "high", "change everything but access"],
  [/^User Access Administrator$|^Role Based Access Control Administrator$/, "high", "give itself every right"],
  [
    /^roles\/(?:iam\.securityAdmin|resourcemanager\.\w*(?:Admin|IamAdmin)|iam\.\w*[rR]oleAdmin)$/,
    "high",
    "give itself every right",
  ],
  [
    /^roles\/iam\.(?:serviceAccountTokenCreator|serviceAccountUser|serviceAccountKeyAdmin|workloadIdentityUser)$/,
    "high",
    "act as other service accounts",
  ],
  [
    /^roles\/(?:storage|secretmanager|cloudkms|cloudsql|bigquery|compute|container)\.admin$/,
    "medium",
    "manage a whole service",
  ],
  [/^Key Vault Administrator$|^Storage Blob Data Owner$/, "medium", "manage a whole service"],
];

/** What is given to whom: bindings of Google Cloud, role assignments of Azure, access to clusters. */
function grantExposures(type: string, values: Properties): Exposure[] {
  const members = [...stringsOf(values.member), ...stringsOf(values.members)];
  const everyone = members.filter((member) => /^(?:allUsers|allAuthenticatedUsers)$/.test(member));
  const roles = [values.role, values.role_definition_name].flatMap(stringsOf);
  const owner = ownerRoles.filter(([role]) => roles.some((name) => role.test(name)));
  const isBinding = /^google_.*_iam_(?:member|binding|policy)$|^azurerm_role_assignment$/.test(type);
  return [
    ...everyone.map((member) =>
      high(
        "public",
        `${member === "allUsers" ? "everyone" : "everyone with a Google account"} has ${roles.join(", ")}`,
      ),
    ),
    ...(isBinding
      ? owner.map(([, level, can]) => ({
          level,
          kind: "administrator" as const,
          text: `anyone with it may ${can} (${roles.join(", ")})`,
        }))
      : []),
    ...clusterAccess(type, values),
    ...credentials(type),
  ];
}

function clusterAccess(type: string, values: Properties): Exposure[] {
  if (type === "aws_eks_access_policy_association") {
    const policy = /AmazonEKS(?:Cluster)?Admin(?:View)?Policy$/.exec(String(values.policy_arn))?.[0];
    if (policy === undefined || policy.includes("View")) return [];
    return [high("administrator", `anyone with it is administrator of the cluster (${policy})`)];
  }
  if (type === "aws_eks_access_entry") {
    const isMaster = stringsOf(values.kubernetes_groups).includes("system:masters");
    return [
      isMaster
        ? high("administrator", "anyone with it is administrator of the cluster (system:masters)")
        : medium("administrator", "whoever has it can sign in to the cluster"),
    ];
  }
  if (!/^kubernetes_(?:cluster_)?role_binding(?:_v1)?$/.test(type)) return [];
  const isAdmin = blocksOf(values.role_ref).some(({ name }) => name === "cluster-admin");
  const isEveryone = blocksOf(values.subject).some(({ name }) =>
    /^system:(?:anonymous|unauthenticated|authenticated)$/.test(String(name)),
  );
  return [
    ...(isAdmin ? [high("administrator", "anyone with it is administrator of the cluster (cluster-admin)")] : []),
    ...(isEveryone ? [high("public", "everyone who reaches the cluster has it")] : []),
  ];
}

/** Long-lived keys of people and services. */
const credentialTypes: Readonly<Record<string, string>> = {
  aws_iam_access_key: "an access key that does not expire",
  aws_iam_service_specific_credential: "a password that does not expire",
  aws_iam_user_login_profile: "a password for the console",
  azuread_application_password: "a password of an application",
  azuread_service_principal_password: "a password of a service principal",
  google_service_account_key: "a key of a service account that does not expire",
};

function credentials(type: string): Exposure[] {
  const what = Object.hasOwn(credentialTypes, type) ? credentialTypes[type] : undefined;
  return what === undefined ? [] : [high("credential", `${what}, and it is in the state`)];
}

/** Managed policies by ARN, wherever they are listed. */
function attachmentExposures(type: string, values: Properties): Exposure[] {
  if (!type.startsWith("aws_iam_") && !type.startsWith("aws_ssoadmin_")) return [];
  const managed = [
    values.policy_arn,
    values.managed_policy_arns,
    values.policy_arns,
    values.managed_policy_arn,
  ].flatMap(stringsOf);
  return powersOf({ statements: [], managed }).map(({ level, can }: Power) => ({
    level,
    kind: "administrator",
    text: `it may ${can}`,
  }));
}

/** Types of which `exposuresOf` knows every argument that opens them. */
export function hasExposures(type: string): boolean {
  return (
    Object.hasOwn(switches, type) ||
    Object.hasOwn(credentialTypes, type) ||
    type.startsWith("aws_iam_") ||
    /^google_.*_iam_(?:member|binding|policy)$|^azurerm_role_assignment$|^aws_eks_access_|_policy$|^kubernetes_(?:cluster_)?role_binding/.test(
      type,
    )
  );
}

function isNone(value: unknown): boolean {
  return isMissing(value) || value === "NONE";
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** Whether a value is only known after apply, in a plan or in a configuration. */
function isUnknown(value: unknown): boolean {
  return typeof value === "string" && /^(?:<.*>|\$\{.*\})$/.test(value);
}

function isOn(value: unknown): boolean {
  return value === true || value === "true";
}

function high(kind: Exposure["kind"], text: string): Exposure {
  return { level: "high", kind, text };
}

function medium(kind: Exposure["kind"], text: string): Exposure {
  return { level: "medium", kind, text };
}
