import { endpointControl } from "../shared/endpoints";

export const ec2EndpointEcrApi = endpointControl({
  id: "ec2-endpoint-ecr-api",
  control: "EC2.55",
  service: "ecr.api",
  what: "the ECR API",
});
