import { type ReactNode } from 'react';

/** The heading of a page, and the title of the tab. */
export function PageTitle({ children, className }: { children: string; className?: string }): ReactNode {
  return (
    <>
      <title>{`${children} · Perto`}</title>
      <h1 className={className}>{children}</h1>
    </>
  );
}
