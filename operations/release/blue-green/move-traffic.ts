import { exitCodes, UserError } from "../../../packages/common/errors";
import { revisionName, type EcsService } from "../../../lib/ecs/service";
import { terraform } from "../../../lib/terraform";
import { applyFor, discard, errorsIn, type SavedPlan } from "../plan/terraform";
import type { RollOutOptions } from "../roll-out";
import { whatChanged } from "../messages";
import type { Work } from "../work";
import { appspecOf, createDeployment } from "./deploy";
import { watch } from "./watch";

/** Which revision the requests move to. */
export type Target =
  /** The one that Terraform makes. */
  | {
      readonly by: "terraform";
      readonly plan: SavedPlan;
      /** Reads its ARN when it is made. @default - the stack's output */
      readonly made?: () => Promise<string>;
    }
  /** One that is there. */
  | { readonly by: "revision"; readonly taskDefinition: string };

/**
 * Registers the revision by Terraform where it is new, and has CodeDeploy move the requests to it, to the end.
 *
 * @returns as `rollOut`
 */
export async function moveTraffic(
  work: Work,
  target: Target,
  options: RollOutOptions,
  service: EcsService,
): Promise<number> {
  const { environment, clients, steps, screen } = work;
  const taskDefinition = target.by === "revision" ? target.taskDefinition : await register(work, target, options);
  const content = appspecOf(environment, service, taskDefinition);
  const id = await steps.do({
    name: "deployment",
    work: () => createDeployment(clients.codedeploy, environment, content, `release ${options.tag}`),
    outcome: (made) => `CodeDeploy deployment ${made} of ${revisionName(taskDefinition)}`,
  });
  options.state.changing = true;
  screen.print("");
  return watch(work, id, taskDefinition, options);
}

/** Applies the plan: with blue/green deployments the service is not touched by it. @returns ARN of the revision */
async function register(
  work: Work,
  { plan, made }: Extract<Target, { by: "terraform" }>,
  { state, running }: RollOutOptions,
): Promise<string> {
  if (plan.isEmpty) discard(plan);
  else {
    await work.steps.do({
      name: "terraform",
      work: async (say) => {
        say("terraform apply of the service stack");
        const code = await applyFor(work, plan).done;
        state.registered = code === 0;
        if (code === 0) return;
        throw new UserError(
          `Terraform failed (its output is in ${work.log}); no request goes to another revision. ${whatChanged(state, running, work.command)}\n\n${errorsIn(work.log)}`,
          exitCodes.applyFailed,
        );
      },
      outcome: () => "the revision is registered",
    });
  }
  if (made !== undefined) return made();
  return (await terraform(plan.program, plan.stack, ["output", "-no-color", "-raw", "task_definition"])).trim();
}
