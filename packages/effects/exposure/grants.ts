import { blocksOf, isRecord, stringsOf, tryParseJson, type Properties } from "../../terraform-json";
import { high, medium, type Exposure } from "./exposure";

/** Roles of Google Cloud and Azure that make an administrator, or nearly. */
const ownerRoles: readonly (readonly [role: RegExp, level: "high" | "medium", can: string])[] = [
  [/^roles\/owner$|^Owner$|^Global Administrator$/, "high", "do everything"],
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

/** Roles of Azure by their ids, and the role of Entra ID that has all others. Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles (2026-11) */
const roleIds: Readonly<Record<string, string>> = {
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
  "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
  "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
  "00482a5a-887f-4fb3-b363-3b7fe8e74483": "Key Vault Administrator",
  "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": "Storage Blob Data Owner",
  "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
};

/** What is given to whom: bindings of Google Cloud, role assignments of Azure, access to clusters. */
export function grantExposures(type: string, values: Properties): Exposure[] {
  return [
    ...bindingsOf(type, values).flatMap(({ roles, members }) => bindingExposures(type, roles, members)),
    ...(Object.hasOwn(customRoles, type) ? (customRoles[type]?.(values) ?? []) : []),
    ...memberships(type, values),
    ...clusterAccess(type, values),
    ...credentials(type, values),
  ];
}

interface Binding {
  readonly roles: readonly string[];
  readonly members: readonly string[];
}

const bindingTypes =
  /^google_.*_iam_(?:member|binding|policy)$|^azurerm_(?:pim_(?:active|eligible)_)?role_assignment$|^azuread_directory_role_assignment$/;

/** Who gets which roles, however a resource writes it. */
function bindingsOf(type: string, values: Properties): Binding[] {
  const members = [values.member, values.members, values.entity].flatMap(stringsOf);
  const ids = [values.role_definition_id, values.role_id].flatMap(stringsOf).map((id) => id.split("/").at(-1) ?? "");
  const roles = [values.role, values.role_definition_name]
    .flatMap(stringsOf)
    .concat(ids.map((id) => roleIds[id] ?? id));
  // Policies of Google Cloud list bindings, ACLs of buckets `READER:allUsers`, and datasets blocks.
  const policy = type.startsWith("google_") ? tryParseJson(values.policy_data) : undefined;
  const listed = isRecord(policy)
    ? blocksOf(policy.bindings)
    : type.startsWith("google_bigquery_")
      ? blocksOf(values.access)
      : [];
  return [
    ...(roles.length + members.length > 0 ? [{ roles, members }] : []),
    ...listed.map((own) => ({
      roles: stringsOf(own.role),
      members: [own.members, own.special_group, own.iam_member].flatMap(stringsOf),
    })),
    ...stringsOf(values.role_entity).map((entry) => {
      const [role = "", ...entity] = entry.split(":");
      return { roles: [role], members: [entity.join(":")] };
    }),
  ];
}

function bindingExposures(type: string, roles: readonly string[], members: readonly string[]): Exposure[] {
  const everyone = members.filter((member) => /^(?:iamMember:)?(?:allUsers|allAuthenticatedUsers)$/.test(member));
  const owner = bindingTypes.test(type) ? ownerRoles.filter(([role]) => roles.some((name) => role.test(name))) : [];
  return [
    ...everyone.map((member) =>
      high(
        "public",
        `${member.endsWith("allUsers") ? "everyone" : "everyone with a Google account"} has ${roles.join(", ")}`,
      ),
    ),
    ...owner.map(([role, level, can]) => ({
      level,
      kind: "administrator" as const,
      text: `anyone with it may ${can} (${roles.filter((name) => role.test(name)).join(", ")})`,
    })),
  ];
}

/** Permissions that make a role of Google Cloud an administrator's, or nearly. Source: https://github.com/RhinoSecurityLabs/GCP-IAM-Privilege-Escalation */
const googlePermissions =
  /\.setIamPolicy$|^iam\.(?:roles\.update|serviceAccountKeys\.create|serviceAccounts\.(?:actAs|getAccessToken|getOpenIdToken|implicitDelegation|signBlob|signJwt))$|^deploymentmanager\.deployments\.create$|^cloudbuild\.builds\.create$|^orgpolicy\.policy\.set$/;

/** Actions of Azure that let a role give itself every right. */
const azureActions =
  /^(?:\*|\*\/write|Microsoft\.Authorization\/(?:\*|roleAssignments\/(?:\*|write)|\*\/write|elevateAccess\/action))$/i;

/** Roles that a plan defines itself. */
const customRoles: Readonly<Record<string, (values: Properties) => Exposure[]>> = {
  azurerm_role_definition: ({ permissions }) =>
    blocksOf(permissions)
      .flatMap(({ actions }) => stringsOf(actions))
      .filter((action) => azureActions.test(action))
      .map((action) =>
        high(
          "administrator",
          `anyone with it may ${action === "*" ? "do everything" : "give itself every right"} (${action})`,
        ),
      ),
  google_organization_iam_custom_role: googleRole,
  google_project_iam_custom_role: googleRole,
  kubernetes_cluster_role: kubernetesRole,
  kubernetes_cluster_role_v1: kubernetesRole,
  kubernetes_role: kubernetesRole,
  kubernetes_role_v1: kubernetesRole,
};

function googleRole({ permissions }: Properties): Exposure[] {
  const found = stringsOf(permissions).filter((permission) => googlePermissions.test(permission));
  return found.map((permission) => high("administrator", `anyone with it can gain more rights (${permission})`));
}

/** Source: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks */
function kubernetesRole({ rule }: Properties): Exposure[] {
  return blocksOf(rule).flatMap(({ resources, verbs }) => {
    const [all, may] = [stringsOf(resources), stringsOf(verbs)];
    const on = (resource: RegExp, verb: RegExp) =>
      all.some((name) => name === "*" || resource.test(name)) && may.some((name) => name === "*" || verb.test(name));
    if (all.includes("*") && may.includes("*"))
      return [high("administrator", "anyone with it may do everything (* on *)")];
    return [
      ...(on(/^secrets$/, /^(?:get|list|watch)$/) ? [high("administrator", "anyone with it may read secrets")] : []),
      ...(on(/roles$|rolebindings$|^users$|^groups$|^serviceaccounts$/, /^(?:escalate|bind|impersonate)$/)
        ? [high("administrator", "anyone with it may give itself every right")]
        : []),
      ...(on(/^pods\/(?:exec|attach)$/, /^create$/)
        ? [medium("administrator", "anyone with it may run commands in containers")]
        : []),
    ];
  });
}

/** Who joins a group, or gets what others defined. */
const membershipTypes: Readonly<Record<string, string>> = {
  aws_iam_group_membership: "its users get what the group may",
  aws_iam_user_group_membership: "the user gets what the groups may",
  aws_identitystore_group_membership: "the user gets what the group may",
  aws_ssoadmin_account_assignment: "whoever it names gets the permission set in the account",
  azuread_app_role_assignment: "whoever it names gets the role of the application",
  azuread_directory_role_assignment: "whoever it names gets the role in the directory",
  azuread_group_member: "the member gets what the group may",
  google_cloud_identity_group_membership: "the member gets what the group may",
};

function memberships(type: string, values: Properties): Exposure[] {
  const isOwner = bindingsOf(type, values).some(({ roles }) => roles.includes("Global Administrator"));
  const what = Object.hasOwn(membershipTypes, type) && !isOwner ? membershipTypes[type] : undefined;
  return what === undefined ? [] : [medium("administrator", what)];
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
  if (/^kubernetes_config_map(?:_v1)?(?:_data)?$/.test(type)) {
    const isMaster = blocksOf(values.data).some((data) => JSON.stringify(data).includes("system:masters"));
    return isMaster ? [high("administrator", "it makes administrators of the cluster (system:masters)")] : [];
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

/** What signs in with a key or a token of its own. */
const identityProviders: Readonly<Record<string, (values: Properties) => string>> = {
  aws_iam_openid_connect_provider: ({ url }) => `roles can trust tokens of ${String(url)}`,
  aws_iam_saml_provider: () => "whoever has its signing key can sign in as every role that trusts it",
  aws_iam_signing_certificate: () => "whoever has its key can sign requests",
  aws_iam_user_ssh_key: () => "whoever has its private key can sign in",
  azuread_application_federated_identity_credential: federated,
  azurerm_federated_identity_credential: federated,
};

function federated({ issuer, subject }: Properties): string {
  return `${String(subject)} of ${String(issuer)} can sign in as it`;
}

function credentials(type: string, values: Properties): Exposure[] {
  const what = Object.hasOwn(credentialTypes, type) ? credentialTypes[type] : undefined;
  if (what !== undefined) return [high("credential", `${what}, and it is in the state`)];
  const provider = Object.hasOwn(identityProviders, type) ? identityProviders[type] : undefined;
  return provider === undefined ? [] : [medium("credential", provider(values))];
}

/** Types with nothing but grants in them, and bindings of roles that are known. */
export function hasGrants(type: string, values: Properties): boolean {
  if (type.startsWith("azure") && bindingTypes.test(type)) {
    // What a role of another id allows is not in the plan.
    return bindingsOf(type, values).some(({ roles }) => roles.some((role) => !/^[0-9a-f-]{36}$|^<|^\$/.test(role)));
  }
  return (
    [credentialTypes, identityProviders, membershipTypes, customRoles].some((table) => Object.hasOwn(table, type)) ||
    bindingTypes.test(type) ||
    /^aws_eks_access_|^kubernetes_(?:cluster_)?role_binding|^google_storage_(?:bucket|object|default_object)_(?:access_control|acl)$|^google_bigquery_dataset_access$/.test(
      type,
    )
  );
}
