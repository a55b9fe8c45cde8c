import type { ReactNode } from 'react';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { useLeaveGuard } from './use-leave-guard.ts';

/** Asks before unsaved changes are left: by whatever way in a dialog, by another page or instance where there is none. */
export function LeaveQuestion(props: {
  readonly isDirty: boolean;
  readonly isAsking?: boolean;
  readonly onStay?: () => void;
  readonly onClose?: () => void;
  readonly onDiscarded?: () => void;
}): ReactNode {
  const { isDirty, isAsking = false, onStay, onClose, onDiscarded } = props;
  const held = useLeaveGuard(isDirty);
  if (!isAsking && !held) return null;
  return (
    <ConfirmDialog
      title="Discard your changes?"
      confirm="Discard changes"
      cancel="Keep editing"
      onConfirm={() => {
        onDiscarded?.();
        if (held) held.proceed();
        else onClose?.();
      }}
      onCancel={() => {
        onStay?.();
        held?.stay();
      }}
    >
      <p>What you changed has not been saved.</p>
    </ConfirmDialog>
  );
}
