export { StateBackend, type StateBackendProps } from "./state-backend";
export { useState, type HcpState, type LocalState, type S3State, type State } from "./use-state";
