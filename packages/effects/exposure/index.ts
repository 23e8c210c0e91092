import {
  blocksOf,
  isRecord,
  readPolicy,
  stringsOf,
  tryParseJson,
  type Properties,
  type Statement,
} from "../../terraform-json";
import { high, isOn, medium, type Exposure } from "./exposure";
import { grantExposures, hasGrants } from "./grants";
import { hasSwitches, ownSwitches } from "./switches";
import { isWeb, openings, openRulesOf, portsInWords, unknownPeers } from "../firewall";
import { hasPrincipal, isPublic, openFederation, powersOf, type Power } from "../iam";

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
    if (!isPublic(statement)) return argument === "assume_role_policy" ? accounts(statement) : [];
    const what =
      statement.notActions.length > 0 ? `all but ${statement.notActions.join(", ")}` : statement.actions.join(", ");
    return [high("public", argument === "assume_role_policy" ? `everyone may assume it` : `everyone may ${what}`)];
  });
}

/** Whole accounts that a trust lets in: the administrators of each decide who. */
function accounts({ effect, principals }: Statement): Exposure[] {
  const named = effect === "Allow" ? (principals.AWS ?? []) : [];
  const ids = named.flatMap((principal) => /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(principal)?.[1] ?? []);
  return ids.map((id) => medium("public", `everyone whom account ${id} lets may assume it`));
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

const reachable = { level: "high", kind: "public", text: "it can be reached from the internet" } as const;
const publicAddress = { level: "medium", kind: "public", text: "it gets public addresses" } as const;
const openConsole = { level: "medium", kind: "public", text: "its serial console is open" } as const;

/** Arguments that open whatever has them, in any provider. */
const openArguments: ReadonlyMap<string, Exposure> = new Map<string, Exposure>([
  ["publicly_accessible", reachable],
  ["public_network_access_enabled", reachable],
  ["is_publicly_accessible", reachable],
  ["associate_public_ip_address", publicAddress],
  ["map_public_ip_on_launch", publicAddress],
  ["assign_public_ip", publicAddress],
  ["enable_serial_console_access", openConsole],
  ["serial_port_enable", openConsole],
]);

function switchExposures(type: string, values: Properties): Exposure[] {
  return [...ownSwitches(type, values), ...genericSwitches(values)];
}

/** Of the arguments of a resource and of the blocks in it. */
function genericSwitches(values: Properties, depth = 0): Exposure[] {
  const found: Exposure[] = [];
  for (const [argument, value] of Object.entries(values)) {
    if (typeof value === "object" && value !== null && depth < 4) {
      for (const block of blocksOf(value)) found.push(...genericSwitches(block, depth + 1));
      continue;
    }
    const exposure = openArguments.get(argument);
    const isOpen = isOn(value) || (argument === "public_network_access_enabled" && value === "Enabled");
    if (exposure !== undefined && isOpen) found.push(exposure);
  }
  return found;
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

/** Whether `exposuresOf` knows every argument of a resource that opens it. */
export function hasExposures(type: string, values: Properties): boolean {
  if (hasSwitches(type) || type.startsWith("aws_iam_")) return true;
  return hasGrants(type, values) || (type.endsWith("_policy") && policiesIn(values).length > 0);
}
