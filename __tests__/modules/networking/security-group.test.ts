import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { SecurityGroup } from "../../../modules/networking";
import { absent, referenceTo, synthesize, testStack } from "../../../packages/jest-terraform";

function group(scope: Construct, name: string): SecurityGroup {
  return new SecurityGroup(scope, name, { vpcId: "vpc-0123456789abcdef0", name, description: `Group ${name}` });
}

/** A stack with the groups `app` and `database`, and what `rules` does to them. */
function stackWith(rules: (app: SecurityGroup, database: SecurityGroup) => void) {
  return testStack((scope) => rules(group(scope, "app"), group(scope, "database")));
}

function ruleCounts(stack: ReturnType<typeof stackWith>) {
  return [VpcSecurityGroupIngressRule, VpcSecurityGroupEgressRule].map((type) => stack.everyResource(type).length);
}

const database = { fromPort: 5432, toPort: 5432, ipProtocol: "tcp", description: "SQL" };

describe("a security group", () => {
  const stack = stackWith(() => {});

  test("lets nothing in and nothing out", () => {
    expect(ruleCounts(stack)).toEqual([0, 0]);
    expect(stack.everyResource(AwsSecurityGroup)).toMatchProperties({ ingress: absent(), egress: absent() });
  });

  test("can be replaced while it is in use: the new one has a name of its own, and comes first", () => {
    expect(stack).toHaveResource(AwsSecurityGroup, {
      namePrefix: "app-",
      name: absent(),
      description: "Group app",
      tags: { Name: "app" },
      lifecycle: { create_before_destroy: true },
    });
  });
});

describe("a rule between two groups", () => {
  test.each<[string, Parameters<typeof stackWith>[0]]>([
    ["the one that connects asks for it", (app, db) => app.allowTo(db, 5432, "SQL")],
    ["the one that is connected to asks for it", (app, db) => db.allowFrom(app, 5432, "SQL")],
    [
      "both ask, and again; but each side once, because AWS refuses a second",
      (app, db) => {
        app.allowTo(db, 5432, "SQL");
        app.allowTo(db, { from: 5432, to: 5432 }, "SQL again");
        db.allowFrom(app, 5432, "SQL from the other side");
      },
    ],
    [
      "both ask in the other order",
      (app, db) => {
        db.allowFrom(app, 5432, "SQL");
        app.allowTo(db, 5432, "SQL from the other side");
      },
    ],
  ])("has both sides when %s", (_when, rules) => {
    const stack = stackWith(rules);
    expect(stack).toHaveResource(VpcSecurityGroupEgressRule, {
      ...database,
      securityGroupId: referenceTo("app", "id"),
      referencedSecurityGroupId: referenceTo("database", "id"),
      tags: { Name: "app to database 5432" },
    });
    expect(stack).toHaveResource(VpcSecurityGroupIngressRule, {
      ...database,
      securityGroupId: referenceTo("database", "id"),
      referencedSecurityGroupId: referenceTo("app", "id"),
      tags: { Name: "app to database 5432" },
    });
    expect(ruleCounts(stack)).toEqual([1, 1]);
  });

  test("has one direction: a second call the other way makes two more", () => {
    const stack = stackWith((app, db) => {
      app.allowTo(db, 5432, "SQL");
      db.allowTo(app, 5432, "SQL");
    });
    expect(ruleCounts(stack)).toEqual([2, 2]);
  });

  test("may lead from a group to itself", () => {
    const stack = stackWith((app) => app.allowTo(app, 4369, "Nodes find each other"));
    for (const type of [VpcSecurityGroupEgressRule, VpcSecurityGroupIngressRule]) {
      expect(stack).toHaveResource(type, {
        securityGroupId: referenceTo("app", "id"),
        referencedSecurityGroupId: referenceTo("app", "id"),
      });
    }
  });

  test("may open a range of ports", () => {
    const stack = stackWith((app, db) => app.allowTo(db, { from: 32768, to: 65535 }, "Dynamic host ports"));
    for (const type of [VpcSecurityGroupEgressRule, VpcSecurityGroupIngressRule]) {
      expect(stack).toHaveResourceCount(type, 1, { fromPort: 32768, toPort: 65535 });
    }
  });

  test("is in the stack of the group that is called, so that stacks depend one way", () => {
    const app = synthesize((scope) => {
      const [earlier, later] = ["earlier", "later"].map((name) => {
        const stack = new TerraformStack(scope, name);
        new AwsProvider(stack, "aws", { region: "eu-central-1" });
        return stack;
      }) as [TerraformStack, TerraformStack];
      const instances = group(earlier, "instances");
      group(later, "database").allowFrom(instances, 5432, "SQL");
    });
    expect(app.stack("later")).toHaveResource(VpcSecurityGroupEgressRule, {
      referencedSecurityGroupId: referenceTo("database", "id"),
    });
    expect(app.stack("later")).toHaveResource(VpcSecurityGroupIngressRule, {
      securityGroupId: referenceTo("database", "id"),
    });
    expect(app.stack("earlier")).toHaveNoResource(VpcSecurityGroupEgressRule);
    expect(app.stack("earlier")).toHaveNoResource(VpcSecurityGroupIngressRule);
  });
});

