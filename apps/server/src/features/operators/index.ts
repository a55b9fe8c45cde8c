/** Operators: who may administer this server, by a session of their own instance or a platform key. */
export { authenticateOperator } from './authenticate-operator.ts';
export type { Operator, OperatorRole } from './operator.ts';
export { registerOperatorsPlatformApi } from './platform-api.ts';
export { prepareFirstOperator } from './prepare-first-operator.ts';
export { preparePlatformKey } from './prepare-platform-key.ts';
