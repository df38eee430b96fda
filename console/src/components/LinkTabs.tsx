import { NavLink } from 'react-router';
import classes from './LinkTabs.module.css';

interface LinkTabsProps {
  label: string;
  tabs: { to: string; text: string; end?: boolean }[];
}

/** Links to the parts of a subject, each a page of its own. */
export function LinkTabs({ label, tabs }: LinkTabsProps) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map(({ to, text, end }) => (
        <NavLink key={text} to={to} end={end}>
          {text}
        </NavLink>
      ))}
    </nav>
  );
}
