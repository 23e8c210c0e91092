/** A SARIF log as far as viewers need it; what is there beside is allowed. */
interface Log {
  readonly version: string;
  readonly $schema: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly { readonly executionSuccessful: boolean }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: object };
      }[];
    }[];
  }[];
}

/**
 * What the log breaks of SARIF 2.1.0 and of what GitHub's code scanning asks for beside; empty when nothing.
 *
 * Sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (3.13, 3.14, 3.19, 3.27),
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function faultsOf(log: object): readonly string[] {
  const { version, $schema, runs } = JSON.parse(JSON.stringify(log)) as Log;
  const faults: string[] = [];
  const must = (holds: boolean, what: string): void => {
    if (!holds) faults.push(what);
  };
  must(version === "2.1.0", "version");
  must(URL.canParse($schema), "$schema");
  must(runs.length === 1, "one run");
  for (const { tool, invocations, results } of runs) {
    const { name, rules } = tool.driver;
    must(name !== "", "name of the driver");
    must(new Set(rules.map(({ id }) => id)).size === rules.length, "every rule once");
    must(typeof invocations[0]?.executionSuccessful === "boolean", "executionSuccessful");
    for (const { ruleId, ruleIndex, level, message, locations } of results) {
      must(rules[ruleIndex]?.id === ruleId, `ruleIndex of ${ruleId}`);
      must(["none", "note", "warning", "error"].includes(level), `level ${level}`);
      must(typeof message.text === "string", "message");
      must(locations.length === 1, "one location");
      for (const { physicalLocation } of locations) {
        const { uri } = physicalLocation.artifactLocation;
        must(/^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/.test(uri), `uri ${uri}`);
        must("startLine" in physicalLocation.region, "startLine");
      }
    }
  }
  return faults;
}
