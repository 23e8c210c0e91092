import { join } from "node:path";
import { Interrupts } from "../../../lib/terminal/interrupts";
import { explain, TerraformRuns } from "../../../operations/plan/terraform";
import { environment, programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

const home = temporaryFolder();
const interrupts = new Interrupts();
afterAll(() => interrupts.dispose());

test("an interrupt reaches every Terraform once, however often it comes; each ends in good order", async () => {
  // Node, because a shell has its background processes ignore SIGINT.
  const terraform = `exec "${process.execPath}" -e '
let signals = 0;
process.on("SIGINT", () => { signals += 1; setTimeout(() => { console.log("signal " + signals); process.exit(1); }, 50); });
console.log("applying");
setInterval(() => {}, 1000);'`;
  const bin = programs(home, { terraform });
  const runs = new TerraformRuns({ binary: join(bin, "terraform"), env: environment(home, bin) }, interrupts);
  let begun = 0;
  const onLine = (line: string): void => {
    if (line !== "applying" || (begun += 1) < 2) return;
    for (let time = 0; time < 3; time += 1) process.emit("SIGINT");
  };
  const both = [runs.run(home, ["apply"], onLine), runs.run(home, ["apply"], onLine)];
  const results = await runs.during(Promise.all(both));
  for (const { code, stdout } of results) expect({ code, stdout }).toEqual({ code: 1, stdout: "applying\nsignal 1\n" });
  expect(interrupts.isRequested).toBe(true);
});

test("a program that is not there is a result that says so", async () => {
  const runs = new TerraformRuns({ binary: "/no/such/terraform", env: {} }, interrupts);
  await expect(runs.run(home, ["plan"])).resolves.toMatchObject({
    code: 127,
    output: expect.stringContaining("ENOENT"),
  });
});

test("what Terraform says is one line; its own first error where there is nothing to add", () => {
  expect(explain("│ Error: Invalid count argument\n│\n│   on main.tf", "x-data", {})).toBe("Invalid count argument");
  expect(explain("Error: Saved plan is stale\n", "x-data", {})).toBe("the plan is stale: the state has changed since");
  expect(explain("", "x-data", {})).toBe("Terraform failed and printed nothing");
  expect(explain("Error: Error acquiring the state lock", "x-data", {})).toBe(
    "the state is locked; wait for it, or, if it was killed: ./platform recover x",
  );
});
