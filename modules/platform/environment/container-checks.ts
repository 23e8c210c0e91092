import { fixedImage, logGroupName } from "../../../aws/limits";
import { json, type CrossCheck, type Problem } from "./cross-check";
import { repeated } from "./names";
import type { Service } from "./model";

const each = (services: Readonly<Record<string, Service>>, check: (service: Service) => readonly Problem[]) =>
  Object.values(services).flatMap(check);

const containers: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) =>
    each(services, (service) => {
      const entries = Object.entries(service.containers);
      const path = `${service.field}.containers`;
      const mappings = entries.flatMap(([name, { ports }]) =>
        ports.map((mapping, index) => ({ ...mapping, path: `${path}.${name}.ports.${index}` })),
      );
      const hostPorts = mappings.map(({ host }) => host).filter((host) => host !== 0);
      return [
        ...repeated(hostPorts).map((host) => ({
          path,
          allowed: "free of host ports used twice, since the containers share an instance",
          got: `host port ${host} twice`,
        })),
        ...mappings
          .filter(({ host, container }) => service.networkMode !== "bridge" && host !== container)
          .map(({ path: at, host, container }) => ({
            path: `${at}.host`,
            allowed: `the container port ${container} in network mode ${service.networkMode}`,
            got: json(host),
          })),
        ...entries
          .filter(
            ([, { memoryMiB, memoryReservationMiB }]) => memoryMiB !== undefined && memoryMiB < memoryReservationMiB,
          )
          .map(([name, { memoryMiB, memoryReservationMiB }]) => ({
            path: `${path}.${name}.memoryMiB`,
            allowed: `at least memoryReservationMiB ${memoryReservationMiB}`,
            got: json(memoryMiB),
          })),
        ...(entries.some(([, { essential }]) => essential)
          ? []
          : [{ path, allowed: "with at least one essential container", got: "none" }]),
        ...entries
          .filter(([, { logGroup }]) => !logGroupName.pattern.test(logGroup))
          .map(([name, { logGroup }]) => ({
            path: `${path}.${name}.logGroup`,
            allowed: logGroupName.allowed,
            got: json(logGroup),
          })),
        ...(entries.length > 10 ? [{ path, allowed: "1 to 10 containers", got: String(entries.length) }] : []),
      ];
    }),
};

const images: CrossCheck = {
  reads: ["services", "images"],
  problems: ({ services, images: known }, parsed) =>
    each(services, ({ key, field, containers: all }) =>
      Object.entries(all).flatMap(([name, { image }]): Problem[] => {
        const path = `${field}.containers.${name}.image`;
        if ("uri" in image) {
          return fixedImage.pattern.test(image.uri)
            ? []
            : [{ path, allowed: fixedImage.allowed, got: json(image.uri) }];
        }
        const isWritten = parsed.services?.[key]?.containers[name]?.image !== undefined;
        if (isWritten || known[image.key] !== undefined) return [];
        const names = Object.keys(known).join(", ");
        const allowed =
          names === ""
            ? "an image with a fixed tag, or a name in images, which is empty"
            : `one of images: ${names}; or an image of another registry with a fixed tag`;
        return [{ path, allowed, got: "nothing" }];
      }),
    ),
};

const secrets: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) =>
    each(services, ({ field, containers: all }) => {
      const problems = Object.entries(all).flatMap(([name, container]) =>
        Object.keys(container.environment)
          .filter((variable) => variable in container.secrets)
          .map((variable) => ({
            path: `${field}.containers.${name}.environment`,
            allowed: "free of names in secrets",
            got: json(variable),
          })),
      );
      return shared(problems, Object.keys(all));
    }),
};

/** What every container has wrong is wrong in what the service gives them. */
function shared(problems: readonly Problem[], containers: readonly string[]): readonly Problem[] {
  const at = (problem: Problem, place: string) => ({
    ...problem,
    path: problem.path.replace(/\.containers\.[^.]+/, place),
  });
  const seen = new Map<string, number>();
  const key = (problem: Problem) => JSON.stringify(at(problem, ""));
  for (const problem of problems) seen.set(key(problem), (seen.get(key(problem)) ?? 0) + 1);
  const everywhere = (problem: Problem) => containers.length > 1 && seen.get(key(problem)) === containers.length;
  return problems
    .filter(
      (problem, index) => !everywhere(problem) || problems.findIndex((one) => key(one) === key(problem)) === index,
    )
    .map((problem) => (everywhere(problem) ? at(problem, "") : problem));
}

export const containerChecks: readonly CrossCheck[] = [containers, images, secrets];
