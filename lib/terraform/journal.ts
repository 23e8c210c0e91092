/** What an apply was seen to create, by address: the id where it ended, "" where it only began. */
export type Journal = ReadonlyMap<string, string>;

// cdktf puts the path of the construct behind the address. A deposed object has no address of its own.
const line =
  /^(\S+)(?: \((?!deposed)[^)]*\))?: (?:(Creating)\.\.\.|Creation complete after .*? \[id=(.*)\]|(Destroying)\.\.\. )/;

/**
 * Reads the output of Terraform of the resources that it created. Terraform saves its state to a bucket every 20 seconds at
 * most, and says each creation at once, so this names what a killed run could not save.
 *
 * @param log output of `cdktf deploy`, where each line begins with its stack or as many spaces; or of Terraform alone
 * @returns by stack; the output of Terraform alone is that of `stack`
 */
export function readJournal(log: string, stacks: readonly string[], stack?: string): ReadonlyMap<string, Journal> {
  const journals = new Map<string, Map<string, string>>();
  let current = stack;
  for (const text of log.split("\n")) {
    let printed = text;
    if (stack === undefined) {
      const named = stacks.find((name) => text.startsWith(`${name}  `));
      if (named !== undefined) current = named;
      else if (text !== "" && !text.startsWith("   ")) current = undefined;
      if (current === undefined) continue;
      printed = text.slice(current.length + 2);
    }
    const [, address = "", creating, id, destroying] = line.exec(printed) ?? [];
    if (current === undefined || address === "") continue;
    const journal = journals.get(current) ?? new Map<string, string>();
    journals.set(current, journal);
    if (destroying !== undefined) journal.delete(address);
    else if (creating === undefined || !journal.has(address)) journal.set(address, id ?? "");
  }
  return journals;
}
