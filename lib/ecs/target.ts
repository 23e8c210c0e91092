import type { Environment, Image, Service } from "../../modules/platform/environment";
import { unnamed } from "../../modules/platform/environment/names";
import { exitCodes, UserError } from "../../packages/common/errors";
import { closest } from "../../packages/common/closest";
import { list } from "../../packages/common/text";

/** An environment and the one of its services that is worked on. */
export interface ServiceTarget extends Environment {
  readonly service: Service;
  /** Container that runs the image: the one that answers requests, or the first with an image that is released. */
  readonly container: string;
  /** The image that a release of this service brings. */
  readonly image: Image;
}

/**
 * The service that a command works on.
 *
 * @param key of the service. @default - the only one, or `web`
 * @throws UserError when there is no such service, or several and none is called `web`
 */
export function targetOf(environment: Environment, key?: string): ServiceTarget {
  const { services, name } = environment;
  const keys = Object.keys(services);
  if (key !== undefined && services[key] === undefined) {
    const near = closest(key, keys);
    const hint = near === undefined ? `there are ${list(keys)}` : `did you mean ${near}?`;
    throw new UserError(`${name} has no service ${JSON.stringify(key)}; ${hint}`, exitCodes.usage);
  }
  const service = services[key ?? (keys.length === 1 ? (keys[0] ?? "") : unnamed.service)];
  if (service === undefined) {
    throw new UserError(`${name} has several services: choose one of ${list(keys)} with --service`, exitCodes.usage);
  }
  return { ...environment, service, ...releasedBy(environment, service) };
}

/** The services of an environment, in the order in which they are written. */
export const targetsOf = (environment: Environment): readonly ServiceTarget[] =>
  Object.keys(environment.services).map((key) => targetOf(environment, key));

/** Those that run images of `images`, which releases bring. */
export const releasedTargets = (environment: Environment): readonly ServiceTarget[] =>
  Object.entries(environment.services).flatMap(([key, service]) =>
    Object.values(service.containers).some(({ image }) => "key" in image) ? [targetOf(environment, key)] : [],
  );

function releasedBy(
  { images }: Environment,
  { containers, oneOff, field }: Service,
): Pick<ServiceTarget, "container" | "image"> {
  const names = [oneOff.container, ...Object.keys(containers)];
  for (const container of names) {
    const reference = containers[container]?.image;
    const image = reference !== undefined && "key" in reference ? images[reference.key] : undefined;
    if (image !== undefined) return { container, image };
  }
  throw new UserError(
    `${field} runs images of other registries alone: there is none in images that a release could bring`,
  );
}
