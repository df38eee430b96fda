namespace Perto.Streaming;

/// <summary>What kind of title.</summary>
public enum TitleKind
{
    /// <summary>A film.</summary>
    Film,

    /// <summary>A series.</summary>
    Series,
}
