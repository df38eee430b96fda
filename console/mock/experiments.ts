import type { Comparison, ExperimentInfo, ExperimentResults } from '../src/api/types.ts';
import type { Answer } from './operations.ts';

const day = 86_400_000;
const ago = (now: number, days: number) => new Date(now - days * day).toISOString();

function experiments(now: number): ExperimentInfo[] {
  const base = (name: string, state: ExperimentInfo['state'], description: string): ExperimentInfo => ({
    experiment: {
      name,
      description,
      layer: 'home',
      salt: `${name}.1`,
      arms: [
        { name: 'blend', weight: 1 },
        { name: 'learned', weight: 1, parameters: { ranker: 'learned' } },
      ],
      control: null,
      traffic: 0.2,
      attributes: {},
      metrics: [
        { name: 'hours', kind: 'mean', goal: 'increase' },
        { name: 'clicks', kind: 'ratio', denominator: 'views', goal: 'increase' },
        { name: 'cancelled', kind: 'proportion', goal: 'decrease', guardrail: true, margin: 0.02 },
      ],
    },
    version: 1,
    state,
    ranges: [],
    overrides: [],
    created_at: ago(now, 20),
    started_at: state === 'draft' ? null : ago(now, 14),
    stopped_at: state === 'stopped' ? ago(now, 1) : null,
  });
  return [
    base('ranking', 'running', 'Learned order against the blend'),
    base('rows', 'stopped', 'The bandit orders the rows'),
    base('broken', 'running', 'Counts exposures behind a redirect'),
    base('next', 'draft', 'Not started yet'),
  ];
}

function comparisons(wide: number): Comparison[] {
  const comparison = (metric: string, value: number, control: number, problem?: string): Comparison => {
    const relative = value / control - 1;
    const effect = (estimate: number, half: number) => ({ estimate, standard_error: half / 2, lower: estimate - half, upper: estimate + half, p_value: 0.02 });
    return {
      metric,
      arm: 'learned',
      units: 997,
      value,
      control_units: 1012,
      control_value: control,
      without_covariate: 0,
      absolute: problem ? null : effect(value - control, wide * 0.03 * control),
      relative: problem ? null : effect(relative, wide * 0.03),
      adjustment: null,
      bayesian: null,
      problem: problem ?? null,
      p_value: problem ? null : 0.02,
      adjusted_p_value: problem ? null : 0.03,
    };
  };
  return [comparison('hours', 4.31, 4.0), comparison('clicks', 0.171, 0.168), comparison('cancelled', 0.05, 0.047), comparison('stars', 0, 1, 'no unit has an outcome')];
}

function resultsOf({ experiment, state }: ExperimentInfo, now: number): ExperimentResults {
  const mismatch = experiment.name === 'broken';
  const arms = [
    { arm: 'blend', units: mismatch ? 1412 : 1012, expected: mismatch ? 1204.5 : 1004.5 },
    { arm: 'learned', units: 997, expected: mismatch ? 1204.5 : 1004.5 },
  ];
  const banner = mismatch
    ? 'SAMPLE RATIO MISMATCH, p = 2.6e-17: the arms are not what they should be, and nothing below can be trusted.'
    : 'sample ratio as expected, p = 0.734';
  const report = (test: string, wide: number) => ({
    test,
    alpha: 0.05,
    alternative: 'two_sided' as const,
    scale: 'absolute' as const,
    correction: 'bh' as const,
    srm: { mismatch, p_value: mismatch ? 2.6e-17 : 0.734, threshold: 0.001, arms, banner },
    units_in_several_arms: 0,
    rows: 3871,
    comparisons: comparisons(wide),
    looks: null,
  });
  return {
    experiment: experiment.name,
    version: 1,
    state,
    measured_at: new Date(now).toISOString(),
    banner,
    arms,
    fixed: report('welch', 1),
    sequential: report('sequential', 2),
    guardrails: [{ metric: 'cancelled', arm: 'learned', margin: 0.02, verdict: experiment.name === 'rows' ? 'broken' : 'undecided' }],
  };
}

/** Answers what is below `/v1/experiments`. */
export function answerOfExperiments([name, part]: string[], now: number): Answer | undefined {
  const all = experiments(now);
  if (name === undefined) return { status: 200, body: { items: all, next_cursor: null } };
  const found = all.find(({ experiment }) => experiment.name === name);
  if (!found) return undefined;
  return { status: 200, body: part === 'results' ? resultsOf(found, now) : found };
}
