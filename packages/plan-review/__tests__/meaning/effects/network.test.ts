import type { Values } from "../../../model";
import { change, effects, meaning, replaced, there } from "../changes";

const ingress = "aws_vpc_security_group_ingress_rule.rule";
const rule = (cidr_ipv4: string, port: number, more: Values = {}): Values => ({
  security_group_id: "<aws_security_group.app.id>",
  cidr_ipv4,
  ip_protocol: "tcp",
  from_port: port,
  to_port: port,
  ...more,
});
const group = there("aws_security_group.app", { name: "app" });

describe("security groups", () => {
  test("SSH that is open to the world is a high risk", () => {
    expect(effects(change(ingress, undefined, rule("0.0.0.0/0", 22)), group)).toEqual([
      "high: security group app opens 0.0.0.0/0:22",
    ]);
    expect(effects(change(ingress, undefined, rule("::/0", 0, { ip_protocol: "-1" })), group)).toEqual([
      "high: security group app opens ::/0 to all traffic",
    ]);
    const range = rule("0.0.0.0/0", 22, { to_port: 443 });
    expect(effects(change(ingress, undefined, range), group)).toEqual([
      "high: security group app opens 0.0.0.0/0:22-443",
    ]);
  });

  test("an effect of a rule names its group, so that those of many groups are shown as one", () => {
    const [opened] = meaning(change(ingress, undefined, rule("0.0.0.0/0", 22)), group).effects;
    expect(opened?.resourceName).toBe("app");
  });

  test("80 and 443 are what a load balancer is for", () => {
    const open = change(ingress, undefined, rule("0.0.0.0/0", 443));
    expect(effects(open, group)).toEqual(["medium: security group app opens 0.0.0.0/0:443"]);
    const balancer = there("aws_lb.lb", { name: "lb", security_groups: ["<aws_security_group.app.id>"] });
    expect(effects(open, group, balancer)).toEqual(["low: security group app opens 0.0.0.0/0:443"]);
  });

  test("a rule that was open before opens nothing", () => {
    const before = rule("0.0.0.0/0", 22);
    expect(effects(change(ingress, before, { ...before, description: "x" }), group)).toEqual([]);
  });

  test("a wider range of addresses or ports takes nothing away", () => {
    const wider = (before: string, after: string, port = 443) =>
      effects(change(ingress, rule(before, 443), { ...rule(after, 443), to_port: port }), group);
    expect(wider("10.0.0.0/16", "10.0.0.0/8")).toEqual([]);
    expect(wider("10.0.0.0/16", "10.0.0.0/16", 444)).toEqual([]);
    expect(wider("10.0.0.0/8", "10.0.0.0/16")).toEqual([
      "medium: security group app closes ingress tcp 443: 10.0.0.0/8 no longer reaches it",
    ]);
  });

  test("a rule inside a group opens, too", () => {
    const open = {
      name: "app",
      ingress: [{ cidr_blocks: ["0.0.0.0/0"], protocol: "tcp", from_port: 3306, to_port: 3306 }],
    };
    expect(effects(change("aws_security_group.app", { name: "app", ingress: [] }, open))).toEqual([
      "high: security group app opens 0.0.0.0/0:3306",
    ]);
  });

  test("two halves of the internet are the internet, in one rule or in two resources", () => {
    const halves = ["0.0.0.0/1", "128.0.0.0/1"];
    const ingressOf = (cidr_blocks: readonly string[]) => [
      { cidr_blocks, protocol: "tcp", from_port: 5432, to_port: 5432 },
    ];
    const inline = change(
      "aws_security_group.app",
      { name: "app", ingress: [] },
      { name: "app", ingress: ingressOf(halves) },
    );
    const expected = ["high: security group app opens 0.0.0.0/1, 128.0.0.0/1:5432: the internet"];
    expect(effects(inline)).toEqual(expected);
    const first = there("aws_vpc_security_group_ingress_rule.first", rule("0.0.0.0/1", 5432));
    expect(effects(change(ingress, undefined, rule("128.0.0.0/1", 5432)), first, group)).toEqual([
      "high: security group app opens 0.0.0.0/1, 128.0.0.0/1:5432: the internet",
    ]);
    const rest = rule("0.0.0.0/5", 5432);
    expect(effects(change(ingress, undefined, rest), group)).toEqual([
      "high: security group app opens 0.0.0.0/5:5432: about 3 % of the internet",
    ]);
    expect(effects(change(ingress, undefined, rule("203.0.113.0/24", 5432)), group)).toEqual([]);
  });

  test("a rule that goes cuts who came through it", () => {
    const peer = {
      security_group_id: "sg-1",
      referenced_security_group_id: "sg-2",
      ip_protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
    };
    const groups = [
      there("aws_security_group.db", { id: "sg-1", name: "db" }),
      there("aws_security_group.app", { id: "sg-2", name: "app" }),
    ];
    expect(effects(change(ingress, peer, undefined), ...groups)).toEqual([
      "medium: security group db closes ingress tcp 5432: aws_security_group.app no longer reaches it",
    ]);
  });

  test("a rule whose group is known only after apply closes nothing by that", () => {
    const before = {
      security_group_id: "sg-1",
      referenced_security_group_id: "sg-2",
      ip_protocol: "tcp",
      from_port: 1,
      to_port: 1,
    };
    const after = { ...before, referenced_security_group_id: "<aws_security_group.app.id>" };
    const found = effects(change(ingress, before, after, { unknown: ["referenced_security_group_id"] }));
    expect(found).toEqual([]);
  });
});

