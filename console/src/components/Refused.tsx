import classes from './Refused.module.css';

/** Why an action was not done, in the server's words, where the action was asked for. */
export function Refused({ error }: { error: Error | null }) {
  return (
    error && (
      <p className={classes.refused} role="alert">
        {error.message}
      </p>
    )
  );
}
