import { anySchedule, isTimezone, recurringSchedule } from "../../aws/schedules";

test.each([
  "cron(30 3 * * ? *)",
  "cron(0/15 8-18 ? * MON-FRI *)",
  "cron(0 7 L * ? *)",
  "cron(0 7 ? * 6#3 2027)",
  "cron(0 7 ? * FRIL *)",
  "cron(0 7 ? JAN,JUL SUN,WED *)",
  "cron(0 7 15W 1-6/2 ? 2027-2030)",
  "cron(5,10-20/5 */2 LW * ? *)",
  "cron(0 3 29 2 ? *)",
  "cron(0 3 29 FEB ? 2028)",
  "cron(0 3 28,30 2 ? *)",
  "cron(0 3 31 4,5 ? *)",
  "cron(0/59 */23 1/31 1/12 ? 2027)",
  "rate(10 days)",
  "rate(1 hour)",
  "rate(5 minutes)",
])("%s comes again and again", (schedule) => {
  expect(schedule).toMatch(recurringSchedule.pattern);
  expect(schedule).toMatch(anySchedule.pattern);
});

test("at() comes once", () => {
  expect("at(2027-01-31T08:00:00)").toMatch(anySchedule.pattern);
  expect("at(2028-02-29T08:00:00)").toMatch(anySchedule.pattern);
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
  ["a day that February never has", "at(2027-02-30T08:00:00)"],
  ["minute 99 and hour 45", "cron(99 45 * * ? *)"],
  ["hour 24", "cron(0 24 * * ? *)"],
  ["day 32", "cron(0 3 32 * ? *)"],
  ["month 13", "cron(0 3 * 13 ? *)"],
  ["a day that no week has", "cron(0 3 ? * MON-FRY *)"],
  ["day 8 of a week", "cron(0 3 ? * 8 *)"],
  ["a sixth Friday", "cron(0 3 ? * 6#6 *)"],
  ["steps of a weekday", "cron(0 3 ? * 2/2 *)"],
  ["steps of nothing", "cron(0/0 3 * * ? *)"],
  ["steps of more minutes than an hour has", "cron(0/60 3 * * ? *)"],
  ["steps of more hours than a day has", "cron(0 */24 * * ? *)"],
  ["steps of more months than a year has", "cron(0 3 1 1/13 ? *)"],
  ["30 February", "cron(0 3 30 2 ? *)"],
  ["30 and 31 February", "cron(0 3 30,31 FEB ? *)"],
  ["31 April and June", "cron(0 3 31 4,JUN ? *)"],
  ["29 February of a year that has none", "cron(0 3 29 2 ? 2027)"],
  ["29 February of another one", "at(2100-02-29T08:00:00)"],
  ["an empty list", "cron(1, 3 * * ? *)"],
  ["a year before 1970", "cron(0 3 * * ? 1969)"],
  ["one in the plural", "rate(1 hours)"],
  ["several in the singular", "rate(5 minute)"],
  ["something after it", "rate(1 hour) "],
])("%s are no schedule", (_, schedule) => {
  expect(schedule).not.toMatch(anySchedule.pattern);
});

test("time zones are those of the IANA database, by their names", () => {
  expect(["UTC", "America/New_York", "America/Argentina/Buenos_Aires", "Etc/GMT+5"].filter(isTimezone)).toHaveLength(4);
  expect(["utc", "EST5EDT", "+02:00", "Mars/Olympus", "America/New York", ""].filter(isTimezone)).toEqual([]);
});
