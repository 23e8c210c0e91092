import { endpointControl } from "../shared/endpoints";

export const ec2EndpointSystemsManager = endpointControl({
  id: "ec2-endpoint-systems-manager",
  control: "EC2.57",
  service: "ssm",
  what: "Systems Manager",
});
