import {
  Children,
  cloneElement,
  isValidElement,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { useClerk } from '../hooks/use-clerk.ts';

interface ButtonProps {
  /** One element of your own to be clicked, or the text of a plain button. */
  readonly children?: ReactNode;
}

export interface SignInButtonProps extends ButtonProps {
  /** Where to go afterwards. Default: back to this page. */
  readonly redirectUrl?: string;
}

export interface SignOutButtonProps extends ButtonProps {
  readonly redirectUrl?: string;
  readonly sessionId?: string;
}

type Clickable = ReactElement<{ onClick?: (event: MouseEvent<HTMLElement>) => unknown }>;

function clickable(children: ReactNode, label: string, act: () => Promise<void>): ReactNode {
  if (!isValidElement(children))
    return (
      <button type="button" onClick={() => void act()}>
        {children ?? label}
      </button>
    );
  const only = Children.only(children) as Clickable;
  return cloneElement(only, {
    onClick: async (event: MouseEvent<HTMLElement>) => {
      await only.props.onClick?.(event);
      if (!event.defaultPrevented) await act();
    },
  });
}

/** A button that leads to the sign-in page. */
export function SignInButton({ children, redirectUrl }: SignInButtonProps): ReactNode {
  const { redirectToSignIn } = useClerk();
  return clickable(children, 'Sign in', () => redirectToSignIn(redirectUrl ? { redirectUrl } : {}));
}

/** A button that leads to the sign-up page. */
export function SignUpButton({ children, redirectUrl }: SignInButtonProps): ReactNode {
  const { redirectToSignUp } = useClerk();
  return clickable(children, 'Sign up', () => redirectToSignUp(redirectUrl ? { redirectUrl } : {}));
}

/** A button that signs out. */
export function SignOutButton({ children, redirectUrl, sessionId }: SignOutButtonProps): ReactNode {
  const { signOut } = useClerk();
  return clickable(children, 'Sign out', () =>
    signOut({ ...(redirectUrl ? { redirectUrl } : {}), ...(sessionId ? { sessionId } : {}) }),
  );
}
