import { declaredLabels } from "../../applications/declared";
import type { Container, Environment, Service } from "./environment";
import { mapEntries, type OneOff } from "./environment/names";
import type { LogGroup } from "../logs";
import type { ContainerProps, FirelensLogProps, LogProps } from "../task-definition";
import type { DataStack } from "./data-stack";
import { secretsOf, variablesOf } from "./variables";

/** Where values, secrets and images come from. */
interface Sources {
  readonly environment: Environment;
  readonly data: DataStack;
  /** Images with their tags, by key. */
  readonly images: Readonly<Record<string, string>>;
}

/** The containers of a service's task, by name. */
export function containerProps(
  { containers }: Service,
  logGroups: Readonly<Record<string, LogGroup>>,
  context: Sources,
): Record<string, ContainerProps> {
  return mapEntries(containers, (container, name): ContainerProps => {
    const { image, environment, secrets, logGroup: _, logs, firelens, repositoryCredentials, ...rest } = container;
    const { databaseConnections, ...options } = rest;
    const declared: Record<string, string> =
      databaseConnections === undefined ? {} : { [declaredLabels.connections]: `${databaseConnections}` };
    const dockerLabels: Record<string, string> = { ...options.dockerLabels, ...declared };
    const props = {
      ...options,
      ...(Object.keys(dockerLabels).length > 0 && { dockerLabels }),
      image: "uri" in image ? image.uri : (context.images[image.key] ?? ""),
      environment: variablesOf(environment, context),
      secrets: secretsOf(secrets, context),
      ...(repositoryCredentials !== undefined && {
        repositoryCredentials: { secretArn: context.data.secrets.arn(repositoryCredentials) },
      }),
    };
    const router = routed(container, context);
    if (router !== undefined) return { ...props, logs: router };
    return {
      ...props,
      logGroup: logGroups[name] as LogGroup,
      ...(logs && { logs: logs as LogProps }),
      ...(firelens && { firelens }),
    };
  });
}

/** Output that goes to the task's log router. */
function routed({ logs }: Container, context: Sources): FirelensLogProps | undefined {
  if (logs?.driver !== "awsfirelens") return undefined;
  const { secretOptions, ...options } = logs;
  return { ...options, ...(secretOptions && { secretOptions: secretsOf(references(secretOptions), context) }) };
}

type SecretOptions = Extract<NonNullable<Container["logs"]>, { driver: "awsfirelens" }>["secretOptions"];

const references = (secrets: NonNullable<SecretOptions>) =>
  mapEntries(secrets, (reference) => (typeof reference === "string" ? { secret: reference } : reference));

/**
 * A container as it runs one command: alone, of its own size, without ports and restarts. It logs to its log group, since the log
 * router is another container, and has the mounts of those whose it shares.
 */
export function oneOffContainer(
  { container: name, cpu, memoryReservationMiB }: OneOff,
  containers: Readonly<Record<string, ContainerProps>>,
  logGroups: Readonly<Record<string, LogGroup>>,
): Record<string, ContainerProps> {
  const container = containers[name];
  if (container === undefined) return {};
  const { dependsOn: _, links: _links, restartPolicy: _restarts, firelens: _router, ...rest } = container;
  const { volumesFrom = [], logs, logGroup: _group, ...alone } = rest;
  const shared = volumesFrom.flatMap(({ container: other, readOnly = false }) =>
    (containers[other]?.mountPoints ?? []).map((mount) => ({
      ...mount,
      readOnly: readOnly || mount.readOnly === true,
    })),
  );
  return {
    [name]: {
      ...alone,
      ...(shared.length > 0 && { mountPoints: [...(alone.mountPoints ?? []), ...shared] }),
      ...(logs?.driver !== "awsfirelens" && logs && { logs }),
      logGroup: logGroups[name] as LogGroup,
      cpu,
      memoryReservationMiB,
      essential: true,
      ports: [],
      healthCheck: undefined,
    },
  };
}
