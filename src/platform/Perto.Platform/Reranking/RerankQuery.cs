namespace Perto.Platform;

/// <summary>A query whose candidates may be re-ranked.</summary>
public sealed record RerankQuery
{
    /// <summary>The longest query, in characters.</summary>
    public const int MaxTextLength = 10_000;

    /// <summary>The longest <see cref="Scope"/> and <see cref="Owner"/>, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The most results that can be kept.</summary>
    public const int MaxKeep = 1_000;

    /// <summary>What is asked; 1 to <see cref="MaxTextLength"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>Where the candidates come from, such as a collection: the gate learns for each of them apart.</summary>
    public string Scope { get; init; } = "default";

    /// <summary>How the candidates are found, for the metrics: one of a few names in snake_case.</summary>
    public string Strategy { get; init; } = "other";

    /// <summary>Who asks; null: nobody in particular.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether the owner is one for whom it is always worth it.</summary>
    public bool Premium { get; init; }

    /// <summary>Who decides.</summary>
    public RerankMode Mode { get; init; }

    /// <summary>How many results are kept, 1 to <see cref="MaxKeep"/>; null: as the profile says.</summary>
    public int? Keep { get; init; }

    /// <summary>Results with a lower score of the re-ranker are left out, 0 to 1; null: as the profile says.</summary>
    public double? Threshold { get; init; }

    internal void Check(string path = "")
    {
        CheckText(path + "query", Text, MaxTextLength);
        CheckText(path + "scope", Scope, MaxNameLength);
        CheckText(path + "strategy", Strategy, MaxNameLength);
        if (Owner is not null)
            CheckText(path + "owner", Owner, MaxNameLength);
        if (Keep is { } keep && keep is < 1 or > MaxKeep)
            throw InvalidValueException.OutOfRange(path + "keep", Keep.Value, 1, MaxKeep);
        if (Threshold is { } threshold && !(threshold is >= 0 and <= 1))
            throw InvalidValueException.OutOfRange(path + "threshold", threshold, 0, 1);
        if (!Enum.IsDefined(Mode))
            throw new InvalidValueException(path + "mode", (int)Mode, "adaptive, always, never", $"{path}mode must be adaptive, always or never");
    }

    internal static void CheckText(string field, string text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > longest)
        {
            throw new InvalidValueException(
                field, text, $"1..{longest} characters that are not all blank", $"{field} must have 1..{longest} characters that are not all blank; it has {text?.Length ?? 0}");
        }
        // No text in a database holds it.
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new InvalidValueException(field, text.Replace("\0", "\\u0000", StringComparison.Ordinal), "text without the character U+0000", $"{field} must not have the character U+0000");
    }
}
