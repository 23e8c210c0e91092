import { internetInWords, isPartOfInternet, isUnknownPeer } from "../addresses";
import type { OpenRule } from "./rules";

export { isFirewall, openRulesOf, type OpenRule } from "./rules";

/** Ports that are open to the internet, all rules of a firewall taken together. */
export interface Opening {
  readonly rule: OpenRule;
  /** `the internet`, `about 50 % of the internet` */
  readonly whom: string;
  readonly peers: readonly string[];
}

/**
 * The rules through which the internet gets in, alone or together with the others for the same ports.
 *
 * @param others rules of the same firewall that are written elsewhere
 */
export function openings(rules: readonly OpenRule[], others: readonly OpenRule[] = []): Opening[] {
  const all = [...rules, ...others];
  // Rules with the same ports have the same peers; of thousands of rules, each is compared with all others only once.
  const known = new Map<string, Pick<Opening, "peers"> & { readonly whom: string | undefined }>();
  const peersOf = (own: OpenRule) => {
    const key = JSON.stringify([own.protocol, own.ports]);
    const peers = [...new Set(all.filter((other) => overlap(own, other)).flatMap((other) => other.peers))];
    const found = { peers, whom: internetInWords(peers) };
    known.set(key, found);
    return found;
  };
  return rules.flatMap((own) => {
    // A rule for one office is not open because another rule is.
    if (own.peers.length === 0 || !isPartOfInternet(own.peers, ["*"])) return [];
    const { peers, whom } = known.get(JSON.stringify([own.protocol, own.ports])) ?? peersOf(own);
    return whom === undefined ? [] : [{ rule: own, whom, peers }];
  });
}

/** Whether some peer of a rule is unknown here: a variable, a prefix list. */
export function unknownPeers({ peers }: OpenRule): string[] {
  return peers.filter((peer) => isUnknownPeer(peer) && !peer.startsWith("sg-"));
}

function overlap(a: OpenRule, b: OpenRule): boolean {
  if (a.protocol !== b.protocol && a.protocol !== "all" && b.protocol !== "all") return false;
  return a.ports.some(([from, to]) => b.ports.some(([first, last]) => from <= last && first <= to));
}

/** `port 22`, `ports 8000-8100`, `every port`, `icmp` */
export function portsInWords({ protocol, ports }: OpenRule): string {
  if (protocol.startsWith("icmp")) return protocol;
  if (ports.some(([from, to]) => from <= 1 && to >= 65535))
    return protocol === "all" ? "every port" : `every ${protocol} port`;
  const ranges = merged(ports);
  const words = ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(", ");
  const isOne = ranges.length === 1 && ranges[0]?.[0] === ranges[0]?.[1];
  return `${isOne ? "port" : "ports"} ${words}${protocol === "udp" ? " (udp)" : ""}`;
}

/** Ranges in order, those that touch as one. */
function merged(ports: OpenRule["ports"]): OpenRule["ports"] {
  const all: (readonly [from: number, to: number])[] = [];
  for (const [from, to] of ports.toSorted(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1] + 1) all[all.length - 1] = [last[0], Math.max(last[1], to)];
    else all.push([from, to]);
  }
  return all;
}

/** 80 and 443 over TCP are what a web server is for. */
export function isWeb({ protocol, ports }: OpenRule): boolean {
  return protocol === "tcp" && ports.every(([from, to]) => from === to && (from === 80 || from === 443));
}
