import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';

const ToastContext = createContext<(text: string) => void>(() => undefined);
const SHOWN_MILLISECONDS = 8000;

/** Says in passing that something worked, also to screen readers. */
export function ToastProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [toast, setToast] = useState<{ text: string } | null>(null);
  const show = useCallback((text: string) => setToast({ text }), []);
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => setToast(null), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <ToastContext value={show}>
      {children}
      <div className="toast-place" role="status">
        {toast ? (
          <p className="toast">
            <span>{toast.text}</span>
            <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => setToast(null)}>
              ×
            </button>
          </p>
        ) : null}
      </div>
    </ToastContext>
  );
}

export function useToast(): (text: string) => void {
  return useContext(ToastContext);
}
