import { HttpError, jsonOf, send } from "../http";
import { inTurn, patience, serve } from "./helpers/server";

const secret = { authorization: "Bearer ghs_secret" };

test("an answer is returned as it is, whatever its status", async () => {
  for (const status of [200, 204, 401, 404, 409, 422]) {
    const { url } = await serve(() => ({ status, body: status === 204 ? "" : "text" }));
    await expect(send({ url })).resolves.toMatchObject({ status, attempts: 1 });
  }
});

test("a 5xx is asked again with a growing pause, and returned when it stays", async () => {
  const { waits, settings } = patience();
  const { url, received } = await serve(inTurn({ status: 500 }, { status: 503 }, { body: "at last" }));
  await expect(send({ url }, settings)).resolves.toMatchObject({ status: 200, text: "at last", attempts: 3 });
  expect(waits).toEqual([1, 2]);
  expect(received).toHaveLength(3);

  const broken = await serve(() => ({ status: 502 }));
  await expect(send({ url: broken.url }, patience().settings)).resolves.toMatchObject({ status: 502, attempts: 4 });
});

test("a POST that may have been done is not sent twice", async () => {
  for (const reply of [{ status: 500 }, { instead: "drop" as const }]) {
    const { url, received } = await serve(() => reply);
    await send({ url, method: "POST", body: "{}" }, patience().settings).catch(() => {});
    expect(received).toHaveLength(1);
  }
});

test("a POST that a rate limit refused is sent again", async () => {
  const { url, received } = await serve(inTurn({ status: 429, headers: { "retry-after": "3" } }, { status: 201 }));
  const { waits, settings } = patience();
  await expect(send({ url, method: "POST", body: "{}" }, settings)).resolves.toMatchObject({ status: 201 });
  expect(waits).toEqual([3]);
  expect(received.map(({ body }) => body)).toEqual(["{}", "{}"]);
});

test("a lost connection is tried again, then said with the server's name", async () => {
  const { url } = await serve(inTurn({ instead: "drop" }, { body: "back" }));
  await expect(send({ url }, patience().settings)).resolves.toMatchObject({ text: "back" });
  await expect(send({ url: "http://127.0.0.1:9/none" }, patience().settings)).rejects.toThrow(
    /^GET http:\/\/127\.0\.0\.1:9\/none: /,
  );
});

test("no answer in time is an error that says how long was waited", async () => {
  const { url } = await serve(() => ({ instead: "hang" }));
  const settings = { ...patience().settings, timeoutSeconds: 0.05, attempts: 2 };
  await expect(send({ url, headers: secret }, settings)).rejects.toThrow("no answer within 0.05 seconds");
});

describe("rate limits", () => {
  const waitsFor = async (headers: Record<string, string>, status = 403, body = "{}") => {
    const { waits, settings } = patience();
    const { url } = await serve(inTurn({ status, headers, body }, { body: "ok" }));
    const { text } = await send({ url }, settings);
    return { waits, text };
  };

  test("retry-after in seconds and as a date are waited for", async () => {
    expect((await waitsFor({ "retry-after": "7" })).waits).toEqual([7]);
    expect((await waitsFor({ "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT" }, 429)).waits).toEqual([9]);
  });

  test("x-ratelimit-reset is waited for: GitHub's point in time, HCP Terraform's seconds", async () => {
    const reset = String(Date.parse("2026-01-01T00:00:42Z") / 1000);
    expect((await waitsFor({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset })).waits).toEqual([42]);
    expect((await waitsFor({ "x-ratelimit-reset": "0.5" }, 429)).waits).toEqual([0.5]);
  });

  test("a secondary limit without a time is waited for a minute", async () => {
    const body = '{"message":"You have exceeded a secondary rate limit"}';
    expect(await waitsFor({}, 403, body)).toEqual({ waits: [60], text: "ok" });
  });

  test("a 403 that is about permissions is no rate limit", async () => {
    expect((await waitsFor({ "x-ratelimit-remaining": "4999" })).waits).toEqual([]);
  });

  test("a wait that is longer than allowed is not begun", async () => {
    const { waits, settings } = patience();
    const { url } = await serve(() => ({ status: 429, headers: { "retry-after": "3600" } }));
    await expect(send({ url }, settings)).resolves.toMatchObject({ status: 429, attempts: 1 });
    expect(waits).toEqual([]);
  });
});

describe("redirects", () => {
  test("the token stays with its host", async () => {
    const archive = await serve(() => ({ body: "plan" }));
    const location = `${archive.url}/object?signature=1`;
    const api = await serve(() => ({ status: 307, headers: { location } }));
    await expect(send({ url: `${api.url}/plan`, headers: secret })).resolves.toMatchObject({ text: "plan" });
    expect(api.received[0]?.headers.authorization).toBe(secret.authorization);
    expect(archive.received[0]?.headers).not.toHaveProperty("authorization");
  });

  test("the token goes along within a host", async () => {
    const { url, received } = await serve(({ path }) =>
      path === "/old" ? { status: 301, headers: { location: "/new" } } : { body: "moved" },
    );
    await expect(send({ url: `${url}/old`, headers: secret })).resolves.toMatchObject({ text: "moved" });
    expect(received.map(({ headers }) => headers.authorization)).toEqual([secret.authorization, secret.authorization]);
  });

  test("what would be written is never sent to another host", async () => {
    const other = await serve(() => ({}));
    const { url } = await serve(() => ({ status: 307, headers: { location: other.url } }));
    await expect(send({ url, method: "PATCH", headers: secret, body: "{}" })).rejects.toThrow("another host");
    expect(other.received).toEqual([]);
  });

  test("a circle ends, and a signature in a URL is not reported", async () => {
    const { url, received } = await serve(() => ({ status: 302, headers: { location: "/again?signature=s3cr3t" } }));
    const error = await send({ url }, patience().settings).catch(String);
    expect(error).toContain("redirected more than 5 times");
    expect(error).not.toContain("s3cr3t");
    expect(received).toHaveLength(6);
  });
});

test("an answer that is larger than allowed is refused, once", async () => {
  const { url, received } = await serve(() => ({ body: "x".repeat(1000) }));
  await expect(send({ url }, { ...patience().settings, maximumBytes: 100 })).rejects.toThrow("larger than 100 bytes");
  expect(received).toHaveLength(1);
});

test("text in the place of JSON is an error that shows none of it", () => {
  const headers = new Headers({ "content-type": "text/html" });
  const read = () => jsonOf({ text: "<html>s3cr3t", headers }, "GitHub");
  expect(read).toThrow(HttpError);
  expect(read).toThrow("GitHub answered with something that is not JSON (text/html, 12 characters)");
});
