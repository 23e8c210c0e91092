import { join } from "node:path";
import { environmentNames } from "../../lib/environment-names";
import { projectRoot } from "../../lib/root";
import { runProgram } from "../../lib/terminal/exit";
import { plansFolder } from "../../operations/plan/folder";
import { show } from "../test/show";
import { planEach } from "./plan-each";

/**
 * Plans every environment for the review of a pull request, in a GitHub job with the permission `id-token: write` and with PLAN_ROLES, the
 * ARN of each environment's plan role as JSON by name (docs/guides/plan-review.md).
 *
 *     node lib/runner/run.mjs scripts/plan-environments/cli.ts
 */
runProgram(() =>
  planEach({
    names: environmentNames(),
    folder: plansFolder(),
    env: process.env,
    // Without a lock: the role may not write.
    plan: async (name, env) => (await show(join(projectRoot(), "platform"), ["plan", name, "--no-lock"], { env })).code,
    print: (line) => console.log(line),
  }),
);
