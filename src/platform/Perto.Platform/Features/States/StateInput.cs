namespace Perto.Platform;

/// <summary>What one event gives one state.</summary>
/// <param name="At">Its time in Unix microseconds.</param>
/// <param name="Value">The field; null where the state counts events.</param>
/// <param name="Key">The key of a map.</param>
internal readonly record struct StateInput(long At, FeatureValue? Value, string? Key)
{
    /// <summary>The texts of the field: one, or those of a list of keywords, each once.</summary>
    public IEnumerable<string> Texts => Value!.Raw is string[] words ? words.Distinct(StringComparer.Ordinal) : [(string)Value.Raw];
}
