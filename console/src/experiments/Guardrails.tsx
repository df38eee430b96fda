import type { ExperimentResults } from '../api/types.ts';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import classes from './Experiments.module.css';

const tones = { kept: 'good', broken: 'bad', undecided: 'plain' } as const;

interface GuardrailsProps {
  results: ExperimentResults;
  trusted: boolean;
}

/** What must not get worse, and whether it did. */
export function Guardrails({ results: { guardrails }, trusted }: GuardrailsProps) {
  const { t, format, term } = useLanguage();
  if (guardrails.length === 0) return null;
  return (
    <Panel title={t.experiments.guardrails}>
      <p className={classes.lead}>{t.experiments.guardrailsLead}</p>
      <Scrollable label={t.experiments.guardrails} className={table.scroll}>
        <table className={table.table}>
          <tbody>
            {guardrails.map(({ metric, arm, margin, verdict }) => (
              <tr key={`${metric} ${arm}`}>
                <th scope="row" className={table.strong}>
                  {term(metric)}
                </th>
                <td>{arm}</td>
                <td className={classes.quiet}>{t.experiments.margin(format.share(margin))}</td>
                <td>
                  <span className={classes.verdict} data-tone={trusted ? tones[verdict] : 'plain'}>
                    {trusted ? t.experiments.verdicts[verdict] : t.experiments.untrusted}
                  </span>{' '}
                  {trusted && verdict === 'broken' && <span className={classes.quiet}>{t.experiments.brokenHint}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </Panel>
  );
}
