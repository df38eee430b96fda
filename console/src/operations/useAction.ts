import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotice } from '../components/useNotice.ts';

interface ActionOptions<Input, Output> {
  /** First word of the keys of all answers that are no longer true. */
  changes: string;
  /** What is said when it is done. */
  said?: (output: Output, input: Input) => string;
}

/** Something an operator orders: says that it is done, and asks again for what it changed. */
export function useAction<Input, Output>(order: (input: Input) => Promise<Output>, { changes, said }: ActionOptions<Input, Output>) {
  const queries = useQueryClient();
  const notice = useNotice();
  return useMutation({
    mutationFn: order,
    onSuccess: (output, input) => {
      if (said) notice.done(said(output, input));
      void queries.invalidateQueries({ queryKey: [changes] });
    },
  });
}
