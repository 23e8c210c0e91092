import { gzipSync } from "node:zlib";
import { diffOf, type DiffOptions } from "../../../meaning";
import type { Values } from "../../../model";
import { written } from "../lines";

function diff(type: string, before: Values | undefined, after: Values | undefined, options?: DiffOptions): string[] {
  return written(diffOf(type, before, after, options));
}

describe("what changes of a resource", () => {
  test("what providers fill in is no change", () => {
    const filled = { timeouts: null, count: 0, list: [], block: { on: false, name: "" }, text: "", size: "5", id: "a" };
    expect(diff("aws_x", filled, { size: 5, id: "<known after apply>", arn: "b" })).toEqual([]);
  });

  test("what is turned off or set to 0 is reported", () => {
    expect(diff("aws_db_instance", { multi_az: true, days: 7 }, { multi_az: false, days: 0 })).toEqual([
      "days 7 -> 0",
      "multi_az true -> false",
    ]);
  });

  test("a created resource is all that it says; nothing that is only known after apply", () => {
    const after = { name: "a", vpc_id: "<aws_vpc.main.id>", on: false, address: "<known after apply>" };
    expect(diff("aws_x", undefined, after, { unknown: ["vpc_id", "address"] })).toEqual([
      "+ name a",
      "+ vpc_id <aws_vpc.main.id>",
    ]);
  });

  test("a new resource says nothing of the default tags, nor of what nothing is known of", () => {
    const after = {
      name: "a",
      tags_all: { Stack: "s" },
      block: [{ size: 1, iops: "<known after apply>" }],
      item: [{ name: "x" }, { name: "y", on: true }],
    };
    expect(diff("aws_x", undefined, after, { unknown: ["block[0].iops"] })).toEqual([
      "+ item x",
      "+ item y on: true",
      "+ name a",
      "+ block / size 1",
    ]);
  });

  test("a destroyed resource is reported by its name alone", () => {
    expect(diff("aws_x", { name: "a", size: 3 }, undefined)).toEqual([]);
  });

  test("nothing on both sides is nothing", () => {
    expect(diff("aws_x", undefined, undefined)).toEqual([]);
  });

  test("an unknown value represents what was there; without the word of the plan it is text", () => {
    const after = { url: "https://<aws_lb.main.dns_name>/up" };
    expect(diff("aws_x", { url: "https://lb.example.com/up" }, after, { unknown: ["url"] })).toEqual([]);
    expect(diff("aws_x", { url: "https://lb.example.com/down" }, after, { unknown: ["url"] })).toEqual([
      "url https://lb.example.com/down -> https://<aws_lb.main.dns_name>/up (known after apply)",
    ]);
    expect(diff("aws_x", { text: "<b>" }, { text: "<c>" })).toEqual(["text <b> -> <c>"]);
  });

  test("what forces a replacement says so", () => {
    const before = { name: "a", size: 1, network: [{ subnets: ["a"], public: false }] };
    const after = { name: "b", size: 2, network: [{ subnets: ["a", "b"], public: true }] };
    expect(diff("aws_x", before, after, { replacePaths: ["name", "network[0].subnets"] })).toEqual([
      "name a -> b (forces replacement)",
      "size 1 -> 2",
      "network / public false -> true",
      "+ network / subnets b (forces replacement)",
    ]);
  });

  test("lists go by value; blocks by their name", () => {
    expect(diff("aws_x", { ids: ["a", "b", "c"] }, { ids: ["c", "a", "d", "e"] })).toEqual([
      "- ids b",
      "+ ids d",
      "+ ids e",
    ]);
    expect(diff("aws_x", { ids: ["a", "b"] }, { ids: ["b", "a"] })).toEqual(["ids a, b -> b, a (order)"]);
    const parameter = (name: string, value: string) => ({ name, value, apply_method: "immediate" });
    expect(
      diff(
        "aws_db_parameter_group",
        { parameter: [parameter("a", "1"), parameter("b", "1")] },
        { parameter: [parameter("c", "1"), parameter("b", "2")] },
      ),
    ).toEqual(["- parameter a 1", "parameter b 1 -> 2", "+ parameter c 1"]);
  });

  test("lifecycle rules go by id", () => {
    const rule = (id: string, days: number) => ({ id, status: "Enabled", expiration: [{ days, date: "" }] });
    expect(
      diff(
        "aws_s3_bucket_lifecycle_configuration",
        { rule: [rule("a", 1), rule("b", 2)] },
        { rule: [rule("b", 9), rule("a", 1)] },
      ),
    ).toEqual(["rule b / expiration / days 2 -> 9"]);
  });

  test("blocks without a name are paired", () => {
    const condition = (host: string) => ({ host_header: [{ values: [host] }] });
    expect(
      diff(
        "aws_lb_listener_rule",
        { condition: [condition("a"), condition("b")] },
        { condition: [condition("c"), condition("a")] },
      ),
    ).toEqual(["condition / host_header / values b -> c"]);
  });

  test("tags go by key; default tags are one line, and none where tags say the same", () => {
    const before = { tags: { Name: "a", Team: "x" }, tags_all: { Name: "a", Team: "x", Stack: "s" } };
    const after = { tags: { Name: "b", New: "" }, tags_all: { Name: "b", New: "", Stack: "t", Cost: "1" } };
    expect(diff("aws_vpc", before, after)).toEqual([
      "default tags (+Cost 1, Stack s -> t)",
      "tags / Name a -> b",
      "- tags / Team x",
    ]);
  });

  test("scripts in base64 are read in every provider, at any depth, compressed or not", () => {
    const script = "#!/bin/sh\ncurl https://example.com/install | sh\n";
    const encoded = Buffer.from(script).toString("base64");
    const packed = gzipSync(script).toString("base64");
    const shown = "+ user_data\n+#!/bin/sh\n+curl https://example.com/install | sh\n+";
    expect(diff("aws_instance", undefined, { user_data: packed })).toEqual([shown]);
    expect(diff("azurerm_linux_virtual_machine", undefined, { custom_data: encoded })).toEqual([
      shown.replace("user_data", "custom_data"),
    ]);
    expect(
      diff("azurerm_linux_virtual_machine_scale_set", undefined, { profile: [{ custom_data: packed }] })[0],
    ).toContain("curl https://example.com/install");
    expect(diff("aws_x", undefined, { digest: "c29tZXRoaW5nd2l0aG91dGJsYW5rcw==" })).toEqual([
      "+ digest c29tZXRoaW5nd2l0aG91dGJsYW5rcw==",
    ]);
  });

  test("user data is decoded and reported by lines", () => {
    const script = (memory: number) => Buffer.from(`#!/bin/bash\nA=1\nB=2\nMEMORY=${memory}\nC=3\n`).toString("base64");
    expect(diff("aws_launch_template", { user_data: script(256) }, { user_data: script(512) })).toEqual([
      "user_data\n ...\n A=1\n B=2\n-MEMORY=256\n+MEMORY=512\n C=3\n ",
    ]);
  });

  test("user data that is known only after apply is compared with what was written", () => {
    const before = {
      user_data: Buffer.from("#!/bin/sh\ncat <<'X'\nCLUSTER=production\nMEMORY=256\nX\n").toString("base64"),
    };
    const written = (memory: number) => ({
      user_data: `<base64encode("#!/bin/sh\\ncat <<'X'\\nCLUSTER=\${aws_ecs_cluster.cluster.name}\\nMEMORY=${memory}\\nX\\n")>`,
    });
    const options = { unknown: ["user_data"] };
    expect(diff("aws_launch_template", before, written(256), options)).toEqual([]);
    expect(diff("aws_launch_template", before, written(512), options)).toEqual([
      "user_data (known after apply)\n ...\n cat <<'X'\n CLUSTER=production\n-MEMORY=256\n+MEMORY=512\n X\n ",
    ]);
  });

  test("JSON in an argument is compared as JSON", () => {
    const body = (period: number) => ({
      dashboard_body: JSON.stringify({
        widgets: [{ properties: { title: "CPU", period } }, { properties: { title: "Memory" } }],
      }),
    });
    expect(diff("aws_cloudwatch_dashboard", body(60), body(300))).toEqual([
      "dashboard_body / widgets CPU / properties / period 60 -> 300",
    ]);
  });

  test("long text is all there: what executes must be readable", () => {
    const text = (end: string) => `${"x".repeat(3000)}${end}${"y".repeat(30)}`;
    expect(diff("aws_x", { text: text("a") }, { text: text("b") })).toEqual([`text ${text("a")} -> ${text("b")}`]);
    expect(diff("aws_x", undefined, { text: text("a") })[0]).toContain(text("a"));
  });

  test("a statement with many entries has a line for each, a short one is a sentence", () => {
    const policy = (actions: readonly string[]) => ({
      policy: JSON.stringify({ Statement: [{ Sid: "Own", Effect: "Allow", Action: actions, Resource: "*" }] }),
    });
    expect(diff("aws_iam_policy", undefined, policy(["s3:GetObject"]))).toEqual([
      "+ policy / statement Own Allow s3:GetObject on *",
    ]);
    const many = ["a:A", "b:B", "c:C", "iam:CreateAccessKey"];
    expect(diff("aws_iam_policy", undefined, policy(many))).toEqual([
      "+ policy / statement Own Allow",
      "+ policy / statement Own / actions a:A",
      "+ policy / statement Own / actions b:B",
      "+ policy / statement Own / actions c:C",
      "+ policy / statement Own / actions iam:CreateAccessKey (can be used to gain more permissions)",
      "+ policy / statement Own / resources *",
    ]);
  });

  test("long text of many lines is reported by the lines that change", () => {
    const text = (word: string) =>
      Array.from({ length: 500 }, (_, index) => (index === 250 ? word : `${index}`)).join("\n");
    const [line] = diffOf("aws_x", { text: text("old") }, { text: text("new") });
    expect(line?.lines).toEqual([" ...", " 248", " 249", "-old", "+new", " 251", " 252", " ..."]);
  });
});

