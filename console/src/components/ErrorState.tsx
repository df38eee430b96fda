import { Button, Code } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { Problem } from '../api/problem.ts';
import type { Dictionary } from '../language/en.ts';
import { useLanguage } from '../language/language.ts';
import { useCopy } from './useCopy.ts';
import classes from './State.module.css';

function hintFor(problem: Problem, t: Dictionary): string {
  if (problem.unreachable) return t.problem.unreachableHint;
  if (problem.status === 404) return t.problem.notFoundHint;
  if (problem.status === 401 || problem.status === 403) return t.problem.unauthorizedHint;
  return problem.status !== null && problem.status < 500 ? t.problem.badRequestHint : t.problem.serverHint;
}

/** What went wrong in the server's words, what to do, and the trace id to hand on. */
export function ErrorState({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useLanguage();
  const copy = useCopy();
  const problem = error instanceof Problem ? error : new Problem(error.message, 500);
  const { traceId } = problem;
  return (
    <div className={classes.state} role="alert">
      <p className={classes.title}>{problem.unreachable ? t.problem.unreachable : problem.message || t.problem.heading}</p>
      <p className={classes.hint}>{hintFor(problem, t)}</p>
      {traceId && (
        <p className={classes.trace}>
          {t.problem.trace} <Code>{traceId}</Code>
        </p>
      )}
      <div className={classes.actions}>
        <Button size="xs" onClick={retry}>
          {t.problem.again}
        </Button>
        {traceId && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconCopy size={14} aria-hidden />}
            onClick={() => void copy(traceId, t.copy.traceDone)}
          >
            {t.problem.copyTrace}
          </Button>
        )}
      </div>
    </div>
  );
}
