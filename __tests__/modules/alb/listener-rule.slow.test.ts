import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import {
  ListenerRule,
  type CognitoLogin,
  type FixedResponse,
  type Redirect,
  type RuleConditions,
} from "../../../modules/alb";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { loadBalancerFor, targetGroupFor } from "./parts";

const listenerArn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/test/1/2";
const app = { hostHeaders: ["app.example.com"] };

const ruleWith = (conditions: RuleConditions, { priority = 100, actionByCodeDeploy = false } = {}) =>
  testStack((scope) => {
    const targetGroup = targetGroupFor(scope);
    new ListenerRule(scope, "rule", { listenerArn, priority, targetGroup, actionByCodeDeploy, ...conditions });
  });
const redirectTo = (redirect: Redirect, conditions: RuleConditions = app) =>
  testStack((scope) => void new ListenerRule(scope, "rule", { listenerArn, priority: 1, redirect, ...conditions }));
const answerWith = (fixedResponse: FixedResponse) =>
  testStack((scope) => void new ListenerRule(scope, "rule", { listenerArn, priority: 1, fixedResponse, ...app }));
const loginWith = (login: Partial<CognitoLogin>, region = "eu-central-1") =>
  testStack(
    (scope) => {
      const loadBalancer = loadBalancerFor(scope);
      new ListenerRule(scope, "rule", {
        listenerArn: loadBalancer.httpsListener.arn,
        priority: 1,
        targetGroup: targetGroupFor(scope),
        login: {
          loadBalancer,
          userPoolArn: "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_AbCdEfGhI",
          clientId: "1example23456789",
          domain: "acorn-staff",
          ...login,
        },
        ...app,
      });
    },
    { region },
  );

describe("a listener rule", () => {
  test("sends the requests for a host name to the target group", () => {
    const stack = testStack((scope) => {
      new ListenerRule(scope, "rule", {
        listenerArn: loadBalancerFor(scope).httpsListener.arn,
        priority: 100,
        hostHeaders: ["app.example.com"],
        targetGroup: targetGroupFor(scope),
      });
    });
    expect(stack).toHaveResource(LbListenerRule, {
      listenerArn: referenceTo(LbListener, "arn"),
      priority: 100,
      condition: [{ hostHeader: { values: ["app.example.com"] } }],
      action: [{ type: "forward", targetGroupArn: referenceTo(LbTargetGroup, "arn") }],
    });
  });

  test("can require a path as well, or a path alone", () => {
    expect(ruleWith({ hostHeaders: ["*.example.com"], pathPatterns: ["/api/*", "/cable"] })).toHaveResource(
      LbListenerRule,
      { condition: [{ hostHeader: { values: ["*.example.com"] } }, { pathPattern: { values: ["/api/*", "/cable"] } }] },
    );
    expect(ruleWith({ pathPatterns: ["/*"] })).toHaveResource(LbListenerRule, {
      condition: [{ pathPattern: { values: ["/*"] } }],
    });
  });

  test("can require methods, headers, a query string and source addresses", () => {
    const stack = ruleWith({
      methods: ["POST"],
      headers: { "X-Environment": ["canary*"], "User-Agent": ["*Bot*"] },
      queryStrings: [{ key: "version", value: "2" }],
      sourceCidrs: ["203.0.113.0/24"],
    });
    expect(stack).toHaveResource(LbListenerRule, {
      condition: [
        { httpRequestMethod: { values: ["POST"] } },
        { httpHeader: { httpHeaderName: "X-Environment", values: ["canary*"] } },
        { httpHeader: { httpHeaderName: "User-Agent", values: ["*Bot*"] } },
        { queryString: [{ key: "version", value: "2" }] },
        { sourceIp: { values: ["203.0.113.0/24"] } },
      ],
    });
  });

  test("accepts a query without a key, whose escaped wildcards are not counted, and IPv6 networks", () => {
    const stack = ruleWith({ queryStrings: [{ value: "\\*\\*\\*\\*\\*\\?" }], sourceCidrs: ["2001:db8::/32"] });
    expect(stack).toHaveResource(LbListenerRule, {
      condition: [
        { queryString: [{ key: absent(), value: "\\*\\*\\*\\*\\*\\?" }] },
        { sourceIp: { values: ["2001:db8::/32"] } },
      ],
    });
  });

  test("leaves to CodeDeploy where the requests go, on request", () => {
    expect(ruleWith(app)).toHaveResource(LbListenerRule, { lifecycle: absent() });
    expect(ruleWith(app, { actionByCodeDeploy: true })).toHaveResource(LbListenerRule, {
      lifecycle: { ignore_changes: ["action"] },
    });
  });
});

