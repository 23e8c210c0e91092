import { runTaskSettings } from "../../run-task/settings";
import { hmacKey } from "./parts";

describe("settings", () => {
  test("the key is enough; everything else has a default", () => {
    expect(runTaskSettings({ RUN_TASK_HMAC_KEY: hmacKey })).toEqual({
      hmacKey,
      address: "https://app.terraform.io",
      host: "127.0.0.1",
      port: 8080,
      concurrency: 4,
    });
  });

  test("what is wrong is named, without the key", () => {
    const wrong = (env: object) => () => runTaskSettings({ RUN_TASK_HMAC_KEY: hmacKey, ...env });
    expect(wrong({ RUN_TASK_HMAC_KEY: "short" })).toThrow(
      "RUN_TASK_HMAC_KEY must be the run task's HMAC key, 16 characters at least; got 5",
    );
    expect(wrong({ RUN_TASK_PORT: "70000" })).toThrow('RUN_TASK_PORT must be 0 to 65535, got "70000"');
    expect(wrong({ RUN_TASK_CONCURRENCY: "0" })).toThrow("RUN_TASK_CONCURRENCY must be 1 to 64");
    expect(wrong({ RUN_TASK_SYNTH: "/none" })).toThrow(
      "RUN_TASK_SYNTH must be a folder that cdktf synth wrote, got /none",
    );
  });
});
