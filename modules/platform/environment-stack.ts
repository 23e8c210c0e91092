import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../../environments/environment";
import { useState } from "../state-backend";

/** A stack of an environment: its AWS account and region, its tags, and where its state is kept. */
export class EnvironmentStack extends TerraformStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const { account, region, application, name, tags } = environment;
    new AwsProvider(this, "aws", {
      region,
      // A plan with the credentials of another account stops before it reads anything.
      allowedAccountIds: [account],
      defaultTags: [{ tags: { Application: application, Environment: name, ManagedBy: "cdktf", Stack: id, ...tags } }],
    });
    const { state } = environment;
    useState(this, state.kind === "s3" ? { ...state, region, account } : state);
  }
}
