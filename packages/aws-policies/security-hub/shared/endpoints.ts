import { companionsOf } from "../../../terraform-json";
import { fail, pass } from "../../policy";
import { textOf } from "./arguments";
import { control, type Control } from "./control";

/** A control that asks for an interface endpoint in every VPC. */
export interface EndpointControl {
  readonly id: string;
  /** `EC2.55` */
  readonly control: string;
  /** The end of the service name: `ecr.api` of `com.amazonaws.us-east-1.ecr.api`. */
  readonly service: string;
  /** `the ECR API` */
  readonly what: string;
}

export function endpointControl({ id, control: name, service, what }: EndpointControl): Control {
  return control({
    id,
    controls: { [name]: "medium" },
    title: `The VPC reaches ${what} without the internet`,
    why: `Without an endpoint, what talks to ${what} needs a way to the internet, and its traffic leaves the network of the VPC.`,
    fix: `Add an aws_vpc_endpoint of type Interface for com.amazonaws.<region>.${service}.`,
    types: ["aws_vpc"],
    judge: (vpc) =>
      companionsOf(vpc, "aws_vpc_endpoint", "vpc_id").some(
        (endpoint) =>
          textOf(endpoint, "vpc_endpoint_type") === "Interface" &&
          serviceOf(textOf(endpoint, "service_name")) === service,
      )
        ? pass
        : fail(`no interface endpoint for ${service} is in it`),
  });
}

/** `com.amazonaws.${data.aws_region.this.name}.ecr.api` is for `ecr.api`. */
function serviceOf(name: string): string {
  return name
    .replace(/\$\{[^}]*\}/g, "region")
    .split(".")
    .slice(3)
    .join(".");
}
