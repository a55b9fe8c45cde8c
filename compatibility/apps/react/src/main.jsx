import { ClerkProvider, Show, SignIn, SignUp, UserButton, useUser } from '@clerk/react';
import { createRoot } from 'react-dom/client';

function Person() {
  const { user } = useUser();
  return <p id="browser-user">{user?.primaryEmailAddress?.emailAddress}</p>;
}

createRoot(document.getElementById('root')).render(
  <ClerkProvider publishableKey={import.meta.env.VITE_CLERK_PUBLISHABLE_KEY}>
    <Show when="signed-out">
      {location.pathname === '/sign-up' ? <SignUp routing="hash" /> : <SignIn routing="hash" />}
    </Show>
    <Show when="signed-in">
      <UserButton />
      <Person />
    </Show>
  </ClerkProvider>,
);
