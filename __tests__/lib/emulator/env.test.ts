import { clientConfig, emulatorEnv, emulatorStateFolder } from "../../../lib/emulator";

const endpoint = { url: "http://127.0.0.1:4001", account: "111122223333", region: "eu-central-1" };

test("programs reach the emulator and no other AWS", () => {
  expect(emulatorEnv(endpoint, { PATH: "/bin" })).toEqual({
    PATH: "/bin",
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
    AWS_ENDPOINT_URL: "http://127.0.0.1:4001",
    AWS_ACCESS_KEY_ID: "emulator",
    AWS_SECRET_ACCESS_KEY: "emulator",
    AWS_REGION: "eu-central-1",
    AWS_DEFAULT_REGION: "eu-central-1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "2",
    EMULATOR_STATE: emulatorStateFolder("111122223333"),
  });
});

test("nothing of the person's own AWS settings comes through", () => {
  const own = {
    AWS_PROFILE: "acorn",
    AWS_SESSION_TOKEN: "real",
    AWS_SECRET_ACCESS_KEY: "real",
    AWS_ENDPOINT_URL_S3: "https://s3.example.com",
    AWS_CA_BUNDLE: "/etc/ca.pem",
  };
  const env = emulatorEnv(endpoint, own);
  expect(Object.values(env)).not.toContain("real");
  expect(env).not.toHaveProperty("AWS_PROFILE");
  expect(env).not.toHaveProperty("AWS_ENDPOINT_URL_S3");
  expect(env).not.toHaveProperty("AWS_CA_BUNDLE");
});

test("a proxy stays for providers from the internet, and is not asked for the emulator", () => {
  const env = emulatorEnv(endpoint, { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: ".example.com" });
  expect(env).toMatchObject({ HTTPS_PROXY: "http://proxy:3128", NO_PROXY: ".example.com,127.0.0.1,localhost" });
});

test("a client of the AWS SDK gets the same endpoint", () => {
  expect(clientConfig(endpoint)).toMatchObject({
    endpoint: "http://127.0.0.1:4001",
    region: "eu-central-1",
    maxAttempts: 2,
  });
});
