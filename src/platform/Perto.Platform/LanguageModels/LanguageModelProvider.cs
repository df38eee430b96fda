namespace Perto.Platform;

/// <summary>A provider of language models, without its secrets.</summary>
public sealed record LanguageModelProvider
{
    /// <summary>Its name, with which names of its models begin: <c>openai</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What its models are for.</summary>
    public required IReadOnlyList<LanguageModelKind> Kinds { get; init; }

    /// <summary>The setting without which it cannot be used; null where nothing is missing.</summary>
    public string? MissingSetting { get; init; }

    /// <summary>How the service does, the worst where there are several; null where there is none, or nothing is set up.</summary>
    public DependencyState? State { get; init; }

    /// <summary>The models that stand in the settings; others of the provider can be named as well.</summary>
    public required IReadOnlyList<LanguageModelInfo> Models { get; init; }

    /// <summary>Most requests in a minute, by each server; null: any number.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Most tokens in a minute, by each server; null: any number.</summary>
    public long? TokensPerMinute { get; init; }
}
