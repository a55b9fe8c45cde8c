import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { useInstance } from '../platform/instance-context.tsx';

/** Where the shell says why nothing can be changed. */
export const MAY_NOT_CHANGE_ID = 'may-not-change';

/** A button that leads to a change: off for those whose role only looks, with the sentence that says why. */
export function ChangeButton({
  disabled = false,
  type = 'button',
  ...button
}: ButtonHTMLAttributes<HTMLButtonElement>): ReactNode {
  const { mayChange } = useInstance();
  return (
    <button
      aria-describedby={mayChange ? undefined : MAY_NOT_CHANGE_ID}
      {...button}
      type={type}
      disabled={disabled || !mayChange}
    />
  );
}