describe("a listener rule rejects", () => {
  const host = "1 to 128 letters, digits, hyphens, dots and the wildcards * and ?";
  const kinds = "hostHeaders, pathPatterns, methods, headers, queryStrings and sourceCidrs";
  const ascii = "1 to 128 printable ASCII characters";
  const cidrs = "networks without host bits, such as 203.0.113.0/24";
  const cases: readonly [string, RuleConditions, string][] = [
    ["no condition", { hostHeaders: [], headers: {} }, `conditions must be at least one of ${kinds}, got [].`],
    ["a URL", { hostHeaders: ["https://a.example.com"] }, `hostHeaders must be ${host}, got "https://a.example.com".`],
    [
      "a path without a slash",
      { pathPatterns: ["api"] },
      'pathPatterns must be 1 to 128 characters that begin with a slash, with the wildcards * and ?, got "api".',
    ],
    [
      "a method in lower case",
      { methods: ["get"] },
      'methods must be 1 to 40 upper case letters, hyphens and underscores, got "get".',
    ],
    [
      "the header of the host",
      { headers: { HOST: ["a.example.com"] } },
      'headers must be 1 to 40 characters of a header name, and not Host, which hostHeaders are for, got "HOST".',
    ],
    ["a header without values", { headers: { "X-A": [] } }, "headers.X-A must be one or more values, got []."],
    [
      "a header value outside ASCII",
      { headers: { "X-A": ["é"] } },
      `headers.X-A must be ${ascii}, with the wildcards * and ?, got "é".`,
    ],
    [
      "a query with a space",
      { queryStrings: [{ key: "q", value: "a b" }] },
      `queryStrings.value must be ${ascii} without spaces, with the wildcards * and ?, got "a b".`,
    ],
    [
      "an empty key of a query",
      { queryStrings: [{ key: "", value: "a" }] },
      `queryStrings.key must be ${ascii} without spaces, with the wildcards * and ?, got "".`,
    ],
    ["an address that is no network", { sourceCidrs: ["10.0.0.1"] }, `sourceCidrs must be ${cidrs}, got "10.0.0.1".`],
    ["host bits", { sourceCidrs: ["10.0.0.1/8"] }, `sourceCidrs must be ${cidrs}, got "10.0.0.1/8".`],
    ["an IPv6 prefix of 129", { sourceCidrs: ["::/129"] }, `sourceCidrs must be ${cidrs}, got "::/129".`],
    [
      "more values than AWS allows",
      { hostHeaders: ["a.example.com"], pathPatterns: ["/1", "/2"], methods: ["GET"], headers: { A: ["1", "2"] } },
      'hostHeaders, pathPatterns, methods and headers must be at most 5 values together, got ["a.example.com","/1","/2","GET","1","2"].',
    ],
    [
      "more values of one kind than AWS allows",
      { pathPatterns: ["/1", "/2", "/3", "/4", "/5", "/6"] },
      'pathPatterns must be at most 5 values, got ["/1","/2","/3","/4","/5","/6"].',
    ],
    [
      "more wildcards than AWS allows",
      { hostHeaders: ["*.example.com"], queryStrings: [{ key: "*", value: "*?*?" }] },
      'hostHeaders and queryStrings must be at most 5 wildcards together, got ["*.example.com","*=*?*?"].',
    ],
  ];
  test.each(cases)("%s", (_, conditions, message) => {
    expect(() => ruleWith(conditions)).toThrow(`test/rule: ${message}`);
  });

  test("priority 0", () => {
    expect(() => ruleWith(app, { priority: 0 })).toThrow(
      "test/rule: priority must be a whole number from 1 to 50000, got 0.",
    );
  });
});

