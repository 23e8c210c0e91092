import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Interrupts } from "../../../lib/terminal/interrupts";
import { Screen } from "../../../lib/terminal/screen";
import type { SynthesizedStack } from "../../../lib/cdktf/synthesize";
import { environment, programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

/**
 * A program that plays Terraform by the files of the folder it runs in: `init.says` makes init fail, `plan.code` and `plan.says` are what plan does,
 * `plan.json` is what a plan file holds, `apply.code` and `apply.says` what apply does. It keeps its calls in `calls`.
 */
const script = `
echo "$@" >> calls
case "$1" in
  version) echo '{"terraform_version":"1.11.4"}' ;;
  init) [ -f init.says ] && { cat init.says >&2; exit 1; }; exit 0 ;;
  plan)
    for arg in "$@"; do case "$arg" in -out=*) cp plan.json "\${arg#-out=}" ;; esac; done
    [ -f plan.says ] && cat plan.says
    exit "$(cat plan.code)" ;;
  show) for arg in "$@"; do file="$arg"; done; cat "$file" ;;
  apply)
    for arg in "$@"; do file="$arg"; done
    cp "$file" applied.json
    [ -f apply.says ] && cat apply.says
    exit "$(cat apply.code 2>/dev/null || echo 0)" ;;
  state) exit 0 ;;
esac`;

export interface Played {
  /** Stacks it depends on. @default - none */
  readonly after?: readonly string[];
  /** What Terraform says of a failing init. @default - it works */
  readonly init?: string;
  /** Exit code of plan and what it prints. @default - 2, "Plan: 1 to add, 0 to change, 0 to destroy." */
  readonly plan?: { readonly code: number; readonly says: string };
  /** @default - an applicable plan without outputs */
  readonly json?: object;
  readonly apply?: { readonly code: number; readonly says: string };
  /** Further configuration, such as references to another stack. */
  readonly configuration?: object;
}

/** Stacks in a folder, and a Terraform that is played. */
export function world() {
  const home = temporaryFolder();
  const bin = programs(home, { terraform: script });
  const program = { binary: join(bin, "terraform"), env: environment(home, bin) };
  const interrupts = new Interrupts();
  afterAll(() => interrupts.dispose());
  let count = 0;
  return {
    program,
    interrupts,
    make: (played: Readonly<Record<string, Played>>) => {
      count += 1;
      const root = join(home, String(count));
      const synth = join(root, "cdktf.out");
      const stacks: SynthesizedStack[] = Object.entries(played).map(([name, stack]) => {
        const folder = join(synth, "stacks", name);
        mkdirSync(folder, { recursive: true });
        const { plan = { code: 2, says: "Plan: 1 to add, 0 to change, 0 to destroy.\n" } } = stack;
        const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
        write("cdk.tf.json", JSON.stringify(stack.configuration ?? { resource: {} }));
        write("plan.code", String(plan.code));
        write("plan.says", plan.says);
        write("plan.json", JSON.stringify({ format_version: "1.2", applyable: plan.code === 2, ...stack.json, name }));
        if (stack.init !== undefined) write("init.says", stack.init);
        if (stack.apply !== undefined) {
          write("apply.code", String(stack.apply.code));
          write("apply.says", stack.apply.says);
        }
        return { name, dependencies: [...(stack.after ?? [])], resources: 1 };
      });
      const lines: string[] = [];
      const screen = new Screen({ write: (text: string) => lines.push(text) });
      return {
        root,
        synth,
        stacks,
        screen,
        lines,
        folder: join(root, "plans"),
        calls: (stack: string): readonly string[] =>
          readFileSync(join(synth, "stacks", stack, "calls"), "utf8")
            .trim()
            .split("\n"),
        path: (stack: string, file: string): string => join(synth, "stacks", stack, file),
      };
    },
  };
}
