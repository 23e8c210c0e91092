import { imagesOf } from "../diff/image";
import { readContainers } from "../diff/containers";
import type { Effect, Values } from "../../model";
import { high, type ChangeDetails } from "../details";
import { noun } from "./any";

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
    const tags = tagsOf(old, image);
    return isEarlier(tags.after, tags.before) ? [{ container, ...tags }] : [];
  });
}

/** A tag says more than the digest after it. */
function tagsOf(old: string, image: string): { before: string; after: string } {
  const plain = (reference: string) => reference.replace(/(:[\w.-]+)@sha256:.*$/, "$1");
  return imagesOf(plain(old), plain(image), { unknownValues: true });
}

/** Arguments that name what runs, in every provider. */
const runs = /^(?:image|image_uri|image_name|image_identifier|docker_image|container_image)$/;

/** An earlier image, or chart, for anything but a task definition, of which `describeTaskDefinition` knows more. */
export function describeRollback({ change, diff, name }: ChangeDetails): readonly Effect[] {
  if (change.type === "aws_ecs_task_definition") return [];
  const images = diff.flatMap(({ path, before, after }) => {
    const argument = path.at(-1) ?? "";
    const isVersion = argument === "version" && change.type === "helm_release";
    if (before === undefined || after === undefined || !(runs.test(argument) || isVersion)) return [];
    const tags = isVersion ? { before, after } : tagsOf(before, after);
    return isEarlier(tags.after, tags.before) ? [`${tags.before} -> ${tags.after}`] : [];
  });
  if (images.length === 0) return [];
  const all = [...new Set(images)].join(", ");
  return [high(`${noun(change.type)} ${name}: rollback, ${all}: what runs now is the later one`)];
}

/** Whether a tag comes before another of the same form, number by number. */
function isEarlier(tag: string, than: string): boolean {
  // 1.2.0-rc1 comes before 1.2.0.
  const [release, candidate] = tag.split(/-(?=(?:rc|alpha|beta|pre|dev|snapshot)[.\d-]*$)/i);
  if (candidate !== undefined && release === than) return true;
  const [words, others] = [tag, than].map((text) => text.split(/\d+/));
  if (tag.startsWith("sha256:") || words?.join("#") !== others?.join("#")) return false;
  const [numbers, later] = [tag, than].map((text) => (text.match(/\d+/g) ?? []).map(BigInt));
  const at = numbers?.findIndex((number, index) => number !== later?.[index]) ?? -1;
  return at >= 0 && (numbers?.[at] ?? 0n) < (later?.[at] ?? 0n);
}
