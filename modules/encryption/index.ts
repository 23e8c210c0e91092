export { EncryptionKey, type EncryptionKeyProps } from "./encryption-key";
export type { ServicePrincipal } from "./service-access";
