import { defineCommand } from "./program/execute";
import { emulator, environmentOrDefault, json } from "./program/options";

export default defineCommand({
  name: "picture",
  group: "inspect",
  summary: "draw an environment: what it consists of, and what may reach what",
  description:
    "Draws an environment as SVG, from its synthesized JSON alone: network, load balancer, services, instances, data, messages, secrets and alarms. Each arrow is a fact (traffic that security groups and routes allow, permissions of roles, notifications); pointing at it names the resources behind it.",
  arguments: [environmentOrDefault],
  options: [
    { flags: "--details", description: "a box for each resource, instead of an overview" },
    { flags: "--status", description: "color the services by what status says of them now" },
    { flags: "--output <file>", description: "file to write (default: cdktf.out/{environment}.svg)" },
    { flags: "--png", description: "also write a PNG beside it, with Chromium or Chrome" },
    { flags: "--from <folder>", description: "an output folder of synth, instead of synthesizing now" },
    emulator,
    json,
  ],
  examples: [
    { command: "picture {environment}", explanation: "an overview of {environment} in cdktf.out/{environment}.svg" },
    { command: "picture {environment} --details --output system.svg", explanation: "each resource has its own box" },
  ],
  exitCodes: { done: true, failed: "the environment is wrong, or no browser makes the PNG" },
  run: async ({ environment, options }) => {
    const { picture } = await import("../operations/picture/picture");
    const emulated = options.flag("emulator");
    const status = async () => (await import("../operations/picture/status")).statesOf(environment, emulated);
    return picture({
      environment,
      from: options.text("from"),
      details: options.flag("details"),
      output: options.text("output"),
      png: options.flag("png"),
      ...(options.flag("status") && { status }),
    });
  },
});
