/** Preloaded into a measured process: leaves the peak of its memory, in KiB, in the file that BENCHMARK_MEMORY names. */
process.on("exit", () => {
  require("node:fs").writeFileSync(process.env.BENCHMARK_MEMORY, String(process.resourceUsage().maxRSS));
});
