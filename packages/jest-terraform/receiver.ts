import { Block, Configuration, isRecord } from "../terraform-json";
import type { MatcherContext } from "./report";
import { SynthesizedApp, SynthesizedStack } from "./synthesized";

/** The stacks that `expect(...)` was given. @throws one error when it was given something else */
export function stacksOf(context: MatcherContext, matcher: string, received: unknown): readonly Configuration[] {
  if (received instanceof SynthesizedStack) return [received.configuration];
  if (received instanceof SynthesizedApp) return received.stacks.map((stack) => stack.configuration);
  if (received instanceof Configuration) return [received];
  throw misuse(context, matcher, "a stack or app from synthesize() or testStack()", received);
}

/** The error for `expect(wrong).matcher()`. */
export function misuse({ utils, isNot }: MatcherContext, matcher: string, wanted: string, received: unknown): Error {
  const title = utils.matcherHint(matcher, "received", "...", { isNot });
  return new Error(`${title}\n\nreceived must be ${wanted}, got ${describe(received)}`);
}

function describe(received: unknown): string {
  if (isConstruct(received, "App")) return "a cdktf App; synthesize it first: synthesize(app)";
  if (isConstruct(received, "TerraformStack"))
    return 'a cdktf TerraformStack; synthesize it first: synthesize(app).stack("name")';
  if (received instanceof Block) return `the resource ${received.address}`;
  if (received instanceof SynthesizedStack)
    return `the stack ${received.name}; take a resource of it: stack.resource(Type)`;
  if (received instanceof SynthesizedApp) return 'an app; take a stack of it: app.stack("name")';
  if (received === null || received === undefined) return String(received);
  if (Array.isArray(received)) return "a list";
  if (typeof received !== "object") return `a ${typeof received}`;
  const { name } = received.constructor;
  return name === "Object" ? "an object" : `an object of class ${name}`;
}

/** By cdktf's own mark, since importing cdktf here would cost every test file a tenth of a second. */
function isConstruct(value: unknown, kind: "App" | "TerraformStack"): boolean {
  return isRecord(value) && Symbol.for(`cdktf/${kind}`) in value;
}
