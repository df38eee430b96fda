import type { ExperimentInfo, ExperimentResults } from '../api/types.ts';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import classes from './Experiments.module.css';

interface ExposuresProps {
  info: ExperimentInfo;
  results: ExperimentResults;
}

/** The arms with the units that met them, beside those that there should be. */
export function Exposures({ info, results }: ExposuresProps) {
  const { t, format } = useLanguage();
  const { arms } = info.experiment;
  const control = info.experiment.control ?? arms[0]?.name;
  const most = Math.max(1, ...results.arms.flatMap(({ units, expected }) => [units, expected]));
  return (
    <Panel title={t.experiments.exposures}>
      <p className={classes.lead}>{t.experiments.exposuresLead}</p>
      <Scrollable label={t.experiments.exposures} className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.experiments.arm}</th>
              <th scope="col" data-number>
                {t.experiments.weight}
              </th>
              <th scope="col" data-number>
                {t.experiments.units}
              </th>
              <th scope="col" data-number>
                {t.experiments.expected}
              </th>
              <th scope="col">{t.experiments.exposures}</th>
              <th scope="col">{t.experiments.parameters}</th>
            </tr>
          </thead>
          <tbody>
            {arms.map(({ name, weight, parameters }) => {
              const met = results.arms.find(({ arm }) => arm === name);
              return (
                <tr key={name}>
                  <th scope="row" className={table.strong}>
                    {name} {name === control && <span className={classes.verdict}>{t.experiments.control}</span>}
                  </th>
                  <td data-number>{format.plain(weight ?? 1)}</td>
                  <td data-number>{format.whole(met?.units ?? 0)}</td>
                  <td data-number>{format.whole(met?.expected ?? 0)}</td>
                  <td>
                    <span className={classes.share} aria-hidden>
                      <span className={classes.track}>
                        <i style={{ width: `${(100 * (met?.units ?? 0)) / most}%` }} />
                        <b style={{ insetInlineStart: `${(100 * (met?.expected ?? 0)) / most}%` }} />
                      </span>
                    </span>
                  </td>
                  <td className={table.code}>
                    {Object.entries(parameters ?? {})
                      .map(([key, value]) => `${key}=${value}`)
                      .join(' ')}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scrollable>
    </Panel>
  );
}
