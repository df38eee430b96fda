import { useSearchParams } from 'react-router';

/** Which title is being explained stands in the address (`?why=6`), so that an explanation can be linked to. */
export function useWhy() {
  const [params, setParams] = useSearchParams();
  const set = (id: string | null) =>
    setParams(
      (before) => {
        if (id === null) before.delete('why');
        else before.set('why', id);
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  return { id: params.get('why'), open: (id: string) => set(id), close: () => set(null) };
}
