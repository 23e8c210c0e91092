import { blocksOf, stringsOf, type Properties } from "../../terraform-json";
import { internetInWords } from "../addresses";
import { high, isMissing, isNone, isOn, isUnknown, medium, type Exposure } from "./exposure";

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
  aws_ecrpublic_repository: () => [high("public", "everyone may pull its images")],
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
  aws_cloudwatch_event_permission: ({ principal, condition }) => [
    principal === "*" && blocksOf(condition).length === 0 && high("public", "everyone may put events on the bus"),
  ],
  aws_cognito_identity_pool: ({ allow_unauthenticated_identities }) => [
    isOn(allow_unauthenticated_identities) && high("public", "everyone gets its credentials without signing in"),
  ],
  aws_ebs_snapshot_block_public_access: ({ state }) => [
    state === "unblocked" && high("public", "snapshots can become public"),
  ],
  aws_ec2_image_block_public_access: ({ state }) => [
    state === "unblocked" && high("public", "images can become public"),
  ],
  aws_ec2_managed_prefix_list: ({ entry }) => addressList(blocksOf(entry).flatMap(({ cidr }) => stringsOf(cidr))),
  aws_ec2_managed_prefix_list_entry: ({ cidr }) => addressList(stringsOf(cidr)),
  aws_emr_block_public_access_configuration: ({ block_public_security_group_rules: blocks }) => [
    !isOn(blocks) && !isUnknown(blocks) && high("public", "clusters can become public"),
  ],
  aws_lambda_layer_version_permission: ({ principal, organization_id }) => [
    principal === "*" && isMissing(organization_id) && medium("public", "everyone may use the layer"),
  ],
  aws_msk_cluster: ({ client_authentication, broker_node_group_info }) => [
    blocksOf(client_authentication).some(({ unauthenticated }) => isOn(unauthenticated)) &&
      high("public", "clients need not sign in"),
    blocksOf(broker_node_group_info)
      .flatMap(({ connectivity_info }) => blocksOf(connectivity_info))
      .flatMap(({ public_access }) => blocksOf(public_access))
      .some(({ type }) => type === "SERVICE_PROVIDED_EIPS") && high("public", "it can be reached from the internet"),
  ],
  aws_ram_principal_association: ({ principal }) => [
    medium("administrator", `${String(principal)} may use what is shared`),
  ],
  aws_ram_resource_share: ({ allow_external_principals }) => [
    isOn(allow_external_principals) && medium("administrator", "accounts of other organizations may be added"),
  ],
  aws_snapshot_create_volume_permission: ({ account_id }) => [
    medium("administrator", `account ${String(account_id)} may copy the snapshot`),
  ],
  aws_vpc_endpoint_service: ({ allowed_principals, acceptance_required }) => [
    stringsOf(allowed_principals).includes("*") &&
      (isOn(acceptance_required)
        ? medium("public", "everyone may ask to connect to it")
        : high("public", "everyone may connect to it")),
  ],
  aws_vpc_endpoint_service_allowed_principal: ({ principal_arn }) => [
    principal_arn === "*" && medium("public", "everyone may ask to connect to it"),
  ],
  azurerm_container_group: ({ ip_address_type }) => [
    (isMissing(ip_address_type) || ip_address_type === "Public") && medium("public", "it gets public addresses"),
  ],
  azurerm_kubernetes_cluster: ({ private_cluster_enabled, api_server_access_profile }) => {
    const cidrs = blocksOf(api_server_access_profile).flatMap(({ authorized_ip_ranges }) =>
      stringsOf(authorized_ip_ranges),
    );
    const whom = internetInWords(cidrs.length === 0 ? ["0.0.0.0/0"] : cidrs);
    return [!isOn(private_cluster_enabled) && whom !== undefined && high("open", `its API is open to ${whom}`)];
  },
  azurerm_storage_account_network_rules: ({ default_action }) => [
    default_action === "Allow" && high("open", "it can be reached from every network"),
  ],
  github_repository: ({ visibility, private: isPrivate }) => [
    (visibility === "public" || (isMissing(visibility) && isPrivate === false)) &&
      high("public", "everyone can read its code"),
  ],
  google_compute_address_group: ({ items }) => addressList(stringsOf(items)),
  google_iam_workload_identity_pool_provider: ({ oidc, attribute_condition }) =>
    blocksOf(oidc).map(
      ({ issuer_uri }) =>
        isMissing(attribute_condition) && high("public", `anyone who signs in at ${String(issuer_uri)} is let in`),
    ),
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
  google_container_cluster: ({ master_authorized_networks_config, private_cluster_config }) => {
    const cidrs = blocksOf(master_authorized_networks_config)
      .flatMap(({ cidr_blocks }) => blocksOf(cidr_blocks))
      .flatMap(({ cidr_block }) => stringsOf(cidr_block));
    const isLimited = blocksOf(master_authorized_networks_config).length > 0;
    const isPrivate = blocksOf(private_cluster_config).some(({ enable_private_endpoint }) =>
      isOn(enable_private_endpoint),
    );
    const whom = internetInWords(isLimited ? cidrs : ["0.0.0.0/0"]);
    return [!isPrivate && whom !== undefined && high("open", `its API is open to ${whom}`)];
  },
};

function sharedSnapshot({ shared_accounts }: Properties): readonly (Exposure | false)[] {
  return [stringsOf(shared_accounts).includes("all") && high("public", "every account may restore it")];
}

function addressList(cidrs: readonly string[]): readonly (Exposure | false)[] {
  const whom = internetInWords(cidrs);
  return [whom !== undefined && high("open", `it holds ${whom}, and so does every rule that names it`)];
}

function publicAccessBlock(values: Properties): readonly (Exposure | false)[] {
  const off = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].filter(
    // The provider's default is false.
    (argument) => !isOn(values[argument]) && !isUnknown(values[argument]),
  );
  return off.map((argument) => high("public", `${argument} is off, so that it can become public`));
}

/** What the switches of a type open. */
export function ownSwitches(type: string, values: Properties): Exposure[] {
  const own = Object.hasOwn(switches, type) ? (switches[type]?.(values) ?? []) : [];
  return own.filter((exposure) => exposure !== false);
}

export function hasSwitches(type: string): boolean {
  return Object.hasOwn(switches, type);
}
