import type { Found, FoundRule } from "./found";
import type { Proposal } from "./proposal";
import type { Stacks, StackJson } from "./stacks";

/**
 * Adds what only the stacks can tell: the log groups among theirs that exist, and the rules of the taken over security groups that
 * are there already, which AWS would refuse a second time.
 */
export function addImports(proposal: Proposal, stacks: Stacks, found: Found, logGroups: readonly string[]): Proposal {
  const matched = matchRules(stacks, found.network?.rules ?? []);
  const groups = new Set(
    Object.values(proposal.adopt.securityGroups ?? {}).flatMap((group) => (group === undefined ? [] : [group.id])),
  );
  const matchedIds = new Set(Object.values(matched));
  const kept = (found.network?.rules ?? []).filter(({ id, groupId }) => groups.has(groupId) && !matchedIds.has(id));
  const wanted = namesOfLogGroups(stacks);
  return {
    ...proposal,
    adopt: {
      ...proposal.adopt,
      logGroups: logGroups.filter((name) => wanted.includes(name)),
      imports: { ...proposal.adopt.imports, ...matched },
    },
    remarks: [
      ...proposal.remarks,
      ...(kept.length === 0
        ? []
        : [
            `Rules of security groups that stay as they are, owned by nobody (revoke those that nothing needs, when all is done): ${kept.map(describeRule).join("; ")}.`,
          ]),
    ],
  };
}

const describeRule = ({ id, groupId, isEgress, protocol, from, to, peer }: FoundRule): string => {
  const ports = protocol === "-1" ? "everything" : `${protocol} ${from === to ? from : `${from}-${to}`}`;
  return `${id} of ${groupId}, ${ports} ${isEgress ? "to" : "from"} ${peer}`;
};

/** Names of all log groups that the stacks would make, as far as they are written out. */
export function namesOfLogGroups(stacks: Stacks): readonly string[] {
  return [...stacks.values()].flatMap(({ resource }) =>
    Object.values(resource?.aws_cloudwatch_log_group ?? {}).flatMap(({ name }) =>
      typeof name === "string" ? [name] : [],
    ),
  );
}

/** Ids of existing rules by `<stack>/<address>` of ours that say the same. */
function matchRules(stacks: Stacks, rules: readonly FoundRule[]): Readonly<Record<string, string>> {
  const entries = [...stacks].flatMap(([stack, json]) =>
    (["ingress", "egress"] as const).flatMap((direction) => {
      const type = `aws_vpc_security_group_${direction}_rule`;
      return Object.entries(json.resource?.[type] ?? {}).flatMap(([name, rule]) => {
        const group = idBehind(stacks, json, rule.security_group_id);
        const peer = rule.cidr_ipv4 ?? idBehind(stacks, json, rule.referenced_security_group_id);
        const same = rules.find(
          (each) =>
            each.groupId === group &&
            each.peer === peer &&
            each.isEgress === (direction === "egress") &&
            each.protocol === rule.ip_protocol &&
            each.from === rule.from_port &&
            each.to === rule.to_port,
        );
        return same === undefined ? [] : [[`${stack}/${type}.${name}`, same.id] as const];
      });
    }),
  );
  return Object.fromEntries(entries);
}

/** The import id of the resource whose `id` an argument refers to, in its own stack or by an output of another one. */
function idBehind(stacks: Stacks, json: StackJson, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const output = remoteOutput.exec(value);
  if (output !== null) {
    const other = stacks.get(output[1] ?? "");
    return other === undefined ? undefined : idBehind(stacks, other, other.output?.[output[2] ?? ""]?.value);
  }
  const address = /^\$\{([a-z0-9_]+\.[A-Za-z0-9_-]+)\.id\}$/.exec(value)?.[1];
  return json.import?.find(({ to }) => to === address)?.id;
}

/** How cdktf writes an output of another stack. */
export const remoteOutput =
  /data\.terraform_remote_state\.cross-stack-reference-input-([a-z0-9-]+)\.outputs\.([A-Za-z0-9_-]+)/;
