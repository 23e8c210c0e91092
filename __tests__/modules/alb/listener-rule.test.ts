import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { ListenerRule, type ListenerRuleProps } from "../../../modules/alb";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { loadBalancerFor, targetGroupFor } from "./parts";

const stackWith = (props: Partial<ListenerRuleProps>) =>
  testStack((scope) => {
    new ListenerRule(scope, "rule", {
      listenerArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/test/1/2",
      priority: 100,
      hostHeaders: ["app.example.com"],
      targetGroup: targetGroupFor(scope),
      ...props,
    });
  });

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

  test("can ask for a path as well", () => {
    expect(stackWith({ hostHeaders: ["*.example.com"], pathPatterns: ["/api/*", "/cable"] })).toHaveResource(
      LbListenerRule,
      { condition: [{ hostHeader: { values: ["*.example.com"] } }, { pathPattern: { values: ["/api/*", "/cable"] } }] },
    );
  });
});

test("a listener rule may ask for a path alone", () => {
  expect(stackWith({ hostHeaders: undefined, pathPatterns: ["/*"] })).toHaveResource(LbListenerRule, {
    condition: [{ pathPattern: { values: ["/*"] } }],
  });
});

test("a listener rule leaves to CodeDeploy where the requests go, when it is told so", () => {
  expect(stackWith({})).toHaveResource(LbListenerRule, { lifecycle: absent() });
  expect(stackWith({ actionByCodeDeploy: true })).toHaveResource(LbListenerRule, {
    lifecycle: { ignore_changes: ["action"] },
  });
});

describe("a listener rule refuses", () => {
  const host = "1 to 128 letters, digits, hyphens, dots and the wildcards * and ?";
  const cases: readonly [string, Partial<ListenerRuleProps>, string][] = [
    ["priority 0", { priority: 0 }, "priority must be a whole number from 1 to 50000, got 0."],
    [
      "to take every host",
      { hostHeaders: [] },
      "hostHeaders must be one or more host names where no pathPatterns are given, got [].",
    ],
    ["a URL", { hostHeaders: ["https://a.example.com"] }, `hostHeaders must be ${host}, got "https://a.example.com".`],
    [
      "a path without a slash",
      { pathPatterns: ["api"] },
      'pathPatterns must be 1 to 128 characters that begin with a slash, with the wildcards * and ?, got "api".',
    ],
    [
      "more values than AWS counts",
      { hostHeaders: ["a.example.com"], pathPatterns: ["/1", "/2", "/3", "/4", "/5"] },
      'hostHeaders and pathPatterns must be at most 5 values together, got ["a.example.com","/1","/2","/3","/4","/5"].',
    ],
    [
      "more wildcards than AWS counts",
      { hostHeaders: ["*.example.com"], pathPatterns: ["/*/*/*/*/*"] },
      'hostHeaders and pathPatterns must be at most 5 wildcards together, got ["*.example.com","/*/*/*/*/*"].',
    ],
  ];
  test.each(cases)("%s", (_, props, message) => {
    expect(() => stackWith(props)).toThrow(`test/rule: ${message}`);
  });
});
