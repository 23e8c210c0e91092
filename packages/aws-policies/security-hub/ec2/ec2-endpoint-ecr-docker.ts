import { endpointControl } from "../shared/endpoints";

export const ec2EndpointEcrDocker = endpointControl({
  id: "ec2-endpoint-ecr-docker",
  control: "EC2.56",
  service: "ecr.dkr",
  what: "the Docker registry of ECR",
});
