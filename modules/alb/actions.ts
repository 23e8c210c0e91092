import type { LbListenerRuleAction } from "@cdktf/provider-aws/lib/lb-listener-rule";
import type { Construct } from "constructs";
import { cognito, maximumSessionSeconds, redirectParts, responseContentTypes } from "../../aws/load-balancing";
import type { IConnectable } from "../networking/interfaces";
import { lackOf } from "../../aws/regions";
import { checkOneOf, checkPattern, checkRange, type Format, regionOf, reject } from "../shared";
import type { RuleConditions } from "./conditions";

/**
 * Users log in with Amazon Cognito before a request reaches the tasks; the load balancer adds the headers
 * `X-Amzn-Oidc-Identity`, `-Data` and `-Accesstoken` to it. The client of the user pool has a secret, the authorization
 * code flow, and `https://<host name>/oauth2/idpresponse` among its callback URLs. AWS reads the secret from Cognito, so
 * it is in no configuration and no state; applying needs `cognito-idp:DescribeUserPoolClient`.
 *
 * Another OpenID Connect provider (Okta, Entra ID, Google) is an identity provider of the user pool: see
 * docs/decisions/0019-login-with-cognito.md.
 */
export interface CognitoLogin {
  /** The listener's: it may then connect to Cognito on port 443; an existing security group must allow it already. */
  readonly loadBalancer: IConnectable;
  readonly userPoolArn: string;
  readonly clientId: string;
  /** Prefix of the user pool's Cognito domain, or its own domain: `acorn-staff`, `login.acorn.example`. */
  readonly domain: string;
  /** Of the OpenID Connect request, separated by spaces. @default - "openid" */
  readonly scope?: string;
  /** Seconds until a user has to log in again: 1 to 604800. @default - 604800, 7 days */
  readonly sessionTimeoutSeconds?: number;
  /** For a request without a session: log in, pass it on as it is, or answer 401. @default - "authenticate" */
  readonly onUnauthenticated?: "authenticate" | "allow" | "deny";
  /** Differs between user pools on the same host name. @default - "AWSELBAuthSessionCookie" */
  readonly sessionCookieName?: string;
  /** Added to the login request, such as `{ identity_provider: "Okta" }`; at most 10. @default - none */
  readonly requestParameters?: Readonly<Record<string, string>>;
}

/** Parts that are left out stay as they are in the request; at least one of host, path and port is given. */
export interface Redirect {
  /** Such as `example.com` or `www.#{host}`. */
  readonly host?: string;
  /** Such as `/new/#{path}`, where `#{path}` has no slash in front. */
  readonly path?: string;
  /** 1 to 65535. */
  readonly port?: number;
  /** Without the question mark; empty removes the query. */
  readonly query?: string;
  /** 301 is permanent and browsers remember it, 302 is temporary. @default - 301 */
  readonly statusCode?: 301 | 302;
}

export interface FixedResponse {
  /** 200 to 299 or 400 to 599. */
  readonly statusCode: number;
  /** @default - "text/plain" */
  readonly contentType?: (typeof responseContentTypes)[number];
  /** Up to 1024 characters. @default - empty */
  readonly messageBody?: string;
}

export function loginAction(scope: Construct, login: CognitoLogin): LbListenerRuleAction {
  const { loadBalancer, userPoolArn, clientId, domain, scope: scopes = "openid", sessionCookieName } = login;
  const { sessionTimeoutSeconds = maximumSessionSeconds, onUnauthenticated = "authenticate" } = login;
  const { requestParameters = {} } = login;
  const lack = lackOf(regionOf(scope), "cognito");
  if (lack !== undefined) reject(scope, "login", `left out in ${regionOf(scope)}, which has no ${lack}`, login.domain);
  checkPattern(scope, "login.userPoolArn", userPoolArn, cognito.userPoolArn);
  checkPattern(scope, "login.clientId", clientId, cognito.clientId);
  checkPattern(scope, "login.domain", domain, cognito.domain);
  checkRange(scope, "login.sessionTimeoutSeconds", sessionTimeoutSeconds, {
    minimum: 1,
    maximum: maximumSessionSeconds,
    unit: "seconds",
  });
  checkOneOf(scope, "login.onUnauthenticated", onUnauthenticated, ["authenticate", "allow", "deny"]);
  if (!scopes.split(" ").includes("openid")) reject(scope, "login.scope", 'scopes with "openid" among them', scopes);
  if (Object.keys(requestParameters).length > 10) {
    reject(scope, "login.requestParameters", "at most 10 parameters", requestParameters);
  }
  loadBalancer.securityGroup.allowToInternet(443, "Amazon Cognito, which users log in with");
  return {
    type: "authenticate-cognito",
    authenticateCognito: {
      userPoolArn,
      userPoolClientId: clientId,
      userPoolDomain: domain,
      scope: scopes,
      sessionTimeout: sessionTimeoutSeconds,
      sessionCookieName,
      onUnauthenticatedRequest: onUnauthenticated,
      authenticationRequestExtraParams: Object.keys(requestParameters).length > 0 ? requestParameters : undefined,
    },
  };
}

