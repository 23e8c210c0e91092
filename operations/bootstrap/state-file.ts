import { isRecord } from "../../packages/terraform-json";
import { parseJsonObject } from "../../packages/common/files";
import { UserError } from "../../packages/common/errors";

/** What bootstrap reads of a Terraform state: the id of each managed resource, by address. */
export type StateFile = Readonly<Record<string, string>>;

/**
 * Reads state format 4; undefined for an empty file, which Terraform leaves behind where it moved a state away.
 *
 * @param place where the text is from
 * @param remedy what to do when it is damaged
 * @throws UserError when it is
 */
export function parseState(text: string, place: string, remedy: string): StateFile | undefined {
  if (text.trim() === "") return undefined;
  const { resources } = parseJsonObject(text, place, remedy);
  if (!Array.isArray(resources) || !resources.every(isRecord)) {
    throw new UserError(`${place} is not a Terraform state; ${remedy}`);
  }
  return Object.fromEntries(
    (resources as { mode: string; type: string; name: string; instances: { attributes: { id?: string } }[] }[])
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ type, name, instances }) =>
        instances.map(({ attributes }) => [`${type}.${name}`, attributes.id ?? ""]),
      ),
  );
}

/**
 * Whether both record the same resources. Lineage cannot tell: Terraform gives a state a new one where it moves it to
 * another backend (seen with 1.11.4).
 */
export function isCopy(copy: StateFile, original: StateFile): boolean {
  const addresses = Object.keys(original);
  return (
    addresses.length === Object.keys(copy).length && addresses.every((address) => copy[address] === original[address])
  );
}
