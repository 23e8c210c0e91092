import type { CloudWatchClient, GetMetricDataCommandInput, ListMetricsCommandInput } from "@aws-sdk/client-cloudwatch";
import { measure, type Measurements } from "../../../operations/right-size/read";
import { describe as described } from "../../../operations/right-size/report";
import type { Prices } from "../../../cost";
import { moneyKeys, moneyOf, type Money } from "../../../operations/right-size/money";
import { rightSize } from "../../../operations/right-size/right-size";
import { production as smallest } from "../../fixtures/smallest";
import { fakeClient } from "../task/fake-client";

const service = smallest.services.web!;
const hours = (value: number, count = 336) => Array.from({ length: count }, () => value);

/** The smallest environment reserves 512 CPU units and 512 MiB for its only container. */
const sized = (
  measured: Partial<Measurements["containers"][number]>,
  instances: readonly number[] = [],
  environment = smallest,
) =>
  rightSize(environment, {
    containers: [{ service: service.name, container: "app", cpu: hours(400), memoryMiB: hours(400), ...measured }],
    instances,
  });

test("a container that uses what it reserves stays as it is", () => {
  expect(sized({}).containers[0]).toEqual({
    field: "services.web.containers.app",
    reserved: { cpu: 512, memoryMiB: 512 },
    used: { cpu: 400, memoryMiB: 400 },
    saves: { cpu: 0, memoryMiB: 0 },
    tasks: service.scaling.desired,
  });
});

test("values have room above the use, and each desired task saves", () => {
  const { containers, saves } = sized({ cpu: hours(100), memoryMiB: [...hours(150), 200] });
  expect(containers[0]).toMatchObject({ set: { cpu: 128, memoryMiB: 256 }, saves: { cpu: 384, memoryMiB: 256 } });
  expect(saves).toEqual({ cpu: 384 * service.scaling.desired, memoryMiB: 256 * service.scaling.desired });
});

test("a peak of CPU is no reason to reserve it; one of memory is, because nothing is above it", () => {
  expect(sized({ cpu: [...hours(100, 99), 4000], memoryMiB: [...hours(100, 99), 2000] }).containers[0]).toMatchObject({
    used: { cpu: 100, memoryMiB: 2000 },
    set: { cpu: 128, memoryMiB: 2560 },
  });
});

test("the base load is what always ran", () => {
  expect(sized({}, [2, 2, 4, 4]).base).toEqual({ instances: 2, average: 3, share: 2 / 3, vCpu: 4, memoryGiB: 8 });
  expect(sized({}).base).toBeUndefined();
});

test("what is printed can be written into the environment", () => {
  const text = described("production", "enhanced", sized({ memoryMiB: hours(200) }, [2, 2, 4, 4]), {});
  expect(text).toContain("  reserved  cpu 512, memory 512 MiB\n  used      cpu 400, memory 200 MiB at most");
  expect(text).toContain("  set       memoryReservationMiB: 256\n");
  expect(text).toContain("A reservation or a savings plan for 4 vCPU and 8 GiB would cover 67 % of the load.");
  expect(described("production", "enhanced", sized({ memoryMiB: hours(2000) }), {})).toContain("take ");
  const nothing = { containers: [], instances: [] };
  expect(described("production", "enabled", rightSize(smallest, nothing), {})).toContain(
    'only "enhanced" measures containers',
  );
  expect(described("production", "enhanced", rightSize(smallest, nothing), {})).toContain("nothing was measured");
});

