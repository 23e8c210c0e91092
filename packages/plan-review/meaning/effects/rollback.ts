import { imagesOf } from "../diff/image";
import { readContainers } from "../diff/containers";
import type { Values } from "../../model";

/** A container that is given an earlier image than the one it has. */
export interface Rollback {
  readonly container: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Containers of a task definition whose new image is an earlier one than that in the state: `production-305` after `production-306`,
 * `v1.9.2` after `v1.10.0`, `2026-11-26.1` after `2026-11-27.1`. Digests and names without numbers have no order.
 */
export function rollbacksOf(before: Values | undefined, after: Values | undefined): Rollback[] {
  const [was, becomes] = [before, after].map((values) => readContainers(values?.container_definitions));
  if (was === undefined || becomes === undefined) return [];
  return [...becomes].flatMap(([container, { image }]) => {
    const old = was.get(container)?.image;
    if (typeof image !== "string" || typeof old !== "string") return [];
    const tags = imagesOf(old, image, { unknownValues: true });
    return isEarlier(tags.after, tags.before) ? [{ container, ...tags }] : [];
  });
}

/** Whether a tag comes before another of the same form, number by number. */
function isEarlier(tag: string, than: string): boolean {
  const [words, others] = [tag, than].map((text) => text.split(/\d+/));
  if (tag.startsWith("sha256:") || words?.join("#") !== others?.join("#")) return false;
  const [numbers, later] = [tag, than].map((text) => (text.match(/\d+/g) ?? []).map(BigInt));
  const at = numbers?.findIndex((number, index) => number !== later?.[index]) ?? -1;
  return at >= 0 && (numbers?.[at] ?? 0n) < (later?.[at] ?? 0n);
}
