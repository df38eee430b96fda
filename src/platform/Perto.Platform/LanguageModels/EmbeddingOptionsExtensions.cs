using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>
/// What Perto's models read in <see cref="EmbeddingGenerationOptions.AdditionalProperties"/>: the purpose, as <c>input_type</c> with <c>document</c> or
/// <c>query</c>, and the tenant, as <c>tenant</c>.
/// </summary>
public static class EmbeddingOptionsExtensions
{
    /// <summary>The name of the property with the purpose.</summary>
    public const string InputType = "input_type";

    /// <summary>The options with a purpose; those that are given stay as they are.</summary>
    /// <param name="options">Null: none.</param>
    /// <param name="purpose">What the texts are embedded for.</param>
    public static EmbeddingGenerationOptions For(this EmbeddingGenerationOptions? options, EmbeddingPurpose purpose) =>
        With(options, InputType, purpose == EmbeddingPurpose.Query ? "query" : "document");

    /// <summary>The options with the tenant that the call is made for, to whom it is counted; those that are given stay as they are.</summary>
    /// <param name="options">Null: none.</param>
    /// <param name="tenant">The tenant.</param>
    public static EmbeddingGenerationOptions For(this EmbeddingGenerationOptions? options, TenantId tenant) =>
        With(options, ModelCaller.TenantProperty, tenant.Value);

    /// <summary>What the texts are embedded for: <see cref="EmbeddingPurpose.Document"/> where the options do not say.</summary>
    /// <exception cref="InvalidValueException">They say something else than <c>query</c> and <c>document</c>.</exception>
    public static EmbeddingPurpose Purpose(this EmbeddingGenerationOptions? options) => options?.AdditionalProperties?.GetValueOrDefault(InputType) switch
    {
        null or "document" or EmbeddingPurpose.Document => EmbeddingPurpose.Document,
        "query" or EmbeddingPurpose.Query => EmbeddingPurpose.Query,
        var other => throw new InvalidValueException(InputType, other, "query, document", $"{InputType} must be query or document; got '{other}'"),
    };

    private static EmbeddingGenerationOptions With(EmbeddingGenerationOptions? options, string property, string value)
    {
        EmbeddingGenerationOptions changed = options?.Clone() ?? new EmbeddingGenerationOptions();
        (changed.AdditionalProperties ??= [])[property] = value;
        return changed;
    }
}
