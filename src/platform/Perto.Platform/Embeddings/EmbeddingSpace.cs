using System.Globalization;

namespace Perto.Platform;

/// <summary>What a vector depends on besides its text.</summary>
internal static class EmbeddingSpace
{
    /// <summary>Its name, in which nothing of two different spaces is the same.</summary>
    public static string Of(EmbeddingModel model, EmbeddingRequest request) => string.Concat(
        Of(model),
        request.Dimensions is { } dimensions ? dimensions.ToString(CultureInfo.InvariantCulture) : "",
        request.Purpose == EmbeddingPurpose.Query ? "|query" : "|document",
        request.Normalize ? "|unit" : "|raw");

    /// <summary>How the names of all spaces of a model begin.</summary>
    public static string Of(EmbeddingModel model) => $"{Escaped(model.Name.ToString())}|{Escaped(model.Version)}|";

    private static string Escaped(string name) => name.Replace("|", "||", StringComparison.Ordinal);
}
