export { decodeText, encodeText } from "./base64";
export { isCommand } from "./commands";
export {
  findSecrets,
  isRandomVariable,
  isSecretMap,
  isValueKey,
  isVariableMap,
  nameOf,
  parseContainer,
  type FoundSecret,
} from "./find";
export { replaceForms, replaceInCommand, type Replace } from "./forms";
export { isNamedSecret, isSecretName, isTrivial } from "./names";
