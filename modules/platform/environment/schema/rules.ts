import { z } from "./zod";
import { hostname } from "../../../../aws/limits";
import { conditionValues, redirectParts, responseContentTypes } from "../../../../aws/load-balancing";
import { port, text, whole } from "./forms";

const few = <Value extends z.ZodType>(value: Value) =>
  z.array(value).min(1, { error: "at least one" }).max(5, { error: "at most 5, as many as a listener rule takes" });

const network = z.union([z.cidrv4(), z.cidrv6()], { error: "a network in CIDR notation, such as 203.0.113.0/24" });

/** Which requests, beside those of a host name; a rule takes 5 values in all. */
export const conditions = {
  /** Paths such as `/api/*`. @default - every path */
  paths: few(text(conditionValues.pathPatterns)).optional(),
  /** Methods such as `GET`. @default - every method */
  methods: few(text(conditionValues.methods)).optional(),
  /** Values of headers, by header. @default - any */
  headers: z.record(text(conditionValues.headerName), z.array(text(conditionValues.header)).min(1)).optional(),
  /** Parameters such as `{ key: "version", value: "2" }`; without a key, any that has the value. @default - any */
  queryStrings: few(
    z.strictObject({ key: z.string().min(1).optional(), value: text(conditionValues.queryStrings) }),
  ).optional(),
  /** Networks that the requests come from. @default - any */
  sourceCidrs: few(network).optional(),
};

const shared = {
  /** Place among the rules of the load balancer, lowest first, which no route has. */
  priority: whole(1, 50_000, ""),
  /** Host names; the certificate and DNS records carry them. @default - every host name */
  hosts: few(text(hostname)).optional(),
  ...conditions,
};

const redirect = z.strictObject({
  ...shared,
  /** Sends the browser elsewhere; parts that are left out stay as they are in the request. */
  redirect: z
    .strictObject({
      /** Such as `shop.example` or `www.#{host}`. */
      host: text(redirectParts.host).optional(),
      /** Such as `/new/#{path}`. */
      path: text(redirectParts.path).optional(),
      port: port.optional(),
      /** Without the question mark; empty removes it. */
      query: text(redirectParts.query).optional(),
      /** 301 is permanent, 302 temporary. @default 301 */
      statusCode: z.literal([301, 302], { error: "301 or 302" }).optional(),
    })
    .refine(({ host, path, port: to }) => host !== undefined || path !== undefined || to !== undefined, {
      error: "with at least one of host, path and port",
    }),
  fixedResponse: z.undefined().optional(),
});

const fixedResponse = z.strictObject({
  ...shared,
  /** Answers at once. */
  fixedResponse: z.strictObject({
    /** 200 to 299 or 400 to 599. */
    statusCode: whole(200, 599, "").refine((code) => code < 300 || code > 399, { error: "2xx, 4xx or 5xx" }),
    /** @default "text/plain" */
    contentType: z.enum(responseContentTypes, { error: `one of ${responseContentTypes.join(", ")}` }).optional(),
    /** @default - empty */
    messageBody: z.string().max(1024, { error: "at most 1024 characters" }).optional(),
  }),
  redirect: z.undefined().optional(),
});

/** What the load balancer answers by itself: a redirect, or a fixed response. */
export const rule = z.union([redirect, fixedResponse], {
  error: (issue) => (issue.code === "invalid_union" ? "a priority with redirect or fixedResponse" : undefined),
});