/** @throws UserError also for a redirect whose target matches the same conditions, as the browser would follow it forever */
export function redirectAction(scope: Construct, redirect: Redirect, conditions: RuleConditions): LbListenerRuleAction {
  const { host, path, port, query, statusCode = 301 } = redirect;
  checkPart(scope, "redirect.host", host, redirectParts.host);
  checkPart(scope, "redirect.path", path, redirectParts.path);
  checkPart(scope, "redirect.query", query, redirectParts.query);
  checkRange(scope, "redirect.port", port, { minimum: 1, maximum: 65_535 });
  checkOneOf(scope, "redirect.statusCode", statusCode, [301, 302]);
  if ((host ?? "#{host}") === "#{host}" && (path ?? "/#{path}") === "/#{path}" && port === undefined) {
    reject(scope, "redirect", "at least one of host, path and port that differs from the request", redirect);
  }
  if (comesBack(redirect, conditions)) {
    reject(scope, "redirect", "to a host, path or port that is not redirected again", redirect);
  }
  return {
    type: "redirect",
    redirect: {
      protocol: "HTTPS",
      host,
      path,
      port: port === undefined ? undefined : `${port}`,
      query,
      statusCode: `HTTP_${statusCode}`,
    },
  };
}

/** Whether the target of a redirect meets the conditions of its own rule. */
function comesBack(redirect: Redirect, conditions: RuleConditions): boolean {
  const { host, path, port, query } = redirect;
  const { hostHeaders = [], pathPatterns = [], methods = [], queryStrings = [] } = conditions;
  // Browsers repeat a redirected POST as a GET.
  if (port !== undefined || (methods.length > 0 && !methods.includes("GET"))) return false;
  if (query !== undefined && queryStrings.length > 0) return false;
  const sample = (text: string) => text.replace(/#\{\w+\}/g, "~");
  const sameHost = host === undefined || hostHeaders.some((pattern) => wildcard(pattern, "i").test(sample(host)));
  const samePath = path === undefined || pathPatterns.some((pattern) => wildcard(pattern, "").test(sample(path)));
  return sameHost && (samePath || pathPatterns.length === 0);
}

function wildcard(pattern: string, flags: string): RegExp {
  const escaped = pattern.replace(/[\\^$.+()|[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, flags);
}

export function fixedResponseAction(scope: Construct, response: FixedResponse): LbListenerRuleAction {
  const { statusCode, contentType = "text/plain", messageBody } = response;
  checkRange(scope, "fixedResponse.statusCode", statusCode, { minimum: 200, maximum: 599 });
  if (statusCode >= 300 && statusCode < 400) {
    reject(scope, "fixedResponse.statusCode", "2xx, 4xx or 5xx; use redirect for 3xx", statusCode);
  }
  checkOneOf(scope, "fixedResponse.contentType", contentType, responseContentTypes);
  if (messageBody !== undefined && messageBody.length > 1024) {
    reject(scope, "fixedResponse.messageBody", "at most 1024 characters", `${messageBody.length} characters`);
  }
  return { type: "fixed-response", fixedResponse: { statusCode: `${statusCode}`, contentType, messageBody } };
}

/** AWS allows 128 characters in each part. */
function checkPart(scope: Construct, field: string, value: string | undefined, format: Format): void {
  checkPattern(scope, field, value, format);
  if (value !== undefined && value.length > 128) reject(scope, field, "at most 128 characters", value);
}
