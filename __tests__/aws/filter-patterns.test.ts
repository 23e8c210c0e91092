import { isFilterPattern } from "../../aws/filter-patterns";

test.each([
  "?ERROR ?FATAL",
  "ERROR",
  '"Internal Server Error" -Timeout',
  "%FATAL|PANIC%",
  "{ $.queue_latency_seconds = * }",
  '{ $.detail-type = "ECS Task State Change" }',
  '{ ($.a = "x") && ($.b.c[0] != 404 || $.d IS NULL) }',
  "{ $.user NOT EXISTS }",
  "{ $.sourceIp = 123.123.* }",
  "{ $.status >= 500 && $.path = %/api/.*% }",
  "[ip, user, ..., status = 4* && status != 404, size > 1000]",
  '[time, level = "ERROR, FATAL", message]',
])("%s is a filter pattern", (pattern) => {
  expect(isFilterPattern(pattern)).toBe(true);
});

test.each([
  ["half a condition", "{ $.x = "],
  ["no value", "{ $.x = }"],
  ["no selector", '{ x = "y" }'],
  ["an open parenthesis", '{ ($.a = "b" }'],
  ["half a conjunction", '{ $.a = "b" && }'],
  ["a single ampersand", '{ $.a = "b" & $.c = "d" }'],
  ["an open quote", '"ERROR'],
  ["an open bracket", "[ip, status = 500"],
  ["a condition without a value in brackets", "[ip, status = ]"],
  ["an empty object", "{ }"],
  ["signs outside quotes", "status=500"],
  ["optional terms beside required ones, which CloudWatch Logs ignores", "?ERROR FATAL"],
  ["nothing", " "],
])("%s is none: %s", (_why, pattern) => {
  expect(isFilterPattern(pattern)).toBe(false);
});
