namespace Perto.Cli;

/// <summary>The ways to search that <c>perto search evaluate</c> measures.</summary>
internal static class SearchMethod
{
    public const string Bm25 = "bm25";
    public const string Feedback = "bm25+rm3";
    public const string Embed = "embed";
    public const string Hybrid = "hybrid";

    /// <summary>As the gate of a learned fusion decides; measured with the hybrid.</summary>
    public const string Gated = "gated";
    public const string All = "all";

    /// <summary>What the option accepts.</summary>
    public static readonly string[] Names = [Bm25, Feedback, Embed, Hybrid, All];
}
