import { change, effects, meaning, replaced, there } from "../changes";

describe("any resource", () => {
  test("that moves says from where, and that nothing happens", () => {
    const moved = there("aws_vpc.b", { tags: { Name: "main" } }, { previousAddress: "aws_vpc.a" });
    expect(meaning(moved)).toEqual({
      effects: [{ risk: "none", text: "vpc main moved from aws_vpc.a: it does not change", resourceName: "main" }],
      diff: [],
      risk: "none",
      isAssessed: true,
      isExposing: false,
    });
  });

  test("that is imported, deferred, or of an action to come says so", () => {
    expect(effects(there("aws_vpc.a", {}, { importId: "vpc-1" }))).toEqual([
      "low: vpc a imported: Terraform manages vpc-1 from now on",
    ]);
    expect(effects(change("aws_vpc.a", undefined, {}, { deferred: "provider_config_unknown" }))).toEqual([
      "low: vpc a: left for a later plan (provider_config_unknown)",
    ]);
    const other = change("aws_x.a", {}, {}, { action: "other", actions: ["transmute"] });
    expect(effects(other)).toEqual(["medium: x a: this review does not know what the action transmute does"]);
  });

  test("of a type that nobody describes is still reported when it goes", () => {
    expect(effects(replaced("aws_x_y.a", {}, {}, { createBeforeDestroy: true }))).toEqual([
      "medium: x y a replaced, the new one is created first",
    ]);
    expect(effects(change("aws_x_y.a", {}, undefined))).toEqual(["medium: x y a destroyed"]);
    expect(effects(change("aws_x_y.a", undefined, {}))).toEqual([]);
  });

  test("that is only read means nothing", () => {
    expect(meaning(change("aws_ami.a", {}, {}, { mode: "data", action: "read" }))).toEqual({
      effects: [],
      diff: [],
      risk: "none",
      isAssessed: true,
      isExposing: false,
    });
  });

  test("an update by nothing but what is known after apply shows that", () => {
    const { diff } = meaning(
      change(
        "aws_x.a",
        { vpc_id: "vpc-1", arn: "a" },
        { vpc_id: "<data.aws_vpc.main.id>", arn: "<known after apply>" },
        { unknown: ["vpc_id", "arn"] },
      ),
    );
    expect(diff).toEqual([
      {
        kind: "changed",
        path: ["vpc_id"],
        before: "vpc-1",
        after: "<data.aws_vpc.main.id>",
        note: "known after apply",
      },
    ]);
  });
});

test.each(["google_compute_instance", "azurerm_linux_virtual_machine", "digitalocean_droplet", "hcloud_server"])(
  "a %s that goes takes its disks with it",
  (type) => {
    expect(effects(change(`${type}.x`, { name: "web" }, undefined))).toEqual([
      `high: ${type.replaceAll("_", " ")} web destroyed: it is terminated, and what its disks hold is lost unless they are kept`,
    ]);
  },
);

test("a definition of Kubernetes takes every resource of its kind with it", () => {
  const definition = { manifest: { kind: "CustomResourceDefinition" } };
  const { effects: told, loses } = meaning(change("kubernetes_manifest.x", definition, undefined));
  expect(told.map(({ text }) => text)).toEqual([
    "kubernetes manifest x will be destroyed: every resource of its kind is lost",
  ]);
  expect(loses).toBe("every resource of its kind");
});

describe("alarms and schedules", () => {
  test("that go or fall silent", () => {
    const alarm = { alarm_name: "cpu", alarm_actions: ["arn"], threshold: 80 };
    expect(effects(change("aws_cloudwatch_metric_alarm.x", alarm, undefined))).toEqual([
      "medium: alarm cpu destroyed: nobody is notified any more",
    ]);
    expect(
      effects(change("aws_cloudwatch_metric_alarm.x", alarm, { ...alarm, alarm_actions: [], threshold: 90 })),
    ).toEqual(["medium: alarm cpu: notifies nobody any more", "low: alarm cpu fires at other values"]);
  });

  test("that run at another time, or no more", () => {
    const task = { name: "nightly", schedule_expression: "rate(1 day)", state: "ENABLED" };
    expect(effects(change("aws_scheduler_schedule.x", task, { ...task, schedule_expression: "rate(2 days)" }))).toEqual(
      ["low: scheduled task nightly runs rate(2 days) instead of rate(1 day)"],
    );
    expect(effects(change("aws_scheduler_schedule.x", task, { ...task, state: "DISABLED" }))).toEqual([
      "medium: scheduled task nightly is off",
    ]);
  });
});
