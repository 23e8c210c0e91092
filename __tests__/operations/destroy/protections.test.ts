import { protectedAddresses } from "../../../operations/destroy/protections";

const guarded = {
  aws_db_instance: {
    database: {
      identifier: "db",
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
      "//": { metadata: 1 },
    },
  },
  aws_kms_key: { key: { deletion_window_in_days: 30, lifecycle: { prevent_destroy: true } } },
  aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } },
};

test("what has an argument that protects it is applied again, what only prevents destroy is not", () => {
  const lifted = {
    aws_db_instance: { database: { identifier: "db", deletion_protection: false, "//": { metadata: 2 } } },
    aws_kms_key: { key: { deletion_window_in_days: 30 } },
    aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } },
  };
  expect(protectedAddresses(guarded, lifted)).toEqual(["aws_db_instance.database"]);
});

test("without a protection there is nothing to lift", () => {
  expect(protectedAddresses(guarded, guarded)).toEqual([]);
});
