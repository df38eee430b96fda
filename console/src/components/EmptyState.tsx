import type { ReactNode } from 'react';
import classes from './State.module.css';

interface EmptyStateProps {
  title?: string;
  /** What to do about it. */
  hint: string;
  action?: ReactNode;
}

export function EmptyState({ title, hint, action }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      {title && <p className={classes.title}>{title}</p>}
      <p className={classes.hint}>{hint}</p>
      {action && <div className={classes.actions}>{action}</div>}
    </div>
  );
}
