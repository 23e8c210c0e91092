import { exitCodes, UserError } from "../../packages/common/errors";
import { runOneOff } from "../../lib/ecs/one-off-task";
import { migrationStartedBy, sameSize } from "../../modules/platform/environment/names";
import type { Running } from "./checks/service";
import type { ReleaseState } from "./messages";
import type { Work } from "./work";

/**
 * Runs the environment's migration on the new image, with its log on the screen; does nothing where there is none.
 *
 * @throws UserError (exit code "migrationFailed") when it does not exit with 0; when the person leaves, it continues
 */
export async function migrate(work: Work, running: Running, image: string, state: ReleaseState): Promise<void> {
  const { environment, clients, steps, screen, interrupts, interval } = work;
  const { migration, oneOff } = environment.service;
  if (migration === undefined) return;
  const { size } = migration;
  const failed = (message: string): UserError => new UserError(message, exitCodes.migrationFailed);
  await steps.do({
    name: "migration",
    work: async (say) => {
      const result = await runOneOff({
        environment: { ...environment, container: size.container },
        ecs: clients.ecs,
        logs: clients.logs,
        service: running.service,
        image,
        command: migration.command,
        ...(!sameSize(size, oneOff) && { size }),
        startedBy: migrationStartedBy,
        timeoutMinutes: migration.timeoutMinutes,
        onLog: (line) => screen.print(`  | ${line}`),
        say,
        interrupted: () => (interrupts.isRequested ? "leave" : undefined),
        interval,
      });
      if (result.kind === "left") {
        state.migration = `The migration continues: task ${result.task}.`;
        throw new UserError("you left");
      }
      if (result.kind === "exited" && result.code === 0) {
        state.migrated = true;
        return result;
      }
      state.migration = "The migration may have changed the database in part.";
      if (result.kind === "timed-out") {
        throw failed(`the migration took longer than ${migration.timeoutMinutes} minutes and was stopped`);
      }
      if (result.kind === "exited") {
        throw failed(
          `the migration exited with ${result.code}${result.reason === undefined ? "" : ` (${result.reason})`}; its log is above`,
        );
      }
      state.migration = "The migration did not complete.";
      throw failed(`the migration's task ${result.task} did not complete: ${result.reason}`);
    },
    outcome: ({ task }) => `done (task ${task})`,
  });
}
