using System.Runtime.CompilerServices;
using Perto.Platform;
using Perto.Targeting;

namespace Perto.Cli;

/// <summary>All units of an experiment, page by page.</summary>
internal static class ExperimentPages
{
    public static async IAsyncEnumerable<ExperimentUnit> UnitsAsync(
        IExperiments experiments, string name, int? version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            Page<ExperimentUnit> page = await experiments.UnitsAsync(name, version, new Paging(Paging.MaxLimit, cursor), cancellationToken);
            foreach (ExperimentUnit unit in page.Items)
                yield return unit;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
