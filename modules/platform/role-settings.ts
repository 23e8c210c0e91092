import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import type { Environment } from "./environment";

/** Gives every role of a stack its path and permissions boundary, also those that are added beside the platform's own. */
export class RoleSettings implements IAspect {
  constructor(private readonly settings: NonNullable<Environment["roles"]>) {}

  visit(node: IConstruct): void {
    if (!(node instanceof IamRole)) return;
    const { path, permissionsBoundary } = this.settings;
    if (path !== undefined) node.path = node.pathInput ?? path;
    if (permissionsBoundary !== undefined)
      node.permissionsBoundary = node.permissionsBoundaryInput ?? permissionsBoundary;
  }
}