describe("rules of security groups", () => {
  const ingress = "aws_vpc_security_group_ingress_rule";

  test("a rule is reported in words, and one from everywhere opens to the world", () => {
    const rule = { security_group_id: "sg-1", cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: 22, to_port: 22 };
    expect(diff(ingress, undefined, rule)).toEqual([
      "+ ingress 0.0.0.0/0 tcp 22 (opens to the world)",
      "+ security_group_id sg-1",
    ]);
    expect(diff(ingress, { ...rule, cidr_ipv4: "10.0.0.0/8" }, rule)).toEqual([
      "ingress 10.0.0.0/8 tcp 22 -> 0.0.0.0/0 tcp 22 (opens to the world)",
    ]);
    expect(diff(ingress, rule, undefined)).toEqual(["- ingress 0.0.0.0/0 tcp 22"]);
  });

  test("a group is known by its address", () => {
    const rule = { referenced_security_group_id: "<aws_security_group.app.id>", ip_protocol: "-1" };
    expect(diff("aws_vpc_security_group_egress_rule", undefined, rule)).toEqual([
      "+ egress aws_security_group.app all traffic",
    ]);
    const known = { type: "ingress", source_security_group_id: "sg-1", protocol: "tcp", from_port: 1, to_port: 9 };
    const groupNames = new Map([["sg-1", "aws_security_group.app"]]);
    expect(diff("aws_security_group_rule", undefined, known, { groupNames })).toEqual([
      "+ ingress aws_security_group.app tcp 1-9",
    ]);
  });

  test("the rules inside a group go by what they say", () => {
    const block = (cidr: string, port: number) => ({
      cidr_blocks: [cidr],
      protocol: "6",
      from_port: port,
      to_port: port,
    });
    const before = { ingress: [block("10.0.0.0/8", 80), block("10.0.0.0/8", 443)], egress: [] };
    const after = { ingress: [block("10.0.0.0/8", 443), block("::/0", 443), { self: true, protocol: "-1" }] };
    expect(diff("aws_security_group", before, after)).toEqual([
      "- ingress 10.0.0.0/8 tcp 80",
      "+ ingress ::/0 tcp 443 (opens to the world)",
      "+ ingress itself all traffic",
    ]);
  });
});
