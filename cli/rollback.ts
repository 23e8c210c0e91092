import { parseArgs } from "node:util";
import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { minutes } from "../operations/task/minutes";
import { goBack } from "../operations/release/go-back";
import { workOn } from "../operations/release/work";

const usage = `usage: npm run rollback -- ENVIRONMENT [REVISION] [OPTION...]

Goes back to the revision of the task definition that the last completed deployment before this one ran, or to REVISION, and
follows the rollout until it is steady. Where the two differ in the image alone, Terraform does it; else ECS is told to run that
very revision. No migration is undone. Ctrl-C stops watching, not the rollout.

  --image-only         take the image alone, through Terraform, whatever else differs
  --exact              take the very revision, past Terraform
  --timeout MINUTES    stop waiting for the rollout after that time (release.steadyMinutes)
  --emulator           in what npm start deployed to the emulator, not in AWS

Exits with: 0 the earlier revision is steady · 1 bad input · 2 AWS cannot be asked · 3 a check failed, nothing has changed ·
5 Terraform failed · 6 rolled back or given up by ECS or CodeDeploy · 7 a release is under way, let it end or leave it with
Ctrl-C · 8 not steady in time, the rollout goes on · 130 you left`;

runCli(async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      "image-only": { type: "boolean" },
      exact: { type: "boolean" },
      timeout: { type: "string" },
      emulator: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [environmentName, wanted, ...more] = positionals;
  if (environmentName === undefined || more.length > 0) {
    throw new UserError(
      `name one environment, and one revision at most, got ${positionals.join(", ") || "none"}\n\n${usage}`,
    );
  }
  if (wanted !== undefined && !/^[1-9]\d{0,8}$/.test(wanted)) {
    throw new UserError(
      `a revision is a number such as 3, the one behind the colon in ma-app:3; got ${JSON.stringify(wanted)}`,
    );
  }
  if (values["image-only"] === true && values.exact === true) {
    throw new UserError("--image-only and --exact exclude each other: choose one");
  }
  const mode = values["image-only"] === true ? "image" : values.exact === true ? "exact" : undefined;
  const steadyMinutes = minutes("--timeout", values.timeout);
  const emulated = values.emulator ?? false;
  const rest = `${emulated ? " --emulator" : ""}${wanted === undefined ? "" : ` ${wanted}`}`;
  return workOn(
    {
      environmentName,
      emulated,
      command: `npm run rollback -- ${environmentName}${rest}`,
      ...(steadyMinutes !== undefined && { steadyMinutes }),
    },
    (work) =>
      goBack(work, {
        ...(wanted !== undefined && { revision: Number(wanted) }),
        ...(mode !== undefined && { mode }),
      }),
  );
});
