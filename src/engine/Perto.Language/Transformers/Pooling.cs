namespace Perto.Language;

/// <summary>How the rows of a text's tokens become one vector.</summary>
public enum Pooling
{
    /// <summary>Their mean, special tokens included.</summary>
    Mean,

    /// <summary>The first token's row.</summary>
    FirstToken,

    /// <summary>The largest of each value.</summary>
    Max,

    /// <summary>The last token's row.</summary>
    LastToken,
}
