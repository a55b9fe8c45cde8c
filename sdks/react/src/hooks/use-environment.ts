import type { Environment } from '@bartleby/browser';
import { useEffect, useState } from 'react';
import { useBartleby } from '../provider/bartleby-provider.tsx';

const OFF = { enabled: false, required: false };

/** What a screen assumes when the settings cannot be read: the least that can work. */
const UNKNOWN: Environment = {
  applicationName: '',
  instanceType: 'production',
  isSignUpOpen: true,
  emailStrategies: ['email_code'],
  username: OFF,
  password: { enabled: true, required: true },
  firstName: OFF,
  lastName: OFF,
  passwordMinLength: 8,
};

/** The instance's settings; null until they are here. */
export function useEnvironment(who: string): Environment | null {
  const { client } = useBartleby(who);
  const [environment, setEnvironment] = useState<Environment | null>(null);
  useEffect(() => {
    let isStale = false;
    const take = (known: Environment) => {
      if (!isStale) setEnvironment(known);
    };
    client.loadEnvironment().then(take, () => take(UNKNOWN));
    return () => {
      isStale = true;
    };
  }, [client]);
  return environment;
}
