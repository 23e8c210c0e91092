import { endpointControl } from "../shared/endpoints";

export const ec2EndpointIncidentManager = endpointControl({
  id: "ec2-endpoint-incident-manager",
  control: "EC2.60",
  service: "ssm-incidents",
  what: "Incident Manager",
});
