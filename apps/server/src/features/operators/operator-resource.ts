import type { Application } from '../instances/index.ts';
import type { Operator } from './operator.ts';

/** `/v1/platform/me`. */
export function operatorResource({ id, kind, name, emailAddress, hasPassword, roles }: Operator) {
  return {
    id,
    kind,
    name,
    email_address: emailAddress,
    has_password: hasPassword,
    roles: roles.map(({ applicationId, role }) => ({ application_id: applicationId, role })),
  };
}

/** An application with its environments, in the published shape; a new one with its secret key, this once. */
export function applicationResource({ id, name, instances }: Application, secretKey?: string) {
  return {
    application_id: id,
    name,
    instances: instances.map((instance) => ({
      instance_id: instance.id,
      environment_type: instance.environmentType,
      publishable_key: instance.publishableKey,
      ...(secretKey === undefined ? {} : { secret_key: secretKey }),
    })),
  };
}
