import { useAuth } from '@bartleby/react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { MAY_NOT_CHANGE_ID } from '../elements/change-button.tsx';
import { WhenLoaded } from '../elements/states.tsx';
import { usePageTitle } from '../elements/use-page-title.ts';
import { InstanceContext } from '../platform/instance-context.tsx';
import { accountCalls, instanceCalls } from '../platform/platform-client.ts';
import { platformRequest } from '../platform/platform-request.ts';
import type { InstanceSummary, Operator } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { InstanceChoice, type InstancePlace, placesOf, placeText } from './instance-choice.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

const PAGES = [
  ['/dashboard/sessions', 'Sessions'],
  ['/dashboard/jwt-templates', 'JWT templates'],
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

/** Whether the operator may change an application, or only looks at it. */
function ownsPlace({ roles }: Operator, { applicationId }: InstancePlace): boolean {
  return roles.some(
    ({ role, application_id: id }) => role === 'owner' && (id === null || id === applicationId),
  );
}

function Navigation({ operator, hasPages }: { operator: Operator; hasPages: boolean }): ReactNode {
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
            {(hasPages ? PAGES : []).map(([path, title]) => (
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

/** Instead of any page: nothing here is for this operator. */
function NoInstance({ hasRole }: { readonly hasRole: boolean }): ReactNode {
  usePageTitle('No application');
  return (
    <section className="page">
      <h1>{hasRole ? 'There is no application yet' : 'You have no role here'}</h1>
      <p>
        {hasRole
          ? 'Make one with the Platform API: this page shows it when you load it again.'
          : 'You are signed in, but no application is yours to look at. Ask an owner of this server to give you a role, then load this page again.'}
      </p>
    </section>
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
  const asker = useRef<((choose: () => void) => void) | null>(null);
  const holdInstance = useCallback((ask: (choose: () => void) => void) => {
    asker.current = ask;
    return () => {
      if (asker.current === ask) asker.current = null;
    };
  }, []);
  const choose = (text: string) => (asker.current ? asker.current(() => setChosen(text)) : setChosen(text));
  return { send, loaded, choose, holdInstance };
}

/** Header, navigation and the page inside, once it is known who is here and what they administer. */
export function Shell(): ReactNode {
  const { send, loaded, choose, holdInstance } = useAdministered();
  const value = loaded.value;
  const context = useMemo(() => {
    if (!value?.place || !value.instance) return null;
    const { operator, instance, place } = value;
    const platform = instanceCalls(send, place.applicationId, place.instanceId);
    return { platform, instance, operator, mayChange: ownsPlace(operator, place), holdInstance };
  }, [send, value, holdInstance]);
  return (
    <div className="shell">
      <a className="skip" href="#page">
        Skip to the page
      </a>
      {value ? <Navigation operator={value.operator} hasPages={value.place !== null} /> : null}
      <main id="page" tabIndex={-1}>
        {loaded.error ? <h1 className="visually-hidden">Dashboard</h1> : null}
        <WhenLoaded loaded={loaded} what="your instances">
          {({ operator, place, places }) => (
            <>
              {place ? <InstanceChoice places={places} place={place} onChoose={choose} /> : null}
              {context && !context.mayChange ? (
                <p id={MAY_NOT_CHANGE_ID} className="notice page-notice">
                  Your role may look, not change: ask an owner.
                </p>
              ) : null}
              {context && place ? (
                <InstanceContext value={context}>
                  <Outlet key={placeText(place)} />
                </InstanceContext>
              ) : (
                <NoInstance hasRole={operator.roles.length > 0} />
              )}
            </>
          )}
        </WhenLoaded>
      </main>
    </div>
  );
}
