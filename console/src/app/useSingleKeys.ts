import { useEffect, useEffectEvent } from 'react';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Single-key shortcuts; never while someone types or a dialog is open, and they can be turned off (WCAG 2.1.4). */
export function useSingleKeys(enabled: boolean, keys: Record<string, () => void>) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const action = keys[event.key];
    const elsewhere = event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target);
    if (!action || elsewhere || document.querySelector('[role="dialog"]')) return;
    event.preventDefault();
    action();
  });

  useEffect(() => {
    if (!enabled) return;
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [enabled]);
}
