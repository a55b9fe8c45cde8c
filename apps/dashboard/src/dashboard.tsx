import { BartlebyProvider, useAuth, useClerk } from '@bartleby/react';
import { type ReactNode, useEffect } from 'react';
import { createBrowserRouter, Navigate, Outlet, RouterProvider } from 'react-router';
import { Failure, Loading } from './elements/states.tsx';
import { ToastProvider } from './elements/toast.tsx';
import { EnterPage } from './enter/enter-page.tsx';
import { loadOperatorsKey, OPERATORS_PATH, signInUrl } from './enter/operators-instance.ts';
import { ExplainPage } from './explain/explain-page.tsx';
import { JwtTemplatesPage } from './jwt-templates/jwt-templates-page.tsx';
import { KeysPage } from './keys/keys-page.tsx';
import { Shell } from './layout/shell.tsx';
import { MailboxPage } from './mailbox/mailbox-page.tsx';
import { PlatformError } from './platform/platform-error.ts';
import { useLoad } from './platform/use-load.ts';
import { SessionsPage } from './sessions/sessions-page.tsx';
import { SocialPage } from './social/social-page.tsx';
import { RolesPage } from './users/roles/roles-page.tsx';
import { MetadataSchemasPage } from './users/schemas/metadata-schemas-page.tsx';
import { UserPage } from './users/user-page.tsx';
import { UsersPage } from './users/users-page.tsx';

/** Sends people who are not signed in to the operators' Account Portal, and back here afterwards. */
function SignedInOnly(): ReactNode {
  const { isLoaded, isSignedIn } = useAuth();
  const { status, reload } = useClerk();
  const mustSignIn = isLoaded && !isSignedIn && status === 'ready';
  useEffect(() => {
    if (mustSignIn) window.location.replace(signInUrl(window.location.href));
  }, [mustSignIn]);
  if (isSignedIn) return <Shell />;
  if (status === 'degraded' || status === 'error')
    return <Failure error={new PlatformError(0, [])} onRetry={() => reload()} />;
  return <Loading what={mustSignIn ? 'the sign-in page' : 'your session'} />;
}

function NoPage(): ReactNode {
  return (
    <section className="page">
      <h1>There is no such page</h1>
      <p>Choose one from the menu.</p>
    </section>
  );
}

const router = createBrowserRouter([
  { path: '/dashboard/enter', element: <EnterPage /> },
  {
    path: '/dashboard',
    element: <SignedInOnly />,
    children: [
      { index: true, element: <Navigate to="/dashboard/sessions" replace /> },
      { path: 'sessions', element: <SessionsPage /> },
      { path: 'jwt-templates', element: <JwtTemplatesPage /> },
      {
        path: 'users',
        element: <Outlet />,
        children: [
          { index: true, element: <UsersPage /> },
          { path: 'roles', element: <RolesPage /> },
          { path: 'metadata-schemas', element: <MetadataSchemasPage /> },
          { path: ':userId', element: <UserPage /> },
        ],
      },
      { path: 'explain', element: <ExplainPage /> },
      { path: 'social', element: <SocialPage /> },
      { path: 'api-keys', element: <KeysPage /> },
      { path: 'mailbox', element: <MailboxPage /> },
      { path: '*', element: <NoPage /> },
    ],
  },
  { path: '*', element: <NoPage /> },
]);

/** The whole Dashboard: who is signed in to instance `operators`, then the pages. */
export function Dashboard(): ReactNode {
  const key = useLoad('', loadOperatorsKey);
  if (key.error)
    return (
      <div className="lone">
        <Failure error={key.error} onRetry={key.reload} />
      </div>
    );
  if (key.value === null) return <Loading what="the Dashboard" />;
  return (
    <BartlebyProvider
      publishableKey={key.value}
      frontendApi={window.location.origin + OPERATORS_PATH}
      signInUrl={`${OPERATORS_PATH}/account/sign-in`}
      afterSignOutUrl={`${OPERATORS_PATH}/account/sign-in?redirect_url=${encodeURIComponent(`${window.location.origin}/dashboard`)}`}
    >
      <ToastProvider>
        <RouterProvider router={router} />
      </ToastProvider>
    </BartlebyProvider>
  );
}
