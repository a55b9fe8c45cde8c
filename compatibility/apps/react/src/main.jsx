import { ClerkProvider, Show, SignIn, SignUp, UserButton, useUser } from '@clerk/react';
import { createRoot } from 'react-dom/client';

// What the page's server read from its environment: no key is built into the bundle.
const { publishableKey, proxyUrl, clerkJsUrl, clerkUiUrl } = JSON.parse(
  document.getElementById('settings').textContent,
);

function Person() {
  const { user } = useUser();
  return <p id="browser-user">{user?.primaryEmailAddress?.emailAddress}</p>;
}

createRoot(document.getElementById('root')).render(
  <ClerkProvider
    publishableKey={publishableKey}
    proxyUrl={proxyUrl}
    __internal_clerkJSUrl={clerkJsUrl}
    __internal_clerkUIUrl={clerkUiUrl}
    telemetry={false}
  >
    <Show when="signed-out">
      {location.pathname === '/sign-up' ? <SignUp routing="hash" /> : <SignIn routing="hash" />}
    </Show>
    <Show when="signed-in">
      <UserButton />
      <Person />
    </Show>
  </ClerkProvider>,
);
