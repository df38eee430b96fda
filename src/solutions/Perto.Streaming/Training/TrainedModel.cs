namespace Perto.Streaming;

/// <summary>What can be trained.</summary>
public enum TrainedModel
{
    /// <summary>Factors of titles, from who watched what.</summary>
    Collaborative,

    /// <summary>The ranker of the home page, from what people did with served pages.</summary>
    Ranker,
}
