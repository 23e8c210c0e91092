import type { App } from "cdktf";
import type { Environment } from "./environment";
import { requireSystem, systemFacts } from "../../rollout";
import { mapEntries } from "./environment/names";
import { adoptResources } from "./adopt";
import { DataStack } from "./data-stack";
import { escaped } from "./escaped";
import { FoundationStack } from "./foundation-stack";
import { ServiceStack } from "./service-stack";
import { StateBackendStack } from "./state-backend-stack";

interface Layers {
  readonly foundation: FoundationStack;
  readonly data: DataStack;
  readonly service: ServiceStack;
}

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
   * @throws SystemBlockedError where a task does not fit the instances, or an update, an instance refresh or the loss of a
   * zone could never finish
   */
  constructor(app: App, given: Environment) {
    this.environment = given;
    const { capacities: proofs } = requireSystem(given.name, systemFacts(given));
    const environment = escaped(given);
    const deletionProtection =
      environment.deletionProtection && app.node.tryGetContext("allowDestroy") !== environment.name;
    const { name, state } = environment;

    if (state.kind === "s3" && !state.existing) {
      this.stateBackend = new StateBackendStack(app, `${name}-state-backend`, {
        environment,
        state,
        deletionProtection,
      });
    }
    this.foundation = new FoundationStack(app, `${name}-foundation`, {
      environment,
      deletionProtection,
      requirements: mapEntries(proofs, ({ requirements }) => requirements),
    });
    this.data = new DataStack(app, `${name}-data`, { environment, deletionProtection, foundation: this.foundation });
    this.service = new ServiceStack(app, `${name}-service`, {
      environment,
      foundation: this.foundation,
      data: this.data,
    });

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
