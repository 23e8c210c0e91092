import type { NameForm } from "./limits";

/** Of one rule. Source: Elastic Load Balancing, "Quotas for your Application Load Balancers". */
export const ruleQuotas = { values: 5, wildcards: 5 } as const;

/** Of one load balancer, without the default ones of its listeners. Source: the same page. */
export const certificatesPerLoadBalancer = 25;

/** The values of a rule's conditions. Source: ELBv2 API, `RuleCondition` and the types of its members. */
export const conditionValues = {
  hostHeaders: {
    pattern: /^(?=.*\.)[A-Za-z0-9*?.-]{1,128}$/,
    allowed: "1 to 128 letters, digits, hyphens, dots and the wildcards * and ?",
  },
  pathPatterns: {
    pattern: /^\/[A-Za-z0-9_.$/~"'@:+&*?-]{0,127}$/,
    allowed: "1 to 128 characters that begin with a slash, with the wildcards * and ?",
  },
  methods: { pattern: /^[A-Z_-]{1,40}$/, allowed: "1 to 40 upper case letters, hyphens and underscores" },
  headerName: {
    pattern: /^(?!host$)[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}$/i,
    allowed: "1 to 40 characters of a header name, and not Host, which hostHeaders are for",
  },
  header: { pattern: /^[ -~]{1,128}$/, allowed: "1 to 128 printable ASCII characters, with the wildcards * and ?" },
  queryStrings: {
    pattern: /^[!-~]{1,128}$/,
    allowed: "1 to 128 printable ASCII characters without spaces, with the wildcards * and ?",
  },
} as const satisfies Readonly<Record<string, NameForm>>;

/** Source: ELBv2 API, `RedirectActionConfig`; `#{host}`, `#{path}`, `#{port}` and `#{query}` are the parts of the request. */
export const redirectParts = {
  host: {
    pattern: /^(?:[A-Za-z0-9.-]|#\{host\})+$/,
    allowed: "a host name, which may contain #{host}",
  },
  path: {
    pattern: /^\/\S*$/,
    allowed: "a path that begins with a slash, which may contain #{host}, #{path} and #{port}",
  },
  query: { pattern: /^(?!\?)\S*$/, allowed: "a query without the question mark in front" },
} as const satisfies Readonly<Record<string, NameForm>>;

/** Source: ELBv2 API, `FixedResponseActionConfig` ContentType. */
export const responseContentTypes = [
  "text/plain",
  "text/css",
  "text/html",
  "application/javascript",
  "application/json",
] as const;

/** Source: Cognito user pools API, `UserPool` Arn, `UserPoolClient` ClientId and `CreateUserPoolDomain` Domain. */
export const cognito = {
  userPoolArn: {
    pattern: /^arn:aws[\w-]*:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/[\w-]+_[0-9A-Za-z]+$/,
    allowed: "the ARN of a Cognito user pool",
  },
  clientId: { pattern: /^[\w+]{1,128}$/, allowed: "1 to 128 letters, digits, underscores and plus signs" },
  domain: {
    pattern: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/,
    allowed: "the prefix of a Cognito domain, or a domain of your own, without https://",
  },
} as const satisfies Readonly<Record<string, NameForm>>;

/** What a login may last: 1 second to 7 days. Source: Elastic Load Balancing, "Authenticate users using an Application Load Balancer". */
export const maximumSessionSeconds = 604_800;

/** Source: ACM API, `RequestCertificate` DomainName and SubjectAlternativeNames; 10 names without a raised quota. */
export const certificateNames = { maximum: 100, firstCharacters: 64 } as const;

/** What a health check accepts. Source: ELBv2 API, `Matcher` HttpCode of an Application Load Balancer and GrpcCode. */
export const httpCodes: NameForm = {
  pattern: /^[2-4]\d\d(?:-[2-4]\d\d)?(?:,[2-4]\d\d(?:-[2-4]\d\d)?)*$/,
  allowed: 'status codes from 200 to 499, such as "200", "200,204" or "200-299"',
};

export const grpcCodes: NameForm = {
  pattern: /^\d{1,2}(?:-\d{1,2})?(?:,\d{1,2}(?:-\d{1,2})?)*$/,
  allowed: 'gRPC status codes from 0 to 99, such as "0", "0,12" or "0-5"',
};

/** Source: Elastic Load Balancing, "Edit target group attributes for your Application Load Balancer", sticky sessions. */
export const stickinessCookieName: NameForm = {
  pattern: /^(?!AWSALB(?:APP|TG)?$)[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}$/,
  allowed: "the name of a cookie, other than AWSALB, AWSALBAPP and AWSALBTG",
};

/** Without a raised quota. Source: Elastic Load Balancing, "Quotas for your Application Load Balancers". */
export const targetsPerGroup = 1000;

/**
 * TLS policies without TLS 1.1 and without ciphers that lack forward secrecy. Those with PQ in their name also offer
 * post-quantum key exchange to clients that know it. Source: Elastic Load Balancing, "Security policies for your
 * Application Load Balancer".
 */
export const tlsPolicies = [
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
  "ELBSecurityPolicy-TLS13-1-2-2021-06",
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
] as const;
