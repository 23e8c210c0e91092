import { exitCodes, UserError } from "../packages/common/errors";
import { defineCommand } from "./program/execute";
import { emulator, json } from "./program/options";

export default defineCommand({
  name: "doctor",
  group: "set up",
  summary: "check this machine and an account before a first deployment",
  description:
    "Checks Node.js and Terraform on this machine and, with an environment, its account: credentials, clock, region, zones, hosted zone, quotas, state bucket, locks, image and secrets. It changes nothing, and says how to fix what it finds.",
  arguments: [{ term: "[environment]", description: "name of a file in environments/ (default: this machine alone)" }],
  options: [emulator, json],
  examples: [
    { command: "doctor", explanation: "this machine alone" },
    { command: "doctor {environment}", explanation: "before the first deployment" },
  ],
  exitCodes: { done: "everything is in order", failed: "something has to be fixed", unreachable: true },
  run: async ({ words: [name], options }) => {
    const { checkEnvironment, checkMachine, connect } = await import("../operations/doctor/doctor");
    const { describeFindings } = await import("../operations/doctor/finding");
    const findings = [...(await checkMachine())];
    if (name !== undefined) {
      const { openSession } = await import("../lib/sessions");
      try {
        const session = await openSession(name, options.flag("emulator"));
        const { account, region } = session.environment;
        findings.push({ name: "credentials", state: "good", text: `account ${account}, region ${region}` });
        const emulated = session.config.endpoint !== undefined;
        findings.push(...(await checkEnvironment(session.environment, connect(session), emulated)));
      } catch (error) {
        if (!(error instanceof UserError) || error.exitCode !== exitCodes.unreachable) throw error;
        const fix = "aws sts get-caller-identity shows whose credentials these are; AWS_PROFILE chooses others";
        const isEmulator = options.flag("emulator");
        findings.push({ name: "credentials", state: "bad", text: error.message, ...(!isEmulator && { fix }) });
      }
    }
    const isGood = findings.every(({ state }) => state !== "bad");
    return { code: isGood ? 0 : exitCodes.failed, text: describeFindings(findings), json: findings };
  },
});