describe("a redirect", () => {
  test("from www to the domain keeps path and query, and is permanent", () => {
    expect(redirectTo({ host: "example.com" }, { hostHeaders: ["www.example.com"] })).toHaveResource(LbListenerRule, {
      action: [
        {
          type: "redirect",
          redirect: {
            protocol: "HTTPS",
            host: "example.com",
            path: absent(),
            port: absent(),
            query: absent(),
            statusCode: "HTTP_301",
          },
        },
      ],
    });
  });

  test("can change every part", () => {
    const stack = redirectTo({ host: "new.#{host}", path: "/v2/#{path}", port: 8443, query: "", statusCode: 302 });
    expect(stack).toHaveResource(LbListenerRule, {
      action: [
        { redirect: { host: "new.#{host}", path: "/v2/#{path}", port: "8443", query: "", statusCode: "HTTP_302" } },
      ],
    });
  });

  const accepted: readonly [string, Redirect, RuleConditions][] = [
    ["to a path outside its conditions", { path: "/new" }, { pathPatterns: ["/old", "/older/*"] }],
    ["to a path in another case, as paths are case-sensitive", { path: "/A" }, { pathPatterns: ["/a"] }],
    ["of a POST, which is repeated as a GET", { path: "/form" }, { methods: ["POST"] }],
    ["that removes the query it is for", { path: "/", query: "" }, { queryStrings: [{ key: "old", value: "*" }] }],
    ["to another host with any path", { host: "b.example.com" }, { hostHeaders: ["a.example.com", "?.example.org"] }],
  ];
  test.each(accepted)("%s ends", (_, redirect, conditions) => {
    expect(redirectTo(redirect, conditions)).toHaveResource(LbListenerRule, { action: [{ type: "redirect" }] });
  });

  const endless: readonly [string, Redirect, RuleConditions][] = [
    ["to its own host", { host: "APP.example.com" }, app],
    ["to a host that a wildcard matches", { host: "b.example.com" }, { hostHeaders: ["*.example.com"] }],
    ["to a path on the same host", { path: "/home" }, app],
    ["to a path below the one that it is for", { path: "/old/#{path}" }, { pathPatterns: ["/old/*"] }],
    ["of GET among others", { path: "/form" }, { methods: ["POST", "GET"] }],
  ];
  test.each(endless)("%s is rejected, as it would be followed forever", (_, redirect, conditions) => {
    expect(() => redirectTo(redirect, conditions)).toThrow(
      `test/rule: redirect must be to a host, path or port that is not redirected again, got ${JSON.stringify(redirect)}.`,
    );
  });

  const rejected: readonly [string, Redirect, string][] = [
    [
      "that changes nothing",
      { host: "#{host}", path: "/#{path}", query: "a=1" },
      'redirect must be at least one of host, path and port that differs from the request, got {"host":"#{host}","path":"/#{path}","query":"a=1"}.',
    ],
    [
      "to a URL",
      { host: "https://example.com" },
      'redirect.host must be a host name, which may contain #{host}, got "https://example.com".',
    ],
    [
      "to a path without a slash",
      { path: "new" },
      'redirect.path must be a path that begins with a slash, which may contain #{host}, #{path} and #{port}, got "new".',
    ],
    [
      "with a question mark",
      { path: "/", query: "?a=1" },
      'redirect.query must be a query without the question mark in front, got "?a=1".',
    ],
    [
      "to a long path",
      { path: `/${"a".repeat(128)}` },
      `redirect.path must be at most 128 characters, got "/${"a".repeat(128)}".`,
    ],
    ["to port 0", { port: 0 }, "redirect.port must be a whole number from 1 to 65535, got 0."],
  ];
  test.each(rejected)("%s is rejected", (_, redirect, message) => {
    expect(() => redirectTo(redirect)).toThrow(`test/rule: ${message}`);
  });
});

describe("a fixed response", () => {
  test("is plain text by default, and whatever AWS allows on request", () => {
    expect(answerWith({ statusCode: 404 })).toHaveResource(LbListenerRule, {
      action: [
        {
          type: "fixed-response",
          fixedResponse: { statusCode: "404", contentType: "text/plain", messageBody: absent() },
        },
      ],
    });
    const stack = answerWith({ statusCode: 503, contentType: "application/json", messageBody: '{"maintenance":true}' });
    expect(stack).toHaveResource(LbListenerRule, {
      action: [
        { fixedResponse: { statusCode: "503", contentType: "application/json", messageBody: '{"maintenance":true}' } },
      ],
    });
  });

  const rejected: readonly [string, FixedResponse, string][] = [
    [
      "with status 301",
      { statusCode: 301 },
      "fixedResponse.statusCode must be 2xx, 4xx or 5xx; use redirect for 3xx, got 301.",
    ],
    [
      "with status 600",
      { statusCode: 600 },
      "fixedResponse.statusCode must be a whole number from 200 to 599, got 600.",
    ],
    [
      "of 1025 characters",
      { statusCode: 200, messageBody: "a".repeat(1025) },
      'fixedResponse.messageBody must be at most 1024 characters, got "1025 characters".',
    ],
  ];
  test.each(rejected)("%s is rejected", (_, response, message) => {
    expect(() => answerWith(response)).toThrow(`test/rule: ${message}`);
  });
});

