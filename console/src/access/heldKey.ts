import { useSyncExternalStore } from 'react';

/** The API key of this tab, and whether the server asks for another one. */
interface HeldKey {
  key: string | null;
  refused: boolean;
}

const place = 'perto-key';
const listeners = new Set<() => void>();

// Only for as long as the tab is open: a key in `localStorage` would outlive whoever typed it in.
const read = (): HeldKey => ({ key: window.sessionStorage.getItem(place), refused: false });

let held = read();

function change(next: HeldKey) {
  held = next;
  for (const tell of listeners) tell();
}

export const heldKey = (): HeldKey => held;

export function keepKey(key: string) {
  window.sessionStorage.setItem(place, key);
  change({ key, refused: false });
}

/** Lets go of the key; what comes next is asked without one. */
export function dropKey() {
  window.sessionStorage.removeItem(place);
  change({ key: null, refused: false });
}

/** A request was answered with 401. What was sent before the key changed says nothing about the key. */
export function keyWasRefused(authorization: string | null) {
  const sent = authorization?.replace(/^Bearer /, '') ?? null;
  if (sent === held.key && !held.refused) change({ ...held, refused: true });
}

function subscribe(tell: () => void) {
  listeners.add(tell);
  return () => void listeners.delete(tell);
}

export const useHeldKey = () => useSyncExternalStore(subscribe, heldKey);
