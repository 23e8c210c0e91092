import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { registryOf } from "../../aws/regions";
import { unnamed, type Environment, type Image } from "./environment";
import { imageTagVariable, mapEntries } from "./environment/names";
import { ImageRecord } from "../ecr";
import { allowConnections } from "./connect";
import type { DataStack } from "./data-stack";
import { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation-stack";
import { monitoringOf, watch } from "./monitoring";
import { deploymentAlarms, requests } from "./requests";
import { serviceResources, type ServiceResources } from "./service-resources";

export interface ServiceStackProps {
  readonly environment: Environment;
  readonly foundation: FoundationStack;
  readonly data: DataStack;
}

/** The services: logs, roles, task definitions, scaling, alarms. Changes with every release. */
export class ServiceStack extends EnvironmentStack {
  /** What each service consists of, by key of `services`. */
  readonly services: Readonly<Record<string, ServiceResources>>;

  constructor(scope: Construct, id: string, { environment, foundation, data }: ServiceStackProps) {
    super(scope, id, environment);
    const images = mapEntries(environment.images, (image) => this.imageOf(environment, image));
    const monitoring = monitoringOf(this, environment, foundation);
    const isShared = environment.loadBalancer?.existing !== undefined;
    const context = { environment, foundation, data, images };

    // Below a scope of their own: a service may be called `events` or `monitoring`, as constructs of the stack are.
    const services = new Construct(this, "services");
    const made = Object.values(environment.services).map((service) => {
      // The constructs of `web` have no such scope, so their addresses are those of the time when there was one service.
      const scopeOfService = service.key === unnamed.service ? this : new Construct(services, service.key);
      const traffic = requests(scopeOfService, service, environment, foundation);
      const alarms = deploymentAlarms(monitoring, service, traffic, foundation, isShared);
      const resources = serviceResources(scopeOfService, service, { ...context, traffic, alarms });
      return { service, ...resources };
    });
    allowConnections(made);
    this.services = Object.fromEntries(made.map(({ service, ...resources }) => [service.key, resources]));

    watch(monitoring, { stack: this, environment, foundation, data, services: made });
  }

  /** The image with the tag that is deployed: the one that runs, or the one that a release names. */
  private imageOf({ account, region }: Environment, { key, repository, record, tag }: Image): string {
    const id = key === unnamed.image ? "" : `-${key}`;
    const variable = new TerraformVariable(this, imageTagVariable(key), {
      type: "string",
      default: "",
      nullable: false,
      description: `Tag of the image in ${repository} to deploy; empty: the one that the record names.`,
    });
    const running = new ImageRecord(this, `image-record${id}`, {
      parameterName: record,
      firstTag: tag,
      repository,
      variable,
    });
    return `${registryOf(region, account)}/${repository}:${running.tag}`;
  }
}
