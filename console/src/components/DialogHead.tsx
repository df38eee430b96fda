import type { ReactNode } from 'react';
import classes from './DialogHead.module.css';

/** Title and close button of a dialog. Mantine's own is a `header`, which would be a second banner of the page. */
export function DialogHead({ children }: { children: ReactNode }) {
  return <div className={classes.head}>{children}</div>;
}
