namespace Perto.Language;

/// <summary>How a byte-pair model was trained to see words, in the terms of Hugging Face's <c>tokenizers</c>.</summary>
internal sealed record BytePairSettings
{
    /// <summary>Stands for a character that there is no token for; without it, such characters are left out.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Unknown characters in a row are one token.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>The tokens of the 256 bytes, by which unknown characters are written; null where there is none for a byte, or never.</summary>
    public IReadOnlyList<int?>? ByteIds { get; init; }

    /// <summary>A word that is a token is taken whole, whether its merges lead there or not.</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>What pieces begin with that go on with a word.</summary>
    public string ContinuationPrefix { get; init; } = "";

    /// <summary>What the last piece of a word ends with.</summary>
    public string EndSuffix { get; init; } = "";
}