describe("the network", () => {
  test.each<[string, Values, string]>([
    [
      "aws_nat_gateway.x",
      { tags: { Name: "a" } },
      "high: NAT gateway a destroyed: private subnets behind it lose internet access",
    ],
    ["aws_route.x", { destination_cidr_block: "0.0.0.0/0" }, "high: default route 0.0.0.0/0 destroyed: egress ends"],
    ["aws_route.x", { destination_cidr_block: "10.1.0.0/16" }, "medium: route to 10.1.0.0/16 destroyed"],
    ["aws_vpc.x", {}, "high: VPC x destroyed: nothing in it can run: outage"],
    [
      "aws_subnet.x",
      {},
      "high: subnet x destroyed: instances, databases and load balancers in it must be removed first",
    ],
    ["aws_eip.x", {}, "high: elastic address x destroyed: other systems see another address"],
    [
      "aws_route53_record.x",
      { name: "app.example.com", type: "A" },
      "high: DNS record app.example.com A destroyed: the name no longer resolves: outage",
    ],
    [
      "aws_vpc_endpoint.x",
      { service_name: "com.amazonaws.eu-central-1.s3" },
      "medium: VPC endpoint s3 destroyed: traffic goes through NAT, or fails where there is none",
    ],
  ])("%s %j destroyed", (address, values, text) => {
    expect(effects(change(address, values, undefined))).toEqual([text]);
  });

  test("a NAT gateway that is replaced has another address; a record leads elsewhere", () => {
    expect(effects(replaced("aws_nat_gateway.x", {}, {}))).toEqual([
      "high: NAT gateway x replaced: no internet access meanwhile; then other systems see another address",
    ]);
    const record = (target: string) => ({ name: "app", type: "CNAME", records: [target] });
    expect(effects(change("aws_route53_record.x", record("a"), record("b")))).toEqual([
      "medium: DNS record app CNAME points elsewhere: a -> b",
    ]);
  });
});

describe("the load balancer", () => {
  test("that is replaced has another address", () => {
    expect(effects(replaced("aws_lb.x", { name: "web" }, { name: "web" }))).toEqual([
      "high: ALB web replaced: the address changes, alias records follow; outage until then",
    ]);
    const lifted = change(
      "aws_lb.x",
      { name: "web", enable_deletion_protection: true },
      { name: "web", enable_deletion_protection: false },
    );
    expect(effects(lifted)).toEqual([
      "medium: lb web: enable_deletion_protection is off: deletion protection is lifted",
    ]);
  });

  test("listeners: certificate, TLS policy", () => {
    const listener = { port: 443, protocol: "HTTPS", certificate_arn: "a", ssl_policy: "old" };
    expect(
      effects(change("aws_lb_listener.x", listener, { ...listener, certificate_arn: "b", ssl_policy: "new" })),
    ).toEqual([
      "medium: listener HTTPS 443: TLS certificate changed",
      "medium: listener HTTPS 443: TLS policy old -> new",
    ]);
    expect(effects(change("aws_lb_listener.x", listener, undefined))).toEqual([
      "high: listener HTTPS 443 destroyed: nothing listens there: outage",
    ]);
  });

  test("rules: conditions and weights", () => {
    const to = (host: string, ...weights: readonly number[]) => ({
      condition: [{ host_header: [{ values: [host] }] }],
      action: [
        { type: "forward", forward: [{ target_group: weights.map((weight) => ({ arn: `g${weight}`, weight })) }] },
      ],
    });
    expect(effects(change("aws_lb_listener_rule.x", to("a", 100, 0), to("b", 90, 10)))).toEqual([
      "medium: the rule for a is now for b",
      "medium: requests for b go elsewhere: weights 90 to 10",
    ]);
    expect(effects(change("aws_lb_listener_rule.x", to("a", 1), undefined))).toEqual([
      "medium: requests for a no longer have a rule: they go to the listener's default",
    ]);
  });

  test("target groups: replacement and health check", () => {
    expect(
      effects(replaced("aws_lb_target_group.x", { name: "web" }, { name: "web" }, { createBeforeDestroy: true })),
    ).toEqual(["medium: target group web replaced: tasks register in the new one and must become healthy there"]);
    const check = (path: string, interval: number) => ({
      name: "web",
      health_check: [{ path, interval, matcher: "200" }],
    });
    expect(effects(change("aws_lb_target_group.x", check("/up", 15), check("/health", 15)))).toEqual([
      "medium: target group web: another health check (/health 200); targets that fail it are replaced",
    ]);
    expect(effects(change("aws_lb_target_group.x", check("/up", 15), check("/up", 30)))).toEqual([
      "low: target group web: the health check has other times",
    ]);
  });
});
