import { endpointControl } from "../shared/endpoints";

export const ec2EndpointEc2 = endpointControl({
  id: "ec2-endpoint-ec2",
  control: "EC2.10",
  service: "ec2",
  what: "the EC2 API",
});
