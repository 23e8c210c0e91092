import { defaultConnections } from "../../aws/database-connections";
import { capacityRange, isReservedDatabase, isReservedUser } from "../../aws/database";
import {
  engineVersion,
  instanceClass,
  regionHasClass,
  similarInstanceClasses,
  type Engine,
} from "../../aws/database-table";

describe("connections that a database takes by default", () => {
  test.each([
    ["postgres", "db.m7g.large", 831],
    ["postgres", "db.t4g.micro", 99],
    ["postgres", "db.r7g.16xlarge", 5000],
    ["postgres", "db.x2g.large", 3172],
    ["mysql", "db.m7g.large", 600],
    ["mysql", "db.t4g.micro", 75],
  ] as const)("%s on %s: about %i", (engine, name, connections) => {
    const found = defaultConnections(engine, { instanceClass: name });
    expect(Math.abs((found ?? 0) - connections)).toBeLessThanOrEqual(connections * 0.05);
  });

  test("are not known for a class whose memory is not known", () => {
    expect(defaultConnections("postgres", { instanceClass: "db.m99.large" })).toBeUndefined();
  });

  // The whole table of the Aurora User Guide.
  test.each([
    [1, 189],
    [4, 823],
    [8, 1669],
    [16, 3360],
    [32, 5000],
    [256, 5000],
  ])("Aurora with at most %f ACUs: %i", (maximumAcu, connections) => {
    const least = defaultConnections("aurora-postgresql", { minimumAcu: 1, maximumAcu });
    // Of the smallest ones AWS keeps a larger part for itself.
    expect(Math.abs((least ?? 0) - connections)).toBeLessThanOrEqual(connections * 0.06);
    const small = defaultConnections("aurora-postgresql", { minimumAcu: 0.5, maximumAcu });
    expect(small).toBe(Math.min(least ?? 0, 2000));
  });
});

test.each([
  ["17", { minimum: 0, maximum: 256 }],
  ["16.4", { minimum: 0, maximum: 256 }],
  ["14.6", { minimum: 0.5, maximum: 128 }],
])("Aurora PostgreSQL %s has the range %j", (version, range) => {
  expect(capacityRange(version)).toEqual(range);
});

test("neither users nor databases have names that RDS or the engine reserves", () => {
  const users = ["rdsadmin", "RDSAdmin", "pg_app", "rds_iam", "admin", "user", "select", "current_user"];
  expect(users.filter((name) => !isReservedUser(name))).toEqual([]);
  expect(users.filter((name) => !isReservedUser(name, "aurora-postgresql"))).toEqual([]);
  expect(["shop", "postgres", "app_user", "pgapp", "rds"].filter((name) => isReservedUser(name))).toEqual([]);
  expect(["rdsadmin", "select"].filter((name) => !isReservedUser(name, "mysql"))).toEqual([]);
  expect(["admin", "user", "pg_app"].filter((name) => isReservedUser(name, "mysql"))).toEqual([]);
  expect(["template0", "rdsadmin", "table", "User"].filter((name) => !isReservedDatabase(name))).toEqual([]);
  expect(["shop", "postgres", "mysql"].filter((name) => isReservedDatabase(name))).toEqual([]);
  expect(["mysql", "sys", "table"].filter((name) => !isReservedDatabase(name, "mysql"))).toEqual([]);
});

describe("the table of RDS", () => {
  test.each<[Engine, string, string]>([
    ["postgres", "17", "17"],
    ["postgres", "13.23", "13"],
    ["mysql", "8.0.45", "8.0"],
    ["aurora-postgresql", "16.6", "16"],
  ])("knows %s %s", (engine, text, major) => {
    expect(engineVersion(engine, text)).toEqual({ text, major, isMinor: text !== major });
  });

  test.each<[Engine, string]>([
    ["postgres", "12"],
    ["postgres", "17.99"],
    ["postgres", "17.3"],
    ["postgres", "170"],
    ["postgres", "toString"],
    ["mysql", "8"],
    ["mysql", "8.0.11"],
    ["aurora-postgresql", "18"],
  ])("does not know %s %s", (engine, text) => {
    expect(engineVersion(engine, text)).toBeUndefined();
  });

  test("takes what is marked as unlisted, of a known major version and of the right form", () => {
    expect(engineVersion("mysql", { unlisted: "8.4.12" })).toEqual({ text: "8.4.12", major: "8.4", isMinor: true });
    expect(engineVersion("mysql", { unlisted: "9.0.1" })).toBeUndefined();
    expect(engineVersion("postgres", { unlisted: "17.x" })).toBeUndefined();
    expect(instanceClass({ unlisted: "db.m9g.large" })).toBe("db.m9g.large");
    expect(instanceClass({ unlisted: "m9g.large" })).toBeUndefined();
  });

  test.each(["db.m7g.large", "db.t4g.micro", "db.x2iedn.32xlarge"])("has the class %s", (name) => {
    expect(instanceClass(name)).toBe(name);
  });

  test.each(["db.m7g.nano", "db.m3.medium", "db.serverless", "m7g.large", "db.constructor.large", "db.m7g.large.x"])(
    "has no class %s",
    (name) => {
      expect(instanceClass(name)).toBeUndefined();
    },
  );

  test("suggests the smallest of the family, else of families that begin alike, else any", () => {
    expect(similarInstanceClasses("db.t4g.nano")).toEqual([
      "db.t4g.micro",
      "db.t4g.small",
      "db.t4g.medium",
      "db.t4g.large",
    ]);
    expect(similarInstanceClasses("db.t2.micro")).toEqual(["db.t3.micro", "db.t4g.micro"]);
    expect(similarInstanceClasses("db.z1d.large")).toHaveLength(4);
  });

  test("says which region lacks a class, where it knows both", () => {
    expect(regionHasClass("eu-central-1", "db.m7g.large")).toBe(true);
    expect(regionHasClass("ca-west-1", "db.m7g.large")).toBe(false);
    expect(regionHasClass("mars-east-1", "db.m7g.large")).toBeUndefined();
    expect(regionHasClass("eu-central-1", "db.m99.large")).toBeUndefined();
  });
});
