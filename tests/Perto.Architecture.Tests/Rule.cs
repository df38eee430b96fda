namespace Perto.Architecture.Tests;

/// <summary>A rule over the whole tree.</summary>
internal static class Rule
{
    /// <summary>Fails with every violation on a line of its own; xunit's own assertions would shorten them.</summary>
    public static void Holds(IEnumerable<string> violations)
    {
        string[] all = [.. violations];
        if (all.Length > 0)
            Assert.Fail(string.Join(Environment.NewLine, all));
    }
}
