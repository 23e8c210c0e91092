import { loadEnvironment } from "../../lib/environments";
import { exitCodes, UserError } from "../../packages/common/errors";
import { list } from "../../packages/common/text";
import { PlansFolder } from "../../operations/plan/folder";
import { signIn, withoutCredentials } from "./sign-in";

export interface PlanEachOptions {
  /** Names of environments. */
  readonly names: readonly string[];
  /** Folder that receives the plans. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Plans an environment into the folder. @returns the exit code of ./platform plan */
  readonly plan: (name: string, env: NodeJS.ProcessEnv) => Promise<number>;
  /** Receives the lines for the job's log, GitHub's workflow commands among them. */
  readonly print: (line: string) => void;
}

/**
 * Plans environments one after the other, each with its own credentials and no other's. One that cannot be planned leaves a log in the
 * folder, which the review reports, and does not keep the others from being planned.
 *
 * @returns the exit code: 0, or 1 where an environment was not planned
 */
export async function planEach({ names, folder, env, plan, print }: PlanEachOptions): Promise<number> {
  const failed: string[] = [];
  const plans = PlansFolder.make(folder);
  for (const name of names) {
    print(`::group::plan ${name}`);
    try {
      const credentials = await signIn(await loadEnvironment(name), env);
      const { AWS_REGION: _region, ...secrets } = credentials;
      for (const secret of Object.values(secrets)) print(`::add-mask::${secret}`);
      const code = await plan(name, { ...withoutCredentials(env), ...credentials });
      if (code !== 0 && code !== exitCodes.changes) failed.push(name);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      plans.write(name, "log", `Error: ${error.message}\n`);
      print(error.message);
      failed.push(name);
    }
    print("::endgroup::");
  }
  if (failed.length > 0) print(`::error::not planned: ${list(failed)}`);
  return failed.length > 0 ? exitCodes.failed : 0;
}
