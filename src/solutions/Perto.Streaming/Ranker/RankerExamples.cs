using Perto.Learning;

namespace Perto.Streaming;

/// <summary>Pages to learn a ranker from, oldest first.</summary>
/// <param name="FeatureNames">Names of the features.</param>
/// <param name="Pages">The pages.</param>
/// <param name="From">When the first was served.</param>
/// <param name="To">When the last was served.</param>
internal sealed record RankerExamples(IReadOnlyList<string> FeatureNames, IReadOnlyList<RankerExample> Pages, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Titles seen on all pages.</summary>
    public int Titles => Pages.Sum(page => page.Grades.Length);

    /// <summary>The pages as a ranker wants them.</summary>
    /// <param name="names">Names of the features.</param>
    /// <param name="pages">The pages.</param>
    /// <param name="decay">What the places of a row do; where it is known the ranker is to find out what each row does, else what each place of each row does.</param>
    public static LabeledRows Rows(IReadOnlyList<string> names, IReadOnlyList<RankerExample> pages, PlaceDecay? decay) => new()
    {
        FeatureCount = names.Count,
        FeatureNames = [.. names],
        Features = [.. pages.SelectMany(page => page.Features)],
        Labels = [.. pages.SelectMany(page => page.Grades.Select(grade => (float)grade))],
        Groups = [.. pages.Select(page => page.Grades.Length)],
        Positions = [.. pages.SelectMany(page => decay is null ? page.Places : page.Places.Select(ServedTitle.RowOf))],
        InitialScores = decay is null ? null : [.. pages.SelectMany(page => page.Ranks.Select(decay.Bias))],
    };
}
