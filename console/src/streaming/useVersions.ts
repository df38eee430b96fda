import { useSearchParams } from 'react-router';
import { liveVersions, type Versions } from '../api/streaming.ts';

/** The versions that were chosen stand in the address: `?ranker=blend`, and of a second page `?b_ranker=3`. */
export function useVersions(prefix = '', otherwise: Versions = liveVersions): [Versions, (part: Partial<Versions>) => void] {
  const [params, setParams] = useSearchParams();
  const versions: Versions = {
    collaborative: params.get(`${prefix}collaborative`) ?? otherwise.collaborative,
    ranker: params.get(`${prefix}ranker`) ?? otherwise.ranker,
  };
  const change = (part: Partial<Versions>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(part)) before.set(prefix + name, value);
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  return [versions, change];
}