describe("what the advice is worth by the month", () => {
  const types = Object.values(smallest.capacities).map(({ instanceTypes: [type = ""] }) => type);
  const prices =
    (...known: readonly (readonly [key: string, usd: number])[]): Prices =>
    (key) => {
      const usd = new Map(known).get(key);
      return usd === undefined ? undefined : { usd, source: "test", date: "2026-01-01" };
    };
  const [type = ""] = types;
  const both = prices([`ec2:${type}`, 0.1], [`savings-plan:${type}`, 0.07]);
  const [capacity = ""] = Object.keys(smallest.capacities);
  const four = {
    ...smallest,
    capacities: { [capacity]: { ...smallest.capacities[capacity]!, minimum: 2, maximum: 10 } },
    services: { web: { ...service, scaling: { ...service.scaling, desired: 4, maximum: 4 } } },
  };
  const larger = sized({ memoryMiB: hours(2400) }, [2, 2, 4, 4], four);
  const text = (money: Money, sizing = larger) => described("production", "enhanced", sizing, money);

  test("instances that the values need more or less, and the base load with and without a plan", () => {
    const money = moneyOf(four, larger, both);
    const { before = 0, after = 0, saves = 0 } = money.instances ?? {};
    expect(after).toBeGreaterThan(before);
    expect(saves).toBeCloseTo((before - after) * 73);
    expect(money.base).toEqual({ type, onDemand: 2 * 73, plan: 2 * 0.07 * 730 });
    expect(text(money)).toContain(
      `, which need ${after} instances instead of ${before}: $${Math.round((after - before) * 73)} more a month.`,
    );
    expect(text(money)).toContain(
      `As ${type}, On-Demand, they cost $146 a month; a one-year Compute Savings Plan without upfront payment saves $44 of it.`,
    );
    expect(moneyKeys(smallest)).toEqual([`ec2:${type}`, `savings-plan:${type}`]);
  });

  test("nothing by the month where as many instances are needed as before", () => {
    const smaller = sized({ memoryMiB: hours(200) }, [2]);
    const money = moneyOf(smallest, smaller, both);
    expect(money.instances).toMatchObject({ saves: 0 });
    expect(text(money, smaller)).toContain("as before, so that nothing is saved by the month");
    expect(moneyOf(smallest, sized({}), both)).toEqual({});
  });

  test("a price that is unknown leaves it unknown", () => {
    const money = moneyOf(four, larger, prices());
    expect([money.instances?.saves, money.base?.onDemand, money.base?.plan]).toEqual([undefined, undefined, undefined]);
    expect(text(money)).toContain("an unknown amount more a month");
    expect(text(money)).toContain(`What they cost is unknown: there is no price of ${type}.`);
    const onlyOnDemand = moneyOf(four, larger, prices([`ec2:${type}`, 0.1]));
    expect(text(onlyOnDemand)).toContain(
      "they cost $146 a month; what a one-year Compute Savings Plan saves is unknown.",
    );
  });
});

test("two weeks are read page by page, of all tasks together where there is such a metric", async () => {
  const all = [
    { Name: "ClusterName", Value: smallest.cluster.name },
    { Name: "ServiceName", Value: service.name },
    { Name: "ContainerName", Value: "app" },
  ];
  const ofTask = (Value: string) => [...all, { Name: "TaskId", Value }];
  const asked: GetMetricDataCommandInput[] = [];
  const { client } = fakeClient<CloudWatchClient>({
    ListMetrics: ({ MetricName, NextToken }: ListMetricsCommandInput) =>
      MetricName === "ContainerCpuUtilized"
        ? NextToken === undefined
          ? { Metrics: [{ MetricName, Dimensions: ofTask("a") }], NextToken: "2" }
          : { Metrics: [{ MetricName, Dimensions: all }] }
        : {
            Metrics: [
              { MetricName, Dimensions: ofTask("a") },
              { MetricName, Dimensions: ofTask("b") },
            ],
          },
    GetMetricData: (input: GetMetricDataCommandInput) => {
      asked.push(input);
      if (input.NextToken === undefined && asked.length === 1) {
        return { MetricDataResults: [{ Timestamps: [new Date(0)], Values: [1] }], NextToken: "2" };
      }
      const MetricDataResults = (input.MetricDataQueries ?? []).map((_, index) => ({
        Timestamps: [new Date(0), new Date(1)],
        Values: [index + 5, index + 7],
      }));
      return { MetricDataResults };
    },
  });
  const { containers, instances } = await measure(client, smallest, new Date("2026-11-30T00:00:00Z"));
  expect(containers[0]).toMatchObject({ service: service.name, container: "app", memoryMiB: [6, 8] });
  expect(containers[0]?.cpu).toEqual([5, 7]);
  expect(instances).toEqual([5, 7]);
  expect(asked[0]).toMatchObject({ StartTime: new Date("2026-11-16T00:00:00Z") });
});
