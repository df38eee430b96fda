namespace Perto.Streaming;

/// <summary>A served page of which it is known what its person did: a query that a ranker learns from.</summary>
/// <param name="User">Whose page.</param>
/// <param name="At">When it was served, in Unix microseconds.</param>
/// <param name="Features">The numbers of the titles that were seen, one title after another, in the order of <see cref="RankerExamples.FeatureNames"/>.</param>
/// <param name="Grades">What the person did with each (<see cref="Engagement"/>).</param>
/// <param name="Places">Where each stood (<see cref="ServedTitle.Place"/>).</param>
/// <param name="Scores">What each was ranked by.</param>
internal sealed record RankerExample(string User, long At, float[] Features, byte[] Grades, int[] Places, double[] Scores)
{
    /// <summary>The place of each in its row, from 1.</summary>
    public int[] Ranks { get; init; } = [];

    /// <summary>Which of them stand where chance put them.</summary>
    public bool[] Drawn { get; init; } = [];

    /// <summary>Whether the person did anything with any title.</summary>
    public bool IsEngaged => Grades.Any(grade => grade > Engagement.Seen);
}