describe("a rule for addresses", () => {
  test("opens a port to the internet, and no egress with it", () => {
    const stack = stackWith((app) => app.allowFromInternet(443, "HTTPS from everywhere"));
    expect(ruleCounts(stack)).toEqual([1, 0]);
    expect(stack).toHaveResource(VpcSecurityGroupIngressRule, { cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 });
  });

  test("opens the internet to the group, and no ingress with it", () => {
    const stack = stackWith((app) => app.allowToInternet(587, "Mail"));
    expect(ruleCounts(stack)).toEqual([0, 1]);
    expect(stack).toHaveResource(VpcSecurityGroupEgressRule, { cidrIpv4: "0.0.0.0/0", fromPort: 587, toPort: 587 });
  });

  test("names a network of one's own", () => {
    const office = { name: "Head office", cidr: "203.0.113.0/24" };
    const stack = stackWith((app) => {
      app.allowFromAddresses(office, 443, "HTTPS");
      app.allowToAddresses(office, 636, "LDAPS");
    });
    expect(stack).toHaveResource(
      VpcSecurityGroupIngressRule,
      { cidrIpv4: office.cidr, fromPort: 443 },
      { id: "from-head-office-443" },
    );
    expect(stack).toHaveResource(
      VpcSecurityGroupEgressRule,
      { cidrIpv4: office.cidr, fromPort: 636 },
      { id: "to-head-office-636" },
    );
  });

  test("names an AWS service by its prefix list", () => {
    const stack = stackWith((app) => app.allowToPrefixList({ name: "s3", id: "pl-63a5400a" }, 443, "S3"));
    expect(stack).toHaveResource(VpcSecurityGroupEgressRule, {
      prefixListId: "pl-63a5400a",
      cidrIpv4: absent(),
      description: "S3",
    });
  });

  test("is made once, however often it is asked for", () => {
    const stack = stackWith((app) => {
      for (const reason of ["first", "second"]) {
        app.allowFromInternet(443, reason);
        app.allowToInternet(443, reason);
        app.allowToPrefixList({ name: "s3", id: "pl-63a5400a" }, 443, reason);
      }
    });
    expect(ruleCounts(stack)).toEqual([1, 2]);
    expect(stack.everyResource(VpcSecurityGroupIngressRule)).toMatchProperties({ description: "first" });
  });
});

test("a rule outlives the replacement of its group until the new one exists", () => {
  const stack = stackWith((app, db) => {
    app.allowTo(db, 5432, "SQL");
    app.allowFromInternet(443, "HTTPS");
  });
  for (const type of [VpcSecurityGroupEgressRule, VpcSecurityGroupIngressRule]) {
    expect(stack.everyResource(type)).toMatchProperties({ lifecycle: { create_before_destroy: true } });
  }
});

describe("a security group refuses", () => {
  test.each([0, 65536, 443.5, Number.NaN])("port %p", (port) => {
    expect(() => stackWith((app) => app.allowToInternet(port, "Any"))).toThrow(
      /^test\/app: port must be a whole number from 1 to 65535, got /,
    );
  });

  test("a range of ports from high to low", () => {
    expect(() => stackWith((app) => app.allowToInternet({ from: 2000, to: 1000 }, "Any"))).toThrow(
      'test/app: port must be a range from a lower to a higher port, got {"from":2000,"to":1000}.',
    );
  });

  test.each([
    ["nothing", ""],
    ["an apostrophe, which AWS does not accept", "the shop's port"],
    ["more than 255 characters", "a".repeat(256)],
  ])("a rule described by %s", (_what, reason) => {
    expect(() => stackWith((app) => app.allowFromInternet(443, reason))).toThrow(
      /^test\/app: description must be 1 to 255 letters, digits, spaces and .+, got /,
    );
  });

  test.each(["sg-app", "", "a".repeat(91), "app/web"])("the name %p", (name) => {
    expect(() =>
      testStack((scope) => new SecurityGroup(scope, "app", { vpcId: "vpc-0", name, description: "App" })),
    ).toThrow(
      `test/app: name must be 1 to 90 letters, digits, spaces and . _ -, not beginning with sg-, got ${JSON.stringify(name)}.`,
    );
  });

  test("a description that AWS does not accept", () => {
    expect(() =>
      testStack((scope) => new SecurityGroup(scope, "app", { vpcId: "vpc-0", name: "app", description: "Acorn'" })),
    ).toThrow(/^test\/app: description must be 1 to 255 letters/);
  });
});
