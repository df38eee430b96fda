using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Reranking</c>.</summary>
public sealed class RerankingSettings
{
    internal const string Section = "Reranking";

    /// <summary>
    /// Whose values hold where the other settings say nothing. Without it and without <see cref="Model"/>: development if its model lies in the folder of
    /// language models, else none.
    /// </summary>
    public RerankProfileName? Profile { get; set; }

    /// <summary>The model, as <c>provider:model</c>, in place of the profile's.</summary>
    public string? Model { get; set; }

    /// <summary>Models that callers of the wire formats may name beside the one in use, as <c>provider:model</c>; other names get the one in use.</summary>
    public IList<string> AllowedModels { get; set; } = [];

    /// <summary>Candidates to retrieve, in place of the profile's.</summary>
    [Range(1, 1_000)]
    public int? Retrieve { get; set; }

    /// <summary>Results to keep, in place of the profile's.</summary>
    [Range(1, 1_000)]
    public int? Keep { get; set; }

    /// <summary>The most candidates that are judged; as many as the profile retrieves where it is left out.</summary>
    [Range(1, 1_000)]
    public int? Depth { get; set; }

    /// <summary>Results with a lower score are left out, down to three; in place of the profile's.</summary>
    [Range(0.0, 1.0)]
    public double? Threshold { get; set; }

    /// <summary>Whether rules decide for each query, in place of the profile's.</summary>
    public bool? Adaptive { get; set; }

    /// <summary>Candidates whose scores differ by no more than this keep the order of retrieval among them.</summary>
    [Range(0.0, 1.0)]
    public double Margin { get; set; } = .01;

    /// <summary>How long the re-ranker may take; then the order of retrieval is given.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What feedback may change.</summary>
    public RerankGateSettings Gate { get; set; } = new();

    internal static string PathOf(string setting) => $"Perto:{Section}:{setting}";
}
