namespace Perto.Platform;

/// <summary>The names of the profiles that the settings can choose.</summary>
public enum RerankProfileName
{
    /// <summary>No re-ranking.</summary>
    None,

    /// <summary>A small model of this machine.</summary>
    Development,

    /// <summary>Jina's model of base size.</summary>
    Staging,

    /// <summary>Jina's fast model, over more candidates.</summary>
    Production,

    /// <summary>Cohere's model, over more candidates, for every query.</summary>
    Enterprise,
}
