import {
  covers,
  isAboutAction,
  leadsTo,
  policiesOf,
  stringsOf,
  type Block,
  type Statement,
} from "../packages/terraform-json";
import { addressOf, unique } from "./block";
import { tablesOf, type Placed } from "./placed";

/** What the policy of an endpoint lets through. */
export interface Passage {
  /** Of the actions that were asked for. */
  readonly actions: readonly string[];
  /** The endpoints passed, with the statements that allow it. */
  readonly resources: readonly string[];
}

/** What a request is about: one of the resources of a role's statement, and what that is drawn as. */
export interface Wanted {
  readonly actions: readonly string[];
  readonly resource: string;
  /** Boxes that a resource of an endpoint's policy names. */
  readonly names: (endpoint: Block, resource: string) => boolean;
}

/** Services whose endpoint has another name than their actions. Source: AWS PrivateLink Guide, "AWS services that integrate". */
const endpointNames: Readonly<Record<string, readonly string[]>> = {
  ecr: ["ecr.api"],
};

/**
 * Which actions get from where a box is to the service that they are of: all where requests do not go through an endpoint, else those that
 * the endpoint's policy allows. Its conditions are shown and not evaluated, but for the account of the resource.
 */
export function passage(owner: Placed, wanted: Wanted, placed: readonly Placed[]): Passage {
  const resources: string[] = [];
  const actions = wanted.actions.filter((action) => {
    const endpoint = endpointOf(owner, action.split(":")[0] ?? "", placed);
    if (endpoint === undefined) return true;
    const { statements, unread } = policiesOf(endpoint.block);
    // Without a policy of its own an endpoint has AWS's, which allows everything.
    if (statements.length === 0) {
      resources.push(`${addressOf(endpoint.block)}${unread.length > 0 ? " (policy not read)" : ""}`);
      return true;
    }
    const about = statements.filter((statement) => isAbout(statement, action, wanted, endpoint.block));
    const allows = about.filter(({ effect }) => effect === "Allow");
    const denies = about.some(({ effect, conditions }) => effect === "Deny" && Object.keys(conditions).length === 0);
    if (allows.length === 0 || denies) return false;
    resources.push(...allows.map((statement) => describe(endpoint.block, statement)));
    return true;
  });
  return { actions, resources: unique(resources) };
}

/** Whether a block is an endpoint whose policy allows nothing at all. */
export function isClosed(block: Block): boolean {
  if (block.type !== "aws_vpc_endpoint") return false;
  const { statements } = policiesOf(block);
  return statements.length > 0 && statements.every(({ effect }) => effect === "Deny");
}

/** A gateway endpoint that the route tables lead to, or an interface endpoint that has the service's name in the VPC. */
function endpointOf(owner: Placed, service: string, placed: readonly Placed[]): Placed | undefined {
  const vpcs = owner.subnets.flatMap((subnet) => leadsTo(subnet, "vpc_id", "aws_vpc"));
  const tables = owner.subnets.flatMap(tablesOf);
  return placed.find(({ block }) => {
    if (block.type !== "aws_vpc_endpoint") return false;
    const names = endpointNames[service] ?? [service];
    if (!names.some((name) => String(block.properties.service_name).endsWith(`.${name}`))) return false;
    if (block.properties.vpc_endpoint_type !== "Interface") {
      return leadsTo(block, "route_table_ids", "aws_route_table").some((table) => tables.includes(table));
    }
    const isNamed = [true, "true"].includes(block.properties.private_dns_enabled as boolean);
    return isNamed && leadsTo(block, "vpc_id", "aws_vpc").some((vpc) => vpcs.includes(vpc));
  });
}

function isAbout(statement: Statement, action: string, { resource, names }: Wanted, endpoint: Block): boolean {
  // A role may be allowed `s3:*`, of which an endpoint allows a part.
  const isAction =
    isAboutAction(statement, action) || statement.actions.some((one) => covers(action, one, { ignoreCase: true }));
  if (!isAction || isOfOtherAccount(statement, resource, endpoint)) return false;
  if (statement.notResources.length > 0)
    return !statement.notResources.some((one) => covers(one, resource) || names(endpoint, one));
  return statement.resources.some((one) => covers(one, resource) || covers(resource, one) || names(endpoint, one));
}

/** Of a resource whose ARN names its account, `aws:ResourceAccount` is known. */
function isOfOtherAccount({ effect, conditions }: Statement, resource: string, endpoint: Block): boolean {
  const accounts = (conditions.StringEquals?.["aws:ResourceAccount"] ?? []).map((one) => accountIn(one, endpoint));
  const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
  const isKnown = account !== undefined && accounts.length > 0 && accounts.every((one) => /^\d{12}$/.test(one));
  return effect === "Allow" && isKnown && !accounts.includes(account);
}

/** The account that a stack is for, where a value is whatever the credentials are of. */
function accountIn(value: string, { configuration }: Block): string {
  if (!/^\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}$/.test(value)) return value;
  const [account] = configuration.providers.flatMap(({ properties }) => stringsOf(properties.allowed_account_ids));
  return account ?? "this account";
}

function describe(endpoint: Block, { sid, conditions }: Statement): string {
  const only = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, values]) => `${operator} ${key} ${values.map((one) => accountIn(one, endpoint)).join(", ")}`,
    ),
  );
  const text = [sid, ...only].filter((part) => part !== undefined);
  return `${addressOf(endpoint)} (policy${text.length === 0 ? "" : ` ${text.join("; ")}`})`;
}
