import { elb } from "../../security-hub/elb";
import { one, promisesOf } from "./table";

const type = "aws_lb";
const listener = "aws_lb_listener";
const targetGroup = "aws_lb_target_group";
const network = { "it is a network load balancer": one(type, { load_balancer_type: "network" }) };
const subnets = (...zones: string[]) => ({
  aws_subnet: Object.fromEntries(zones.map((availability_zone, index) => [`s${index}`, { availability_zone }])),
});
const redirect = (protocol?: string) => [
  { type: "redirect", redirect: { protocol, port: "443", status_code: "HTTP_301" } },
];

const promises = promisesOf(elb, {
  "elb-access-logs": {
    pass: [one(type, { access_logs: { bucket: "${aws_s3_bucket.logs.bucket}", enabled: true } })],
    fail: {
      "access_logs.enabled must be true, got nothing": one(type, { access_logs: { bucket: "logs" } }),
      "access_logs.enabled must be true, got false": one(type, { access_logs: { bucket: "logs", enabled: false } }),
    },
    notApplicable: network,
  },
  "elb-deletion-protection": {
    pass: [one(type, { enable_deletion_protection: true })],
    fail: { "enable_deletion_protection must be true, got nothing": one(type, { load_balancer_type: "network" }) },
  },
  "elb-desync-mitigation": {
    pass: [one(type), one(type, { desync_mitigation_mode: "strictest" })],
    fail: {
      'desync_mitigation_mode must be "defensive" or "strictest", got "monitor"': one(type, {
        desync_mitigation_mode: "monitor",
      }),
    },
    notApplicable: network,
  },
  "elb-drop-invalid-headers": {
    pass: [one(type, { drop_invalid_header_fields: true })],
    fail: { "drop_invalid_header_fields must be true, got nothing": one(type) },
    notApplicable: network,
  },
  "elb-encrypted-health-check": {
    pass: [one(targetGroup, { health_check: { protocol: "HTTPS" } })],
    fail: {
      'health_check.protocol must be "HTTPS", got "HTTP"': one(targetGroup, { health_check: { protocol: "HTTP" } }),
      'health_check.protocol must be "HTTPS", got nothing': one(targetGroup, { protocol: "HTTPS" }),
    },
    notApplicable: { "its target is a Lambda function": one(targetGroup, { target_type: "lambda" }) },
  },
  "elb-encrypted-listener": {
    pass: [one(listener, { protocol: "HTTPS" }), one(listener, { protocol: "TLS" })],
    fail: {
      'protocol must be "HTTPS" or "TLS", got "HTTP"': one(listener, {
        protocol: "HTTP",
        default_action: redirect("HTTPS"),
      }),
    },
  },
  "elb-encrypted-targets": {
    pass: [one(targetGroup, { protocol: "HTTPS" })],
    fail: {
      'protocol must be "HTTPS" or "TLS" or "QUIC", got "HTTP"': one(targetGroup, {
        protocol: "HTTP",
        target_type: "ip",
      }),
    },
    notApplicable: {
      "its target type is alb": one(targetGroup, { target_type: "alb", protocol: "TCP" }),
      "its protocol is GENEVE": one(targetGroup, { protocol: "GENEVE" }),
    },
  },
  "elb-http-redirects": {
    pass: [one(listener, { protocol: "HTTP", default_action: redirect("HTTPS") })],
    fail: {
      "default_action must redirect to HTTPS": one(listener, {
        protocol: "HTTP",
        default_action: [{ type: "forward" }],
      }),
    },
    notApplicable: { "it is no HTTP listener": one(listener, { protocol: "HTTPS" }) },
  },
  "elb-modern-tls": {
    pass: [one(listener, { protocol: "HTTPS", ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" })],
    fail: {
      "ssl_policy must be one that AWS recommends, got nothing": one(listener, { protocol: "TLS" }),
      'ssl_policy must be one that AWS recommends, got "ELBSecurityPolicy-2016-08"': one(listener, {
        protocol: "HTTPS",
        ssl_policy: "ELBSecurityPolicy-2016-08",
      }),
    },
    notApplicable: { "it does not speak TLS": one(listener, { protocol: "HTTP" }) },
  },
  "elb-multiple-zones": {
    pass: [
      one(type, { subnets: ["${aws_subnet.s0.id}", "${aws_subnet.s1.id}"] }, subnets("a", "b")),
      one(type, { subnet_mapping: [{ subnet_id: "subnet-1" }, { subnet_id: "subnet-2" }] }),
      one(
        type,
        { subnets: ["${aws_route_table_association.s0.subnet_id}", "${aws_route_table_association.s1.subnet_id}"] },
        {
          ...subnets("a", "b"),
          aws_route_table_association: {
            s0: { subnet_id: "${aws_subnet.s0.id}" },
            s1: { subnet_id: "${aws_subnet.s1.id}" },
          },
        },
      ),
    ],
    fail: {
      "subnets must span 2 availability zones or more, got 1": one(
        type,
        { subnets: ["${aws_subnet.s0.id}", "${aws_subnet.s1.id}"] },
        subnets("a", "a"),
      ),
    },
  },
  "elb-web-application-firewall": {
    pass: [
      one(
        type,
        {},
        { aws_wafv2_web_acl_association: { a: { resource_arn: "${aws_lb.this.arn}", web_acl_arn: "arn:a" } } },
      ),
    ],
    fail: {
      "no web ACL is associated with it": one(
        type,
        {},
        { aws_wafv2_web_acl_association: { a: { resource_arn: "${aws_lb.other.arn}" } } },
      ),
    },
    notApplicable: network,
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
