namespace Perto.Platform;

/// <summary>A line that was left out.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Field">The field; null when it is about the whole line.</param>
/// <param name="Given">What stood there, shortened.</param>
/// <param name="Rule">What it must be.</param>
public sealed record RowError(string File, long Line, string? Field, string? Given, string Rule)
{
    /// <inheritdoc/>
    public override string ToString() => Field is null
        ? $"{File}:{Line}: {Rule}"
        : $"{File}:{Line}: {Field} {Rule}; got {(Given is null ? "nothing" : $"'{Given}'")}";
}
