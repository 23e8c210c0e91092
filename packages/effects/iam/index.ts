export { escalationPaths, isDangerousAction, type EscalationPath } from "./escalation";
export { allows, powersOf, type Identity, type Power } from "./grants";
export { hasEveryone, hasPrincipal, isPublic, openFederation } from "./public";
