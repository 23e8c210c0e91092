import { waiverNotices } from "../../../operations/status/waivers";

test("status warns of waivers in their last 30 days and after them, and says nothing before", () => {
  const until = "2027-05-31";
  const waivers = ["rds-backups", "rds-multiple-zones"].map((policy) => ({
    policy,
    resource: "*-data/database/instance",
    reason: "Nothing here has to survive.",
    until,
  }));
  const notices = (today: string) => waiverNotices({ name: "production", waivers }, today);
  expect(notices("2027-04-30")).toEqual([]);
  expect(notices("2027-05-01")).toHaveLength(waivers.length);
  expect(notices("2027-05-01")[0]).toContain("expires on 2027-05-31, in 30 days");
  expect(notices("2027-06-01")[0]).toContain("expired on 2027-05-31: infrastructure changes are refused");
});
