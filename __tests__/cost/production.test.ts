import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bundledPrice } from "../../aws/prices";
import { costInWords } from "../../cost";
import { loadEnvironment } from "../../lib/environments";
import { estimateOf } from "../../operations/cost/cost";
import { stacksOf } from "../../scripts/pictures/pictures";

test("docs/guides/cost.md says what production costs with the bundled prices", async () => {
  const production = await loadEnvironment("production");
  const estimate = estimateOf(production, stacksOf(production), (key) => bundledPrice(production.region, key));
  const guide = readFileSync(join(__dirname, "../../docs/guides/cost.md"), "utf8");
  expect(guide).toContain(`\`${costInWords("production", estimate)}\``);
});
