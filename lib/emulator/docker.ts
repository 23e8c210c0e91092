import { run } from "../../packages/common/process";

/** Whether Docker is installed and its daemon answers. */
export async function hasDocker(env: NodeJS.ProcessEnv): Promise<boolean> {
  const { code } = await run("docker", ["version", "--format", "{{.Server.Version}}"], { env });
  return code === 0;
}

export interface ContainerOptions {
  /** Version of moto that requirements.txt pins: moto's own image has it, but not gaps/, so the sources are mounted. */
  readonly moto: string;
  /** Folder of server.py. */
  readonly sources: string;
  /** Folder that receives the ready file. */
  readonly folder: string;
  /** Name of the ready file in it. */
  readonly readyFile: string;
  /** Free port of this machine. */
  readonly port: number;
  readonly account: string;
}

/**
 * Arguments of the `docker` that runs server.py in the foreground and ends with it: signals reach the server, and the
 * port is published on loopback only.
 */
export function dockerArguments({
  moto,
  sources,
  folder,
  readyFile,
  port,
  account,
}: ContainerOptions): readonly string[] {
  // Inside the container, loopback is not the machine's: there the server has to listen on every address.
  const program = `import sys; sys.path.insert(0, "/emulator"); import server; server.HOST = "0.0.0.0"; sys.exit(server.main(sys.argv[1:]))`;
  return [
    ["run", "--rm", "--init", "--interactive", "--entrypoint", "python"],
    ["--user", `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`, "--env", "PYTHONDONTWRITEBYTECODE=1"],
    ["--volume", `${sources}:/emulator:ro`, "--volume", `${folder}:/ready`],
    ["--publish", `127.0.0.1:${port}:${port}`, `motoserver/moto:${moto}`],
    ["-c", program, "--port", `${port}`, "--account", account, "--ready-file", `/ready/${readyFile}`],
  ].flat();
}
