import { endpointControl } from "../shared/endpoints";

export const ec2EndpointIncidentContacts = endpointControl({
  id: "ec2-endpoint-incident-contacts",
  control: "EC2.58",
  service: "ssm-contacts",
  what: "the contacts of Incident Manager",
});
