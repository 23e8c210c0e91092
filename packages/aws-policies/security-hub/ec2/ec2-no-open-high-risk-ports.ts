import { control } from "../shared/control";
import { closedToEveryone, securityGroupTypes } from "../shared/ingress";

/** FTP, SSH, Telnet, mail, Windows, databases, dashboards and the ports of development servers: the list of the control. */
const ports = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888,
  9200, 9300,
];

export const ec2NoOpenHighRiskPorts = control({
  id: "ec2-no-open-high-risk-ports",
  controls: { "EC2.19": "critical" },
  title: "No port of high risk is open to the internet",
  why: "Databases, remote desktops and development servers behind these ports are attacked as soon as they are reachable.",
  fix: "Let in a security group, or the addresses that need it, instead of everyone.",
  types: securityGroupTypes,
  judge: (group, stacks) => closedToEveryone(group, stacks, ports),
});
