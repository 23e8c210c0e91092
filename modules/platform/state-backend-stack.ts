import type { Construct } from "constructs";
import type { Environment } from "./environment";
import { StateBackend } from "../state-backend";
import { EnvironmentStack } from "./environment-stack";

export interface StateBackendStackProps {
  readonly environment: Environment;
  readonly state: Extract<Environment["state"], { kind: "s3" }>;
  readonly deletionProtection: boolean;
}

/** The bucket that holds the state of every stack of the environment, its own included; `./platform bootstrap` makes it. */
export class StateBackendStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, { environment, state, deletionProtection }: StateBackendStackProps) {
    super(scope, id, environment);
    new StateBackend(this, "state-backend", { bucketName: state.bucket, keyAlias: state.keyAlias, deletionProtection });
  }
}
