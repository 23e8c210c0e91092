import { defineCommand } from "./program/execute";
import { emulator, environmentOrDefault, json } from "./program/options";

export default defineCommand({
  name: "right-size",
  group: "inspect",
  summary: "what containers reserve and use, and values that would fit",
  description:
    "Compares what each container reserves with what Container Insights measured in the last two weeks, and says which values to write into the environment and what they would free: also by the month, with the prices of `cost`, where fewer instances are needed. Of the instances it says how many always ran, what they cost, and what a savings plan would save of that. It changes nothing.",
  arguments: [environmentOrDefault],
  options: [emulator, json],
  examples: [
    { command: "right-size {environment}", explanation: "reserved and used, container by container" },
    { command: "right-size {environment} --json", explanation: "the same for a program" },
  ],
  exitCodes: { done: true, failed: true, unreachable: true },
  run: async ({ environment: name, options, notice }) => {
    const { CloudWatchClient } = await import("@aws-sdk/client-cloudwatch");
    const { openSession } = await import("../lib/sessions");
    const { measure } = await import("../operations/right-size/read");
    const { describe } = await import("../operations/right-size/report");
    const { rightSize } = await import("../operations/right-size/right-size");
    const { moneyKeys, moneyOf } = await import("../operations/right-size/money");
    const { pricesOf } = await import("../operations/cost/prices");
    const { environment, config, env } = await openSession(name, options.flag("emulator"));
    const sizing = rightSize(environment, await measure(new CloudWatchClient(config), environment, new Date()));
    const prices = await pricesOf(moneyKeys(environment), { region: environment.region, env, notice });
    const money = moneyOf(environment, sizing, prices);
    const note = options.flag("emulator") ? "\nThe emulator runs no containers, so it measures none." : "";
    return {
      text: `${describe(name, environment.cluster.containerInsights, sizing, money)}${note}`,
      json: { ...sizing, money },
    };
  },
});
