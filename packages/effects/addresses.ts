import { ipVersion, isCidr } from "../terraform-json";

interface Range {
  readonly from: bigint;
  /** The last address of it. */
  readonly to: bigint;
}

/** How much of the public addresses some CIDR blocks hold together, from 0 to 1. */
export interface Share {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** Addresses that nobody outside has. Source: IANA special-purpose address registries. */
const reserved4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.2.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/3",
].map((cidr) => rangeOf(cidr));

const total4 = 2n ** 32n - sizeOf(union(reserved4.filter((range) => range !== undefined)));

/** IPv6 addresses that are given out: 2000::/3. */
const global6 = rangeOf("2000::/3") ?? { from: 0n, to: 0n };
const total6 = global6.to - global6.from + 1n;

/** From this share on, a set of addresses is the internet: of IPv4 a /8 or more, of IPv6 a /16. */
const [open4, open6] = [1 / 256, 1 / 2 ** 13];

/** Words for every address. */
const everyone = new Set(["*", "any", "internet", "all", "0/0"]);

/** How much of the public internet these CIDR blocks, addresses, or words such as `*` hold together. */
export function shareOfInternet(peers: readonly string[]): Share {
  const all = peers.flatMap((peer) => (everyone.has(peer.toLowerCase()) ? ["0.0.0.0/0", "::/0"] : [peer]));
  const [four, six] = [4, 6].map((family) =>
    union(all.filter((peer) => familyOf(peer) === family).flatMap((peer) => rangeOf(peer) ?? [])),
  );
  const public4 = sizeOf(without(four ?? [], reserved4));
  const public6 = sizeOf((six ?? []).flatMap((range) => within(range, global6)));
  return { ipv4: Number(public4) / Number(total4), ipv6: Number(public6) / Number(total6) };
}

/** Whether these together are the internet, however they are cut: `0.0.0.0/1` and `128.0.0.0/1` are. */
export function isInternet(peers: readonly string[]): boolean {
  const { ipv4, ipv6 } = shareOfInternet(peers);
  return ipv4 >= open4 || ipv6 >= open6;
}

/** From this share on, addresses are a part of the internet that many of them make whole: a /16 of IPv4. */
const part = 1 / 2 ** 17;

/** Whether some addresses are a part of it where all of them together are the internet; those of one office are not. */
export function isPartOfInternet(own: readonly string[], all: readonly string[]): boolean {
  const { ipv4, ipv6 } = shareOfInternet(own);
  return Math.max(ipv4, ipv6) >= part && isInternet([...own, ...all]);
}

/** `the internet`, `about 50 % of the internet`; undefined where it is less than that. */
export function internetInWords(peers: readonly string[]): string | undefined {
  if (!isInternet(peers)) return undefined;
  const { ipv4, ipv6 } = shareOfInternet(peers);
  const share = Math.max(ipv4, ipv6);
  return share > 0.99 ? "the internet" : `about ${Math.max(1, Math.round(share * 100))} % of the internet`;
}

/** Whether a peer's addresses are not known here: a reference, a prefix list, a tag of addresses. */
export function isUnknownPeer(peer: string): boolean {
  return !everyone.has(peer.toLowerCase()) && familyOf(peer) === 0;
}

function familyOf(peer: string): number {
  return ipVersion(peer.split("/", 1)[0] ?? "");
}

function rangeOf(peer: string): Range | undefined {
  const [address = "", length] = peer.split("/");
  const family = ipVersion(address);
  if (family === 0 || (length !== undefined && !isCidr(peer))) return undefined;
  const bits = family === 4 ? 32n : 128n;
  const size = 2n ** (bits - BigInt(length ?? bits));
  const value = family === 4 ? valueOf4(address) : valueOf6(address);
  const from = (value / size) * size;
  return { from, to: from + size - 1n };
}

function valueOf4(address: string): bigint {
  return address.split(".").reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function valueOf6(address: string): bigint {
  // The last four bytes may be written as an IPv4 address.
  const four = /(?<=:)\d+\.\d+\.\d+\.\d+$/.exec(address)?.[0];
  const value4 = four === undefined ? 0n : valueOf4(four);
  const text =
    four === undefined
      ? address
      : address.replace(four, `${(value4 >> 16n).toString(16)}:${(value4 & 0xffffn).toString(16)}`);
  const [head = "", tail] = text.split("::");
  const [first, last] = [head, tail ?? ""].map((half) => half.split(":").filter((part) => part !== ""));
  const zeros = Array.from({ length: 8 - (first?.length ?? 0) - (last?.length ?? 0) }, () => "0");
  const parts = [...(first ?? []), ...(tail === undefined ? [] : zeros), ...(last ?? [])];
  return parts.reduce((value, part) => value * 65536n + BigInt(`0x${part}`), 0n);
}

function union(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = merged.at(-1);
    if (last === undefined || range.from > last.to + 1n) merged.push(range);
    else if (range.to > last.to) merged[merged.length - 1] = { from: last.from, to: range.to };
  }
  return merged;
}

function without(ranges: readonly Range[], taken: readonly (Range | undefined)[]): Range[] {
  return taken.reduce<Range[]>(
    (rest, gone) =>
      gone === undefined
        ? rest
        : rest.flatMap(({ from, to }) => {
            if (gone.to < from || gone.from > to) return [{ from, to }];
            return [
              ...(gone.from > from ? [{ from, to: gone.from - 1n }] : []),
              ...(gone.to < to ? [{ from: gone.to + 1n, to }] : []),
            ];
          }),
    [...ranges],
  );
}

function within({ from, to }: Range, outer: Range): Range[] {
  const [first, last] = [from > outer.from ? from : outer.from, to < outer.to ? to : outer.to];
  return first > last ? [] : [{ from: first, to: last }];
}

function sizeOf(ranges: readonly Range[]): bigint {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1n, 0n);
}
