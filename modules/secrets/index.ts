export { Secrets, type GeneratedValue, type SecretsProps } from "./secrets";
