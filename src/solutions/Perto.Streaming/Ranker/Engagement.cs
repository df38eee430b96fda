namespace Perto.Streaming;

/// <summary>What somebody did with a title that was shown: the grades that a ranker learns.</summary>
public static class Engagement
{
    /// <summary>Shown and left alone.</summary>
    public const byte Seen = 0;

    /// <summary>Opened.</summary>
    public const byte Clicked = 1;

    /// <summary>Played for a tenth at least.</summary>
    public const byte Played = 2;

    /// <summary>Watched over 70 %.</summary>
    public const byte Completed = 3;

    /// <summary>From this fraction on a title counts as completed.</summary>
    public const double CompletedFrom = 0.7;

    /// <summary>The engagement score of each grade, each having what is below it too: 0.1 for the click, 0.3 for the play, 0.6 for the completion.</summary>
    public static IReadOnlyList<double> Gains { get; } = [0, 0.1, 0.4, 1];
}
