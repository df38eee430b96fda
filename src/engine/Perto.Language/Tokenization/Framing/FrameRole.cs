namespace Perto.Language;

/// <summary>What stands in a place of a frame.</summary>
internal enum FrameRole
{
    /// <summary>A special token.</summary>
    Special,

    /// <summary>The first text, or the only one.</summary>
    First,

    /// <summary>The second text of a pair.</summary>
    Second,
}
