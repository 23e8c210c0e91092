import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { findEnvironment } from "../lib/environment";

// For scripts/build-and-push.sh, which a shell reads line by line.
runCli((args) => {
  const [name = "", ...more] = args;
  if (name === "" || more.length > 0) throw new UserError("usage: node lib/runner/run.mjs cli/image.ts ENVIRONMENT");
  const { account, region, repository, task } = findEnvironment(name);
  const platform = { x86_64: "linux/amd64", arm64: "linux/arm64" }[task.architecture];
  console.log([region, `${account}.dkr.ecr.${region}.amazonaws.com`, repository.name, platform].join("\n"));
  return Promise.resolve(0);
});
