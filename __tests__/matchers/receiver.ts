import { App, TerraformStack } from "cdktf";
import { Block, Configuration } from "../../tools/terraform-json";
import type { MatcherContext } from "./report";
import { SynthesizedApp, SynthesizedStack } from "./synthesize";

/** The stacks that `expect(...)` was given. @throws one error when it was given something else */
export function stacksOf(context: MatcherContext, matcher: string, received: unknown): readonly Configuration[] {
  if (received instanceof SynthesizedStack) return [received.configuration];
  if (received instanceof SynthesizedApp) return received.stacks.map((stack) => stack.configuration);
  if (received instanceof Configuration) return [received];
  throw misuse(context, matcher, "a stack or app from synthesize() or testStack()", received);
}

/** The resource or data source that `expect(...)` was given. @throws one error when it was given something else */
export function blockOf(context: MatcherContext, matcher: string, received: unknown): Block {
  if (received instanceof Block) return received;
  throw misuse(context, matcher, "a resource, from stack.resource(Type)", received);
}

/** The error for `expect(wrong).matcher()`. */
export function misuse({ utils }: MatcherContext, matcher: string, wanted: string, received: unknown): Error {
  return new Error(`${utils.matcherHint(matcher, "received", "...")}\n\nreceived must be ${wanted}, got ${describe(received)}`);
}

function describe(received: unknown): string {
  if (received instanceof TerraformStack || received instanceof App) {
    return `a cdktf ${received instanceof App ? "App" : "TerraformStack"}; synthesize it first: synthesize(app).stack("name")`;
  }
  if (received instanceof Block) return `the resource ${received.address}`;
  if (received instanceof SynthesizedStack) return `the stack ${received.name}; take a resource of it: stack.resource(Type)`;
  if (received === null || received === undefined) return String(received);
  if (Array.isArray(received)) return "a list";
  return typeof received === "object" ? `a ${received.constructor?.name ?? "object"}` : `a ${typeof received}`;
}
