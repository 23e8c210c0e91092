import { z } from "./zod";
import { containerLimits, dnsName, portName, serviceLimits } from "../../../../aws/limits";
import { range, text } from "./forms";
import { nameOf } from "./reference";

const timeout = range(serviceLimits.proxyTimeoutSeconds);

/**
 * Services of the environment reach each other by name through Service Connect, in a namespace that is called as the environment;
 * `{}` reaches others, and is reached by none. The variable `{ from: "services.<name>.endpoint" }` is the address, as `host:port`, of
 * a service that offers one port. It needs `memoryMiB`, with 64 MiB more for the proxy. @default - none
 */
export const connect = z
  .strictObject({
    /** What others reach, by the name of a port of a container. @default - nothing */
    services: z
      .record(
        nameOf("ports"),
        z.strictObject({
          /** Name in the namespace, unique there. @default - the name of the port */
          discoveryName: text(portName).optional(),
          /** What the others call. */
          clientAlias: z.strictObject({
            port: range(containerLimits.port),
            /** @default - `<discoveryName>.<application>-<environment>` */
            dnsName: text(dnsName).optional(),
          }),
          /** Port on which the proxy listens. @default - in network mode awsvpc the container's port, in bridge mode a free one of the instance */
          ingressPort: range(containerLimits.port).optional(),
          /** 0 is no limit. @default - 300 for http, http2 and grpc, 3600 for TCP */
          idleTimeoutSeconds: timeout.optional(),
          /** 0 is no limit; not for TCP. @default 15 */
          perRequestTimeoutSeconds: timeout.optional(),
        }),
      )
      .optional(),
  })
  .optional();
