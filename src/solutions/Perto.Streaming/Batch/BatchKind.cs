namespace Perto.Streaming;

/// <summary>What a batch makes for each person.</summary>
public enum BatchKind
{
    /// <summary>One list of titles, best first.</summary>
    List,

    /// <summary>A home page with its rows.</summary>
    Home,
}
