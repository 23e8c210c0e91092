import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { imageTag } from "../aws/limits";
import { runCli } from "../lib/run-cli";
import { exitCodes, UserError } from "../packages/common/errors";
import { projectRoot } from "../lib/root";
import { minutes } from "../operations/task/minutes";
import { openSession } from "../operations/task/session";
import { breakLock, lockOf } from "../operations/release/lock";
import { release } from "../operations/release/release";
import { connect, workOn } from "../operations/release/work";

const usage = `usage: npm run release -- ENVIRONMENT TAG [OPTION...]

Brings the image TAG to the environment's service: checks the image, its scan and the secrets; runs the migration on the new
image; plans and applies the service stack; follows the rollout until it is steady. Ctrl-C stops watching, not the rollout.

  --build                    build the image and push it first (scripts/build-and-push.sh)
  --accept-findings REASON   release although the scan found something critical, or is not finished
  --allow-changes            apply what else the plan of the service stack wants
  --skip-migration           leave the migration out
  --timeout MINUTES          stop waiting for the rollout after that time (release.steadyMinutes)
  --unlock                   take away the lock of a release that was killed, and do nothing else; no TAG
  --emulator                 in what npm start deployed to the emulator, not in AWS

Exits with: 0 the new tasks are steady · 1 bad input · 2 AWS cannot be asked · 3 a check failed, nothing has changed ·
4 the migration failed · 5 Terraform failed · 6 rolled back or given up by ECS or CodeDeploy · 7 another release is under way ·
8 not steady in time, the rollout goes on · 130 you left`;

runCli(async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      build: { type: "boolean" },
      "accept-findings": { type: "string" },
      "allow-changes": { type: "boolean" },
      "skip-migration": { type: "boolean" },
      timeout: { type: "string" },
      unlock: { type: "boolean" },
      emulator: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [environmentName, tag, ...more] = positionals;
  const emulated = values.emulator ?? false;
  if (values.unlock === true) {
    if (environmentName === undefined || tag !== undefined)
      throw new UserError(`--unlock takes an environment alone\n\n${usage}`);
    return unlock(environmentName, emulated);
  }
  if (environmentName === undefined || tag === undefined || more.length > 0) {
    throw new UserError(`name one environment and one tag, got ${positionals.join(", ") || "neither"}\n\n${usage}`);
  }
  if (!imageTag.pattern.test(tag)) throw new UserError(`a tag is ${imageTag.allowed}; got ${JSON.stringify(tag)}`);
  const reason = values["accept-findings"];
  if (reason !== undefined && reason.trim().length < 10) {
    throw new UserError(`--accept-findings takes a reason of at least 10 characters; got ${JSON.stringify(reason)}`);
  }
  const steadyMinutes = minutes("--timeout", values.timeout);
  if (values.build === true) build(environmentName, tag);
  return workOn(
    {
      environmentName,
      emulated,
      command: [
        `npm run release -- ${environmentName}${emulated ? " --emulator" : ""} ${tag}`,
        ...(reason === undefined ? [] : [`--accept-findings ${JSON.stringify(reason)}`]),
        ...(values["allow-changes"] === true ? ["--allow-changes"] : []),
        ...(values["skip-migration"] === true ? ["--skip-migration"] : []),
      ].join(" "),
      ...(steadyMinutes !== undefined && { steadyMinutes }),
    },
    (work) =>
      release(work, {
        tag,
        allowChanges: values["allow-changes"] ?? false,
        skipMigration: values["skip-migration"] ?? false,
        ...(reason !== undefined && { acceptFindings: reason }),
      }),
  );
});

async function unlock(environmentName: string, emulated: boolean): Promise<number> {
  const session = await openSession(environmentName, emulated);
  const broken = await breakLock(lockOf(session.environment, connect(session)));
  console.log(
    broken === undefined ? `No release of ${environmentName} holds the lock.` : `The lock is gone; it said: ${broken}`,
  );
  return 0;
}

function build(environmentName: string, tag: string): void {
  const script = join(projectRoot(), "scripts", "build-and-push.sh");
  const { status, error } = spawnSync(script, [environmentName, tag], { stdio: "inherit" });
  if (error !== undefined) throw new UserError(`${script} does not start: ${error.message}`);
  if (status !== 0)
    throw new UserError("the image was not built and pushed; nothing has changed", status ?? exitCodes.failed);
}
