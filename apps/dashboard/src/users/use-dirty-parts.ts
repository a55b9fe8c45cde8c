import { useCallback, useState } from 'react';

/** Told by a part of a page whether something in it is unsaved. */
export type OnDirty = (part: string, isDirty: boolean) => void;

/** Whether anything is unsaved on a page whose parts are saved one by one. */
export function useDirtyParts(): { readonly isDirty: boolean; readonly onDirty: OnDirty } {
  const [parts, setParts] = useState<ReadonlySet<string>>(new Set());
  const onDirty = useCallback<OnDirty>(
    (part, isDirty) =>
      setParts((old) => {
        if (old.has(part) === isDirty) return old;
        const next = new Set(old);
        if (isDirty) next.add(part);
        else next.delete(part);
        return next;
      }),
    [],
  );
  return { isDirty: parts.size > 0, onDirty };
}
