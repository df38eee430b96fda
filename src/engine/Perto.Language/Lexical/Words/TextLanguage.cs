namespace Perto.Language;

/// <summary>A language whose stop words and endings an <see cref="Analyzer"/> knows.</summary>
public enum TextLanguage
{
    /// <summary>None: words stay whole and all count. Right for names, codes and languages not listed.</summary>
    None,

    /// <summary>English.</summary>
    English,

    /// <summary>Portuguese.</summary>
    Portuguese,
}
