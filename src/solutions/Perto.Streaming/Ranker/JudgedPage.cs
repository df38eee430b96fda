namespace Perto.Streaming;

/// <summary>A served page and what its person did with it.</summary>
/// <param name="Page">As it was served.</param>
/// <param name="Grades">What was done with each title that was seen (<see cref="Engagement"/>), by its id.</param>
internal sealed record JudgedPage(ServedPage Page, IReadOnlyDictionary<string, byte> Grades)
{
    /// <summary>The engagement that came of a title; 0 for one that was not seen.</summary>
    public double Gain(string title) => Grades.TryGetValue(title, out byte grade) ? Engagement.Gains[grade] : 0;
}
