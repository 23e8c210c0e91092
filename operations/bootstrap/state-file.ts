/** What bootstrap reads of a Terraform state: the id of each managed resource, by address. */
export type StateFile = Readonly<Record<string, string>>;

/** Reads state format 4; undefined for an empty file, which Terraform leaves behind where it moved a state away. */
export function parseState(text: string): StateFile | undefined {
  if (text.trim() === "") return undefined;
  const { resources } = JSON.parse(text) as {
    resources: { mode: string; type: string; name: string; instances: { attributes: { id?: string } }[] }[];
  };
  return Object.fromEntries(
    resources
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
