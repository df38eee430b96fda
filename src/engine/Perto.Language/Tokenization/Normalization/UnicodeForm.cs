namespace Perto.Language;

/// <summary>The four normal forms of Unicode (Unicode Standard Annex 15).</summary>
internal enum UnicodeForm
{
    /// <summary>Characters are taken together where they can be.</summary>
    Nfc,

    /// <summary>Characters are taken apart.</summary>
    Nfd,

    /// <summary>As <see cref="Nfc"/>, and characters that only look different become the same.</summary>
    Nfkc,

    /// <summary>As <see cref="Nfd"/>, and characters that only look different become the same.</summary>
    Nfkd,
}
