import { useAuth } from '@bartleby/react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { Empty, WhenLoaded } from '../elements/states.tsx';
import { InstanceContext } from '../platform/instance-context.tsx';
import { accountCalls, instanceCalls } from '../platform/platform-client.ts';
import { platformRequest } from '../platform/platform-request.ts';
import type { InstanceSummary, Operator } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { InstanceChoice, type InstancePlace, placesOf, placeText } from './instance-choice.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

const PAGES = [
  ['/dashboard/sessions', 'Sessions'],
  ['/dashboard/users', 'Users'],
  ['/dashboard/explain', 'Explain a token'],
  ['/dashboard/social', 'Social connections'],
  ['/dashboard/api-keys', 'API keys'],
  ['/dashboard/mailbox', 'Mailbox'],
] as const;

interface Administered {
  readonly operator: Operator;
  readonly places: readonly InstancePlace[];
  readonly place: InstancePlace | null;
  readonly instance: InstanceSummary | null;
}

function Navigation({ operator }: { readonly operator: Operator }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { pathname } = useLocation();
  const { signOut } = useAuth();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the phone's menu.
  useEffect(() => setOpen(false), [pathname]);
  return (
    <header className="side">
      <div className="side-head">
        <span className="wordmark">Bartleby</span>
        <button
          type="button"
          className="button small menu-button"
          aria-expanded={isOpen}
          aria-controls="side-menu"
          onClick={() => setOpen(!isOpen)}
        >
          Menu
        </button>
      </div>
      <div id="side-menu" className={isOpen ? 'side-menu open' : 'side-menu'}>
        <nav aria-label="Main">
          <ul>
            {PAGES.map(([path, title]) => (
              <li key={path}>
                <NavLink to={path}>{title}</NavLink>
              </li>
            ))}
            <li>
              <a href="/docs">Documentation</a>
            </li>
          </ul>
        </nav>
        <div className="side-foot">
          <ThemeSwitch />
          <p className="operator" dir="auto">
            {operator.name || operator.email_address || operator.id}
          </p>
          <button type="button" className="button small" onClick={() => void signOut()}>
            Sign out
          </button>
        </div>
      </div>
    </header>
  );
}

function useAdministered() {
  const { getToken } = useAuth();
  const send = useMemo(() => platformRequest((options) => getToken(options)), [getToken]);
  const [chosen, setChosen] = useState<string | null>(null);
  const loaded = useLoad<Administered>(chosen ?? '', async () => {
    const account = accountCalls(send);
    const [operator, applications] = await Promise.all([account.me(), account.applications()]);
    const places = placesOf(applications);
    const place = places.find((one) => placeText(one) === chosen) ?? places[0] ?? null;
    const instance = place
      ? await instanceCalls(send, place.applicationId, place.instanceId).summary()
      : null;
    return { operator, places, place, instance };
  });
  return { send, loaded, setChosen };
}

/** Header, navigation and the page inside, once it is known who is here and what they administer. */
export function Shell(): ReactNode {
  const { send, loaded, setChosen } = useAdministered();
  const value = loaded.value;
  const context = useMemo(() => {
    if (!value?.place || !value.instance) return null;
    const platform = instanceCalls(send, value.place.applicationId, value.place.instanceId);
    return { platform, instance: value.instance, operator: value.operator };
  }, [send, value]);
  return (
    <div className="shell">
      <a className="skip" href="#page">
        Skip to the page
      </a>
      {value ? <Navigation operator={value.operator} /> : null}
      <main id="page" tabIndex={-1}>
        {loaded.error ? <h1 className="visually-hidden">Dashboard</h1> : null}
        <WhenLoaded loaded={loaded} what="your instances">
          {({ place, places }) => (
            <>
              {place ? <InstanceChoice places={places} place={place} onChoose={setChosen} /> : null}
              {context && place ? (
                <InstanceContext value={context}>
                  <Outlet key={placeText(place)} />
                </InstanceContext>
              ) : (
                <Empty title="There is no instance that you may administer.">
                  <p>Ask the operator who invited you for a role.</p>
                </Empty>
              )}
            </>
          )}
        </WhenLoaded>
      </main>
    </div>
  );
}
