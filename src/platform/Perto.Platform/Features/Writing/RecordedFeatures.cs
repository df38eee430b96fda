namespace Perto.Platform;

/// <summary>What a transaction has counted, to be published when it has committed.</summary>
public sealed class RecordedFeatures
{
    internal RecordedFeatures(FeatureEventReport report, long stored, IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> online)
    {
        Report = report;
        Stored = stored;
        Online = online;
    }

    /// <summary>What became of the events.</summary>
    public FeatureEventReport Report { get; }

    /// <summary>Rows that are new in the history.</summary>
    internal long Stored { get; }

    internal IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> Online { get; }
}
