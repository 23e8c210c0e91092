import { ServiceDiscoveryHttpNamespace } from "@cdktf/provider-aws/lib/service-discovery-http-namespace";
import { Construct } from "constructs";
import { namespaceName } from "../../aws/limits";
import { checkPattern } from "../shared";

export interface ServiceConnectNamespaceProps {
  /** 1 to 1024 printable characters without spaces; one of its name in each account and region. A change replaces it. */
  readonly name: string;
}

/**
 * A Cloud Map namespace in which ECS services find each other by Service Connect. It makes no DNS zone: ECS writes the names into
 * the tasks that may use them. Cloud Map keeps a namespace that has services, and ECS removes those with the ECS service.
 */
export class ServiceConnectNamespace extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { name }: ServiceConnectNamespaceProps) {
    super(scope, id);
    checkPattern(this, "name", name, namespaceName);
    const namespace = new ServiceDiscoveryHttpNamespace(this, "namespace", { name });
    this.arn = namespace.arn;
    this.name = namespace.name;
  }
}
