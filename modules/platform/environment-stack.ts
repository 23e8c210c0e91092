import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Aspects, type TerraformElement, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import type { Environment } from "./environment";
import { override, type Overrides } from "./override";
import { RoleSettings } from "./role-settings";
import { useState } from "../state-backend";
import { UserError } from "../../packages/common/errors";

/** A stack of an environment: its AWS account and region, its tags, and where its state is kept. */
export class EnvironmentStack extends TerraformStack {
  private readonly addresses = new Map<string, string>();

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
    if (environment.roles !== undefined) Aspects.of(this).add(new RoleSettings(environment.roles));
  }

  /**
   * Puts values over those of a resource or data source: `override("aws_lb.load-balancer", { idle_timeout: 120 })`.
   *
   * @param address as in plans, without the stack
   * @param overrides arguments as Terraform names them; blocks are merged, lists are replaced, and `null` takes an argument away
   * @throws UserError for an address or an argument that does not exist, with the closest one
   */
  override(address: string, overrides: Overrides): void {
    override(this, address, overrides);
  }

  /**
   * The construct path without the stack, joined by underscores, so that an address in a plan reads as a path in this
   * repository: `aws_launch_template.capacity_launch-template` is made by `modules/capacity`. A construct called like its
   * parent adds nothing: `aws_ecs_cluster.cluster`. cdktf's own addresses would end in a hash.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = "node" in element ? element.node : element;
    const [, ...ids] = node.path.split("/");
    const logicalId = ids
      .filter((id, index) => id !== ids[index - 1])
      .join("_")
      .replace(/[^A-Za-z0-9_-]/g, "-");
    const other = this.addresses.get(logicalId);
    if (other !== undefined && other !== node.path) {
      throw new UserError(
        `${node.path} and ${other} would both be ${logicalId} in Terraform: rename one of the constructs.`,
      );
    }
    this.addresses.set(logicalId, node.path);
    return logicalId;
  }
}
