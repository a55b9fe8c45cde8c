import type { ReactNode } from 'react';
import { useBartleby } from '../provider/bartleby-provider.tsx';
import { usePageUrls } from '../provider/page-urls.ts';
import { redirectUrlOfPage } from '../provider/use-return-url.ts';

/** The way to sign-up, and back to where the person wanted to go. */
export function SignUpHint({ signUpUrl }: { readonly signUpUrl: string | undefined }): ReactNode {
  const { options } = useBartleby('<SignIn>');
  const urls = usePageUrls('<SignIn>');
  const redirectUrl = redirectUrlOfPage(options.allowedRedirectOrigins) ?? undefined;
  return (
    <>
      No account yet?{' '}
      <a className="bartleby-link" href={signUpUrl ?? urls.signUp(redirectUrl)}>
        Sign up
      </a>
    </>
  );
}
