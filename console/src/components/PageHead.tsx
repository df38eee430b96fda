import type { ReactNode } from 'react';
import classes from './PageHead.module.css';
import { PageTitle } from './PageTitle.tsx';

interface PageHeadProps {
  title: string;
  /** What the page is for, in a sentence or two. */
  lead?: ReactNode;
  aside?: ReactNode;
}

/** The heading of a page, what it is for, and at the end of the line the request behind it. */
export function PageHead({ title, lead, aside }: PageHeadProps) {
  return (
    <div className={classes.head}>
      <div>
        <PageTitle>{title}</PageTitle>
        {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      </div>
      {aside}
    </div>
  );
}
