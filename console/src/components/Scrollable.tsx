import type { ReactNode } from 'react';

interface ScrollableProps {
  label: string;
  className?: string;
  children: ReactNode;
}

/** A part that scrolls by itself; by keyboard too, which is why it takes the focus. */
export function Scrollable({ label, className, children }: ScrollableProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={className} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
