import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dockerArguments } from "../../../lib/emulator/docker";
import { findPython, pinsOf, requirePython } from "../../../lib/emulator/python";
import { environment, programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

const home = temporaryFolder();
const requirements = join(home, "requirements.txt");
writeFileSync(requirements, "# what the emulator runs on\nmoto[ec2,server]==5.2.1\nboto3==1.43.11\n");

const answer = (version: string, ...lacks: readonly string[]) =>
  `echo '${JSON.stringify({ version: version.split(".").map(Number), lacks })}'`;

/** Looks for Python where the PATH has only these programs. */
function find(scripts: Readonly<Record<string, string>>, options: Parameters<typeof findPython>[0] = {}) {
  // The real ones of the machine are hidden by programs that do not start.
  const hidden = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
  const none = Object.fromEntries(hidden.map((name) => [name, "exit 127"]));
  const bin = programs(home, { ...none, ...scripts });
  return {
    bin,
    found: findPython({ env: environment(home, bin), folder: programs(home, {}), requirements, ...options }),
  };
}

test("pinned versions are read from requirements.txt, extras left out", () => {
  expect(pinsOf(readFileSync(requirements, "utf8"))).toEqual({ moto: "5.2.1", boto3: "1.43.11" });
});

test("a Python that has what is pinned is used as it is", async () => {
  const { found } = find({ python3: answer("3.11", "moto 5.2.1"), python: answer("3.12") });
  await expect(found).resolves.toEqual({ python: "python" });
});

test("pyenv's Python is found when it is not on the PATH", async () => {
  const pyenv = programs(home, {});
  const shims = join(pyenv, ".pyenv", "shims");
  const bin = programs(home, { python3: "exit 127", python: "exit 127" });
  mkdirSync(shims, { recursive: true });
  copyFileSync(join(programs(home, { python3: answer("3.10") }), "python3"), join(shims, "python3"));
  const env = { ...environment(pyenv, bin), PATH: bin };
  await expect(findPython({ env, folder: home, requirements })).resolves.toEqual({ python: join(shims, "python3") });
});

describe("with a Python that lacks the packages", () => {
  /** `-m venv DIR` makes a Python whose pip notes what it is asked to install, and which lacks nothing then. */
  const python3 = `
case "$2" in
  venv)
    mkdir -p "$4/bin"
    cat > "$4/bin/python" <<'PYTHON'
#!/bin/sh
dir=$(dirname "$0")
if [ "$2" = pip ]; then echo "$@" >> "$dir/installed"; exit 0; fi
if [ -f "$dir/installed" ]; then ${answer("3.10")}; else ${answer("3.10", "moto 5.2.1")}; fi
PYTHON
    chmod +x "$4/bin/python" ;;
  *) ${answer("3.10", "moto 5.2.1")} ;;
esac`;

  test("a private virtual environment is made once, and nothing is installed elsewhere", async () => {
    const folder = programs(home, {});
    const reported: string[] = [];
    const options = { folder, onInstall: (into: string) => reported.push(into) };
    const first = await find({ python3 }, options).found;
    const second = await find({ python3 }, options).found;
    expect(second).toEqual(first);
    const [into = ""] = reported;
    expect(reported).toHaveLength(1);
    expect(first).toEqual({ python: join(into, "bin", "python") });
    expect(into.startsWith(folder)).toBe(true);
    expect(readFileSync(join(into, "bin", "installed"), "utf8")).toContain(`--requirement ${requirements}`);
  });

  test("an installation that fails is undone, and what pip printed is reported", async () => {
    const folder = programs(home, {});
    const failing = python3.replace("exit 0; fi", "echo 'No matching distribution found for moto' >&2; exit 1; fi");
    const reported: string[] = [];
    const { found } = find({ python3: failing }, { folder, onInstall: (into) => reported.push(into) });
    await expect(found).resolves.toEqual({
      missing: expect.stringContaining("No matching distribution found for moto"),
    });
    expect(existsSync(reported[0] ?? "")).toBe(false);
  });
});

test("a machine without Python 3.10 gets a message that says what to install", async () => {
  const { bin } = find({ python3: answer("3.9") });
  const env = { ...environment(home, bin), PATH: bin };
  await expect(requirePython({ env, requirements })).rejects.toThrow(
    "The AWS emulator needs Python: no Python 3.10 or newer is on the PATH. " +
      "Install Python 3.10 or newer with its venv module (the rest is fetched into a private virtual environment).",
  );
});

test("a container runs the sources of this project, published on loopback alone", () => {
  const args = dockerArguments({
    moto: "5.2.1",
    sources: "/project/packages/emulator",
    folder: "/project/.emulator",
    readyFile: "ready",
    port: 4001,
    account: "760042596542",
  }).join(" ");
  expect(args).toContain("--volume /project/packages/emulator:/emulator:ro --volume /project/.emulator:/ready");
  expect(args).toContain("--publish 127.0.0.1:4001:4001 motoserver/moto:5.2.1");
  expect(args).toMatch(/--port 4001 --account 760042596542 --ready-file \/ready\/ready$/);
});
