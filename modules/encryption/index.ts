export { EncryptionKey, type EncryptionKeyProps, type KeyUser } from "./encryption-key";
export type { ServicePrincipal } from "./service-access";
