import {
  createContext,
  type FocusEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';

/** What takes back what the toast says; answers when it is done. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => unknown;
}

interface ShownToast {
  /** Another for every toast, also for one that says the same. */
  readonly number: number;
  readonly text: string;
  readonly action?: ToastAction;
}

export type ShowToast = (text: string, action?: ToastAction) => void;

interface Toasts {
  readonly toast: ShownToast | null;
  readonly show: ShowToast;
  /** Nothing happens when another one is shown already. */
  readonly dismiss: (number: number) => void;
  /** Where toasts can be shown, the last one on top of the others. */
  readonly places: readonly string[];
  readonly register: (place: string) => () => void;
}

const ToastContext = createContext<Toasts | null>(null);
const SHOWN_MILLISECONDS = 8_000;
/** Long enough to be found by keyboard; it stays while it is pointed at or focused. */
const SHOWN_WITH_ACTION_MILLISECONDS = 30_000;

/** Says in passing that something worked, also to screen readers, and lets it be undone. */
export function ToastProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [toast, setToast] = useState<ShownToast | null>(null);
  const [places, setPlaces] = useState<readonly string[]>([]);
  const count = useRef(0);
  const show = useCallback<ShowToast>((text, action) => {
    count.current += 1;
    setToast({ number: count.current, text, ...(action ? { action } : {}) });
  }, []);
  const dismiss = useCallback(
    (number: number) => setToast((shown) => (shown?.number === number ? null : shown)),
    [],
  );
  const register = useCallback((place: string) => {
    setPlaces((old) => [...old, place]);
    return () => setPlaces((old) => old.filter((one) => one !== place));
  }, []);
  const value = useMemo(
    () => ({ toast, show, dismiss, places, register }),
    [toast, show, dismiss, places, register],
  );
  return (
    <ToastContext value={value}>
      {children}
      <ToastPlace />
    </ToastContext>
  );
}

function useToasts(): Toasts {
  const toasts = useContext(ToastContext);
  if (!toasts) throw new Error('A toast needs the ToastProvider around it.');
  return toasts;
}

function Toast(props: { readonly toast: ShownToast; readonly dismiss: (number: number) => void }): ReactNode {
  const [isHeld, setHeld] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { dismiss } = props;
  const { number, text, action } = props.toast;
  useEffect(() => {
    if (isHeld) return;
    const lasts = action ? SHOWN_WITH_ACTION_MILLISECONDS : SHOWN_MILLISECONDS;
    const timer = setTimeout(() => dismiss(number), lasts);
    return () => clearTimeout(timer);
  }, [isHeld, dismiss, number, action]);
  const run = async () => {
    setBusy(true);
    try {
      await action?.run();
    } finally {
      // What it offered is done; what came of it may have been told meanwhile.
      dismiss(number);
    }
  };
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setHeld(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits for who reads it.
    <div
      className="toast"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={onBlur}
    >
      <span>{text}</span>
      {action ? (
        <button
          type="button"
          className="toast-action"
          aria-disabled={isBusy}
          onClick={() => (isBusy ? undefined : void run())}
        >
          {action.label}
        </button>
      ) : null}
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => dismiss(number)}>
        ×
      </button>
    </div>
  );
}

/** Shows the toast when nothing lies above it: what is behind a modal dialog can be neither seen nor pressed. */
export function ToastPlace(): ReactNode {
  const { toast, dismiss, places, register } = useToasts();
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => register(id), [register, id]);
  const isOnTop = places.at(-1) === id;
  const hadFocus = useRef(false);
  // The button that was pressed goes with its toast: the focus moves on to the next one's.
  useEffect(() => {
    if (hadFocus.current && toast) place.current?.querySelector('button')?.focus();
    hadFocus.current = false;
  }, [toast]);
  return (
    <div
      ref={place}
      className="toast-place"
      role="status"
      onClickCapture={() => {
        hadFocus.current = place.current?.contains(document.activeElement) ?? false;
      }}
    >
      {toast && isOnTop ? <Toast key={toast.number} toast={toast} dismiss={dismiss} /> : null}
    </div>
  );
}

export function useToast(): ShowToast {
  return useToasts().show;
}
