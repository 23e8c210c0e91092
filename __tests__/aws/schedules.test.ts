import { anySchedule, isTimezone, recurringSchedule } from "../../aws/schedules";

test.each([
  "cron(30 3 * * ? *)",
  "cron(0/15 8-18 ? * MON-FRI *)",
  "cron(0 7 L * ? *)",
  "cron(0 7 ? * 6#3 2027)",
  "rate(1 hour)",
  "rate(5 minutes)",
])("%s comes again and again", (schedule) => {
  expect(schedule).toMatch(recurringSchedule.pattern);
  expect(schedule).toMatch(anySchedule.pattern);
});

test("at() comes once", () => {
  expect("at(2027-01-31T08:00:00)").toMatch(anySchedule.pattern);
  expect("at(2027-01-31T08:00:00)").not.toMatch(recurringSchedule.pattern);
});

test.each([
  ["five fields, as crontab has them", "cron(30 3 * * *)"],
  ["both days", "cron(30 3 * * * *)"],
  ["neither day", "cron(30 3 ? * ? *)"],
  ["no parentheses", "30 3 * * ? *"],
  ["a rate of nothing", "rate(0 minutes)"],
  ["seconds", "rate(30 seconds)"],
  ["a day without a time", "at(2027-01-31)"],
  ["something after it", "rate(1 hour) "],
])("%s are no schedule", (_, schedule) => {
  expect(schedule).not.toMatch(anySchedule.pattern);
});

test("time zones are those of the IANA database, by their names", () => {
  expect(["UTC", "America/New_York", "America/Argentina/Buenos_Aires", "Etc/GMT+5"].filter(isTimezone)).toHaveLength(4);
  expect(["utc", "EST5EDT", "+02:00", "Mars/Olympus", "America/New York", ""].filter(isTimezone)).toEqual([]);
});
