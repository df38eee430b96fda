namespace Perto.Cli;

/// <summary>How a ranker is written.</summary>
internal enum RankModelFormat
{
    /// <summary>The checked file of Perto.</summary>
    Native,

    /// <summary>The text of LightGBM.</summary>
    LightGbm,
}
