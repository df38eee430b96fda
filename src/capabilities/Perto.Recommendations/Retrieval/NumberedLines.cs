namespace Perto.Recommendations;

/// <summary>The lines of a text with their numbers.</summary>
internal sealed class NumberedLines(TextReader reader)
{
    /// <summary>The line; null before the first and behind the last.</summary>
    public string? Current { get; private set; }

    /// <summary>Its number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Goes on; false where there is none.</summary>
    public bool MoveNext()
    {
        Current = reader.ReadLine();
        Number += Current is null ? 0 : 1;
        return Current is not null;
    }
}
