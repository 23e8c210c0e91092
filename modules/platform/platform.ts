import type { App } from "cdktf";
import type { Environment } from "./environment";
import { requireSystem, systemFacts, type InstanceTypeRequirement } from "../../rollout";
import { mapEntries } from "./environment/names";
import { adoptResources } from "./adopt";
import { DataStack } from "./data-stack";
import { escaped } from "./escaped";
import { buildAll } from "./fields";
import { FoundationStack } from "./foundation-stack";
import { ServiceStack } from "./service-stack";
import { StateBackendStack } from "./state-backend-stack";

interface Stacks {
  readonly stateBackend?: StateBackendStack;
  readonly foundation: FoundationStack;
  readonly data: DataStack;
  readonly service: ServiceStack;
}

type Layers = Omit<Stacks, "stateBackend">;

/**
 * All stacks of one environment, in the order they are deployed: the state backend (S3 state only), foundation, data, service.
 *
 * The cdktf context `allowDestroy` with an environment's name lifts the deletion protection in that
 * environment; `./platform destroy <environment> --including-data` sets it.
 */
export class Platform {
  /** As its file has it, with every default. */
  readonly environment: Environment;
  readonly stateBackend?: StateBackendStack;
  readonly foundation: FoundationStack;
  readonly data: DataStack;
  readonly service: ServiceStack;

  /**
   * @throws EnvironmentError with everything that the constructs refuse, by field
   * @throws SystemBlockedError where a task does not fit the instances, or an update, an instance refresh or the loss of a
   * zone could never finish
   */
  constructor(app: App, given: Environment) {
    this.environment = given;
    const { capacities: proofs } = requireSystem(given.name, systemFacts(given));
    const environment = escaped(given);
    const requirements = mapEntries(proofs, (proof) => proof.requirements);
    const stacks = buildAll(app, given, () => stacksOf(app, environment, requirements));
    if (stacks.stateBackend !== undefined) this.stateBackend = stacks.stateBackend;
    this.foundation = stacks.foundation;
    this.data = stacks.data;
    this.service = stacks.service;
    if (this.stateBackend !== undefined) this.foundation.addDependency(this.stateBackend);
    this.data.addDependency(this.foundation);
    this.service.addDependency(this.foundation);
    this.service.addDependency(this.data);
    adoptResources(this, environment);
  }

  /** A stack by its layer, to change a resource of it or to add constructs. */
  stack<Layer extends keyof Layers>(layer: Layer): Layers[Layer] {
    const layers: Layers = { foundation: this.foundation, data: this.data, service: this.service };
    return layers[layer];
  }
}

function stacksOf(
  app: App,
  environment: Environment,
  requirements: Readonly<Record<string, readonly InstanceTypeRequirement[]>>,
): Stacks {
  const { name, state } = environment;
  const deletionProtection = environment.deletionProtection && app.node.tryGetContext("allowDestroy") !== name;
  const stateBackend =
    state.kind === "s3" && !state.existing
      ? new StateBackendStack(app, `${name}-state-backend`, { environment, state, deletionProtection })
      : undefined;
  const foundation = new FoundationStack(app, `${name}-foundation`, { environment, deletionProtection, requirements });
  const data = new DataStack(app, `${name}-data`, { environment, deletionProtection, foundation });
  const service = new ServiceStack(app, `${name}-service`, { environment, foundation, data });
  return { ...(stateBackend && { stateBackend }), foundation, data, service };
}
