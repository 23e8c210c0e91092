import { readJournal } from "../../../lib/terraform";

test("what cdktf says names each creation with its stack: the id where it ended, nothing where it only began", () => {
  const log = `shop-foundation  aws_vpc.vpc (network/vpc): Creating...
                 aws_eip.nat (network/nat): Creating...
shop-foundation  aws_vpc.vpc (network/vpc): Still creating... [10s elapsed]
shop-foundation  aws_vpc.vpc (network/vpc): Creation complete after 1m12s [id=vpc-1]
Deploying Stacks shop-data
shop-data  aws_kms_key.key (key): Creating...
`;
  expect(readJournal(log, ["shop-foundation", "shop-data"])).toEqual(
    new Map([
      [
        "shop-foundation",
        new Map([
          ["aws_vpc.vpc", "vpc-1"],
          ["aws_eip.nat", ""],
        ]),
      ],
      ["shop-data", new Map([["aws_kms_key.key", ""]])],
    ]),
  );
});

test("what Terraform says alone is that of one stack; what it destroys again is not created", () => {
  const log = `aws_lb.one: Creating...
aws_lb.one: Creation complete after 2s [id=arn:aws:elasticloadbalancing:eu-central-1:1:loadbalancer/app/one/1]
aws_eip.gone: Creation complete after 0s [id=eipalloc-1]
aws_eip.gone: Destroying... [id=eipalloc-1]
aws_lb.one (deposed object 1a2b): Destroying... [id=arn:old]
`;
  expect(readJournal(log, [], "shop-service")).toEqual(
    new Map([
      ["shop-service", new Map([["aws_lb.one", "arn:aws:elasticloadbalancing:eu-central-1:1:loadbalancer/app/one/1"]])],
    ]),
  );
});
