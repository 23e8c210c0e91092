import { defineCommand } from "./program/execute";
import { environmentOrDefault, json } from "./program/options";

export default defineCommand({
  name: "cost",
  group: "inspect",
  summary: "what an environment costs by the month, as a range",
  description:
    "Estimates what an environment costs by the month from its synthesized JSON: with everything at its minimum, as it is expected to run, and with everything at its maximum; by service and by kind, the largest first. Prices are from AWS's Price List API where there are credentials (they are kept for a day), else from a bundled table. It also says what a one-year savings plan would save of the instances that always run. A price that is not known is reported as unknown, and is in no sum.",
  arguments: [environmentOrDefault],
  options: [{ flags: "--from <folder>", description: "an output folder of synth, instead of synthesizing now" }, json],
  examples: [
    { command: "cost {environment}", explanation: "a table of {environment}" },
    { command: "cost {environment} --json", explanation: "each resource with its quantity, price and source" },
  ],
  exitCodes: { done: true, failed: "the environment is wrong" },
  variables: [
    [
      "AWS_PROFILE, AWS_ACCESS_KEY_ID, ...",
      "credentials that may call pricing:GetProducts, ListPriceLists and GetPriceListFileUrl",
    ],
  ],
  run: async ({ environment, options, notice }) => {
    const { cost } = await import("../operations/cost/cost");
    return cost({ environment, from: options.text("from"), notice });
  },
});
