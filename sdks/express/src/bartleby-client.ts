import { type BartlebyClient, createBartlebyClient } from '@bartleby/backend';

let shared: BartlebyClient | undefined;

/** The client of the environment's instance, made when it is first used, so that dotenv may come late. */
export const bartlebyClient: BartlebyClient = new Proxy({} as BartlebyClient, {
  get(_, name) {
    shared ??= createBartlebyClient({ userAgent: '@bartleby/express' });
    return Reflect.get(shared, name);
  },
});
