using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>Published figures of data for learning to rank that are known by their size.</summary>
/// <param name="Protocol">The data and the protocol.</param>
/// <param name="Source">Who published it.</param>
/// <param name="Rows">The figures.</param>
public sealed record PublishedRanking(string Protocol, string Source, IReadOnlyList<PublishedRow> Rows)
{
    private static readonly PublishedRanking LightGbmExample = new(
        "The example of lambdarank that comes with LightGBM: what its own test demands of at most 50 trees, stopped early on the test part",
        "LightGBM, tests/python_package_test/test_sklearn.py, test_lambdarank",
        [new("LightGBM's test", "ndcg", 1, 0.5674), new("LightGBM's test", "ndcg", 3, 0.578)]);

    /// <summary>The figures of test rows; null where they are not known.</summary>
    public static PublishedRanking? Of(LabeledRows test) => test is { RowCount: 768, Groups.Length: 50 } ? LightGbmExample : null;
}