describe("a login", () => {
  test("comes before the requests reach the tasks, without a secret", () => {
    expect(loginWith({})).toHaveResource(LbListenerRule, {
      action: [
        {
          type: "authenticate-cognito",
          authenticateCognito: {
            userPoolArn: "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_AbCdEfGhI",
            userPoolClientId: "1example23456789",
            userPoolDomain: "acorn-staff",
            scope: "openid",
            sessionTimeout: 604_800,
            sessionCookieName: absent(),
            onUnauthenticatedRequest: "authenticate",
            authenticationRequestExtraParams: absent(),
          },
        },
        { type: "forward", targetGroupArn: referenceTo(LbTargetGroup, "arn") },
      ],
    });
  });

  test("lets the load balancer connect to Cognito", () => {
    expect(loginWith({})).toHaveResource(VpcSecurityGroupEgressRule, {
      securityGroupId: referenceTo(SecurityGroup, "id"),
      cidrIpv4: "0.0.0.0/0",
      fromPort: 443,
      toPort: 443,
    });
  });

  test("does what it is asked for", () => {
    const stack = loginWith({
      domain: "login.acorn.example",
      scope: "openid email",
      sessionTimeoutSeconds: 3600,
      onUnauthenticated: "deny",
      sessionCookieName: "Staff",
      requestParameters: { identity_provider: "Okta" },
    });
    expect(stack).toHaveResource(LbListenerRule, {
      action: [
        {
          authenticateCognito: {
            userPoolDomain: "login.acorn.example",
            scope: "openid email",
            sessionTimeout: 3600,
            onUnauthenticatedRequest: "deny",
            sessionCookieName: "Staff",
            authenticationRequestExtraParams: { identity_provider: "Okta" },
          },
        },
        { type: "forward" },
      ],
    });
  });

  const parameters = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`p${index}`, "1"]));
  const rejected: readonly [string, Partial<CognitoLogin>, string][] = [
    [
      "an identity pool",
      { userPoolArn: "arn:aws:cognito-identity:eu-central-1:123456789012:identitypool/1" },
      'userPoolArn must be the ARN of a Cognito user pool, got "arn:aws:cognito-identity:eu-central-1:123456789012:identitypool/1".',
    ],
    [
      "a URL instead of a domain",
      { domain: "https://login.acorn.example" },
      'domain must be the prefix of a Cognito domain, or a domain of your own, without https://, got "https://login.acorn.example".',
    ],
    [
      "a session of more than a week",
      { sessionTimeoutSeconds: 604_801 },
      "sessionTimeoutSeconds must be a whole number from 1 to 604800 seconds, got 604801.",
    ],
    ["scopes without openid", { scope: "email" }, 'scope must be scopes with "openid" among them, got "email".'],
    [
      "more than 10 parameters",
      { requestParameters: parameters },
      `requestParameters must be at most 10 parameters, got ${JSON.stringify(parameters)}.`,
    ],
  ];
  test.each(rejected)("rejects %s", (_, login, message) => {
    expect(() => loginWith(login)).toThrow(`test/rule: login.${message}`);
  });

  test("is refused in China, which has no user pools", () => {
    const userPoolArn = "arn:aws-us-gov:cognito-idp:us-gov-west-1:123456789012:userpool/us-gov-west-1_AbCdEfGhI";
    expect(() => loginWith({ userPoolArn }, "us-gov-west-1")).not.toThrow();
    expect(() => loginWith({}, "cn-north-1")).toThrow(
      'test/rule: login must be left out in cn-north-1, which has no Amazon Cognito user pools, got "acorn-staff".',
    );
  });
});
