import type { Environment, Image, Service } from "../../modules/platform/environment";
import { unnamed } from "../../modules/platform/environment/names";
import { exitCodes, UserError } from "../../packages/common/errors";
import { closest } from "../../packages/common/closest";
import { list } from "../../packages/common/text";

/** An environment and the one of its services that is worked on. */
export interface ChosenService extends Environment {
  readonly service: Service;
  /** Its main container: the one that runs an image of `images`, and single commands; else the first. */
  readonly container: string;
}

/** A service that a release can bring an image to. */
export interface ServiceTarget extends ChosenService {
  /** The image that `container` runs. */
  readonly image: Image;
}

/**
 * The service that a command works on, whatever images it runs.
 *
 * @param key of the service. @default - the only one, or `web`
 * @throws UserError when there is no such service, or several and none is called `web`
 */
export function chooseService(environment: Environment, key?: string): ChosenService {
  const service = serviceOf(environment, key);
  const container = released(environment, service)[0]?.container ?? service.oneOff.container;
  return { ...environment, service, container };
}

/** The services that a command shows. @param key of the only one. @default - all, in the order in which they are written */
export const chooseServices = (environment: Environment, key?: string): readonly ChosenService[] =>
  (key === undefined ? Object.keys(environment.services) : [key]).map((one) => chooseService(environment, one));

/**
 * The service that a command works on, with the image that a release brings.
 *
 * @param key of the service. @default - the only one, or `web`
 * @param image key of the image. @default - that of its main container
 * @throws UserError as `chooseService`, and where the service runs no image of `images`
 */
export function targetOf(environment: Environment, key?: string, image?: string): ServiceTarget {
  const service = serviceOf(environment, key);
  const found = released(environment, service).find((one) => image === undefined || one.image.key === image);
  if (found !== undefined) return { ...environment, service, ...found };
  throw new UserError(
    `${service.field} runs images of other registries alone: there is none in images that a release could bring`,
  );
}

/** The services of an environment that run an image of `images`, in the order in which they are written. */
export const releasedTargets = (environment: Environment, image?: string): readonly ServiceTarget[] =>
  Object.entries(environment.services).flatMap(([key, service]) =>
    released(environment, service).some((one) => image === undefined || one.image.key === image)
      ? [targetOf(environment, key, image)]
      : [],
  );

/** Every image of an environment, with each service that runs it. */
export const imageTargets = (environment: Environment): readonly ServiceTarget[] =>
  Object.keys(environment.images).flatMap((key) => releasedTargets(environment, key));

/** Where the releases of an environment are locked and recorded: `web`, or the first service that runs an image of `images`. */
export function mainTargetOf(environment: Environment): ServiceTarget {
  const targets = releasedTargets(environment);
  const main = targets.find(({ service }) => service.key === unnamed.service) ?? targets[0];
  if (main !== undefined) return main;
  throw new UserError(`no service of ${environment.name} runs an image of images: there is nothing to release`);
}

/** The containers that run an image, in the order in which they are written. @param image its key */
export const containersOf = ({ containers }: Service, image: string): readonly string[] =>
  Object.entries(containers).flatMap(([name, { image: reference }]) =>
    "key" in reference && reference.key === image ? [name] : [],
  );

function serviceOf({ services, name }: Environment, key?: string): Service {
  const keys = Object.keys(services);
  if (key !== undefined && services[key] === undefined) {
    const near = closest(key, keys);
    const hint = near === undefined ? `there are ${list(keys)}` : `did you mean ${near}?`;
    throw new UserError(`${name} has no service ${JSON.stringify(key)}; ${hint}`, exitCodes.usage);
  }
  const service = services[key ?? (keys.length === 1 ? (keys[0] ?? "") : unnamed.service)];
  if (service !== undefined) return service;
  throw new UserError(`${name} has several services: choose one of ${list(keys)} with --service`, exitCodes.usage);
}

/** The containers of a service that run images of `images`: first the one that runs single commands. */
function released(
  { images }: Environment,
  { containers, oneOff }: Service,
): readonly Pick<ServiceTarget, "container" | "image">[] {
  return [...new Set([oneOff.container, ...Object.keys(containers)])].flatMap((container) => {
    const reference = containers[container]?.image;
    const image = reference !== undefined && "key" in reference ? images[reference.key] : undefined;
    return image === undefined ? [] : [{ container, image }];
  });
}
